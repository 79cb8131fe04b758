"""What a planner waits for: `rent_or_build` (60 firms, all steps), two strategies, luck, tables and KPIs included."""

from __future__ import annotations

import time

import sim

REPLICATIONS = 200
MOST_MS = 20.0  # of CPU, a replication and strategy


def test_a_replication_of_rent_or_build_costs_less_than_20_ms_of_cpu() -> None:
    scenario = sim.load("rent_or_build")
    strategies = ["standard_rental", "self_build"]
    sim.compare(scenario, strategies, replications=1)  # imports and byte-code
    before = time.process_time()
    comparison = sim.compare(scenario, strategies, replications=REPLICATIONS)
    each = 1000 * (time.process_time() - before) / (REPLICATIONS * len(strategies))
    signed = comparison.kpis[(comparison.kpis.kpi == "signed") & (comparison.kpis.group == "all")]
    assert len(signed) == REPLICATIONS * len(strategies)  # the work was done
    assert signed.value.mean() > 55
    print(f"{each:.1f} ms of CPU a replication and strategy (at most {MOST_MS:g})")
    assert each < MOST_MS
