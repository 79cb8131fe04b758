"""What small parks share in which firms only sign and produce: two years from 2023 on, a step for each."""

from __future__ import annotations

from pathlib import Path

import sim

FREE_PARK = Path(__file__).parents[1] / "fixtures" / "free_park.yaml"
PARK = """
start: 2023-01-01
horizon_days: 730
limit_days: 300
activities:
  - {{id: contract, duration: {contract}, milestone: signed}}
  - {{id: lot, after: contract, {lot}, milestone: producing}}
"""
BY_JUNE = "  - {id: output, kpi: annual_output, by: 2024-06-30, at_least: 1亿元}\n"
"""A target that asks for the output of 30 June 2024."""


def small_park(rest: str, contract: str = "0", lot: str = "duration: 0") -> sim.Scenario:
    """A park whose firms sign `contract` days after they appear and produce after `lot`; `rest` says who they are."""
    return sim.load(text=PARK.format(contract=contract, lot=lot) + rest)


def two_firms(numbers: str, other: str, differs: str, prices: str = "", targets: str = "") -> sim.Scenario:
    """`own` and another that differs from it in one quantity; both produce from day 0 on, at full output at once.

    Parameters
    ----------
    numbers
        Quantities of both.
    other, differs
        Name of the other firm, and what it states beside them.
    prices
        Of `money`.
    targets
        Lines, beside that of the output in June.
    """
    firms = {"own": numbers, other: f"{numbers}, {differs}"}
    lines = [f"  - {{id: {name}, arrivals: {{at_days: [0]}}, quantities: {{{said}}}}}" for name, said in firms.items()]
    enterprises = "\n".join(["enterprises:", *lines])
    money = f"money: {{ramp: [1.0]{prices and f', prices: {prices}'}}}"
    return small_park(f"{enterprises}\n{money}\nstrategies: {{as_is: []}}\ntargets:\n{BY_JUNE}{targets}")


def kpi(run: sim.Run, group: str, name: str) -> float:
    """The value of a KPI of a group in the first history."""
    mine = run.kpis[(run.kpis.group == group) & (run.kpis.kpi == name)]
    return float(mine.value.iloc[0])
