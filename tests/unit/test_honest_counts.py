"""Honest counts: shell firms are in no count of real ones, and are reported until a tax check exposes them; by hand."""

from __future__ import annotations

import pytest

import sim
from sim.scenario.faults import ScenarioFaults
from sim.views.screen.kpis import unit_of

# A real firm produces after 10 days, a shell after 20; where taxes are checked it is exposed 300 days later and struck
# off 30 days after that. 400 days.
# real: days 0 and 395, the last one too late. quits: produces on day 10, leaves on day 110. trade: counted apart, and
# no shell.
# shells of day 0: exposed 320, gone 350; of day 60: exposed 380, still there; of 380: writes its first invoice on the
# last day; of 390: too late. gone: a shell that leaves on day 110 before anybody looked.
PARK = """
start: 2023-01-01
horizon_days: 400
limit_days: 200
policies: {{tax_checks: "{checks}"}}
activities:
  - {{id: contract, duration: 0, milestone: signed}}
  - {{id: works, after: contract, duration: 10, when: {{kind: [real, quits, trade]}}, milestone: producing}}
  - {{id: paper, after: contract, duration: {{by: {{kind: {{paper: 20, gone: 10}}}}}}, when: {{kind: [paper, gone]}},
     milestone: producing}}
  - {{id: leaves, after: [works, paper], duration: 100, when: {{kind: [quits, gone]}}, refused: {{probability: 1}}}}
  - {{id: inspection, after: paper, duration: 300, when: {{kind: paper, tax_checks: "yes"}}, milestone: exposed}}
  - id: struck_off
    after: inspection
    duration: 30
    when: {{kind: paper, tax_checks: "yes"}}
    refused: {{probability: 1}}
enterprises:
  - {{id: real, arrivals: {{at_days: [0, 395]}}, attributes: {{kind: real}}}}
  - {{id: quits, arrivals: {{at_days: [0]}}, attributes: {{kind: quits{quits}}}}}
  - {{id: trade, arrivals: {{at_days: [0]}}, attributes: {{kind: trade}}, counted: false}}
  - {{id: paper, arrivals: {{at_days: [0, 60, 380, 390]}}, attributes: {{kind: paper{shell}}}, counted: false}}
  - {{id: gone, arrivals: {{at_days: [0]}}, attributes: {{kind: gone{shell}}}, counted: false}}
strategies: {{as_is: []}}
"""
SHELL = ', shell: "yes"'


def park(checks: str = "yes", shell: str = SHELL, quits: str = "") -> sim.Scenario:
    return sim.load(text=PARK.format(checks=checks, shell=shell, quits=quits))


def counts(scenario: sim.Scenario) -> dict[tuple[str, str], float]:
    kpis = sim.run(scenario, replications=2).kpis
    mine = kpis[(kpis.replication == 1) & kpis.kpi.isin(["producing", "producing_reported", "exposed"])]
    return {(row.group, row.kpi): row.value for row in mine.itertuples() if row.group in ("all", "park")}


def test_shells_are_reported_until_they_are_exposed_and_never_counted():
    # reported: one real firm; the shell of day 380. Exposed: those of day 0, which has gone, and of day 60
    assert counts(park()) == {
        ("all", "producing"): 2,  # with the one that has left since
        ("park", "producing_reported"): 2,
        ("park", "exposed"): 2,
    }


def test_where_nobody_checks_every_shell_that_invoices_is_reported():
    found = counts(park(checks="no"))
    assert (found["park", "producing_reported"], found["park", "exposed"]) == (1 + 3, 0)
    assert found["all", "producing"] == 2


def test_a_park_without_the_attribute_has_no_such_kpis_and_one_without_shells_reports_what_is_there():
    assert counts(park(shell="")) == {("all", "producing"): 2}
    none = counts(park(shell=', shell: "no"', quits=', shell: "no"'))
    assert (none["park", "producing_reported"], none["park", "exposed"]) == (1, 2)  # exposed, whoever they are


def test_a_shell_among_the_counted_is_a_fault_at_its_value():
    with pytest.raises(ScenarioFaults) as found:
        park(quits=', shell: {discrete: {"yes": 0.1, "no": 0.9}}')
    (fault,) = found.value.faults
    assert fault.code == "shell_counted" and "firms of type quits can be shells" in fault.text("en")
    assert "enterprises.quits.attributes.shell" in fault.path and "空壳" in fault.text("zh")


def test_both_count_firms_on_screen():
    assert {unit_of("producing_reported", {}, "park"), unit_of("exposed", {}, "park")} == {"firms"}
