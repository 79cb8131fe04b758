"""What people cost the county: staff by date, teams while they are at work, levers while they are in force; by hand."""

from __future__ import annotations

import pytest

import sim
from sim.money.staff import at_work, posts
from sim.scenario.faults import ScenarioFaults
from sim.scenario.find import find_scenario
from sim.scenario.layers import read_layers
from sim.scenario.schema_faults import plain

# Day 146 is 27 May 2023, two fifths into the year; day 365 is 1 January 2024, day 438 is 14 March 2024, a fifth into
# the second. Offices are closed on weekends and holidays, and their people are paid all the same.
PARK = """
start: 2023-01-01
horizon_days: 730
limit_days: 300
calendar: CN
policies: {{assistants: "{on}"}}
offices:
  squads: {{staff: 4, cost_per_year: 12万元/年}}
  bureau: {{steps: [{{from: 2023-01-01, staff: 1}}, {{from: 2024-01-01, staff: 2}}], cost_per_year: 90000}}
  {ample}
teams:
  - id: assistants
    steps: [{{from: 2023-01-01, people: 3}}, {{from: 2024-01-01, people: 6}}]
    caseload: 10
    cost_per_year: 100000
activities:
  - {{id: contract, office: squads, clock: working, duration: 5, milestone: signed}}
  - {{id: helped, after: contract, duration: 0, when: {when}, takes: [{{what: assistants, amount: 1}}]}}
  - {{id: lot, after: helped, duration: 50, milestone: producing}}
enterprises:
  - id: firm
    arrivals: {{at_days: [0]}}
    attributes: {{kind: a}}
    quantities: {{planned_output: 0, source: ESTIMATE}}
money: {{county: {{service_staff: 50000}}}}
strategies:
  as_is: []
  more_squads: [{{office_staff: {{office: squads, add: 5, from: 2023-05-27, until: 2024-03-14}}}}]
  fewer: [{{office_staff: {{office: squads, add: -3, from: 2024-01-01}}}}]
  helped: [{{service_team: {{team: assistants, from: 2023-05-27}}}}]
  one_more: [{{service_team: {{team: assistants, add: 1, from: 2023-05-27, until: 2024-03-14}}}}]
  dear:
    - green_channel: {{cost_per_year: 20万元/年, from: 2023-05-27, until: 2024-03-14}}
    - green_channel: {{places: 0, cost_per_year: 1000}}
  late: [{{service_team: {{team: assistants, from: 2024-12-30}}}}]
"""
AS_IS = [4 * 120_000 + 90_000 + 50_000, 4 * 120_000 + 2 * 90_000 + 50_000]


def park(on: str = "no", when: str = '{assistants: ["yes"]}', ample: str = "") -> sim.Scenario:
    return sim.load(text=PARK.format(on=on, when=when, ample=ample))


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(park(), replications=2, keep=("kpis", "accounts"))


def paid(played: sim.Comparison, strategy: str) -> list[float]:
    """Yuan of the line `service_staff` by year, in the second history."""
    table = played.tables["accounts"]
    mine = table[(table.strategy == strategy) & (table.line == "service_staff") & (table.replication == 1)]
    return [-value for value in mine.sort_values("year").value]


@pytest.mark.parametrize(
    ("strategy", "more"),
    [
        ("as_is", [0, 0]),
        ("more_squads", [5 * 120_000 * 0.6, 5 * 120_000 * 0.2]),  # days 146 to 365 and 365 to 438
        ("fewer", [0, -3 * 120_000]),
        ("helped", [3 * 100_000 * 0.6, 6 * 100_000]),
        ("one_more", [4 * 100_000 * 0.6, 7 * 100_000 * 0.2]),
        ("dear", [200_000 * 0.6 + 1000, 200_000 * 0.2 + 1000]),  # one by date, one that does nothing
        ("late", [0, 6 * 100_000 / 365]),  # day 729: one day of the run is left
    ],
)
def test_people_cost_what_their_steps_say_while_a_lever_is_in_force(played, strategy, more):
    assert paid(played, strategy) == pytest.approx([a + b for a, b in zip(AS_IS, more)], abs=0.01)


def test_what_people_cost_is_public_cost_and_burdens_the_treasury(played):
    kpis = played.kpis[played.kpis.group == "park"].set_index(["strategy", "replication", "kpi"]).value
    assert kpis["helped", 0, "public_cost"] == pytest.approx(sum(AS_IS) + 780_000)
    gain = kpis["as_is", 0, "fiscal_net"] - kpis["helped", 0, "fiscal_net"]
    assert gain == pytest.approx(780_000)


def test_the_price_of_a_lever_is_told_and_moves_nothing_but_money(played):
    told = {(lever, path.split(" ")[0], now) for lever, path, _, now in park().changes("dear")}
    assert {("green_channel", "levers_cost", "200000"), ("green_channel", "levers_cost", "1000")} <= told
    kpis = played.kpis[played.kpis.group != "park"].set_index(["strategy", "replication", "group", "kpi"]).value
    assert len(kpis["dear"].dropna()) > 10
    assert kpis["dear"].dropna().to_dict() == kpis["as_is"].dropna().to_dict()


@pytest.mark.parametrize("price", ["-5", "5m²", "[1, 2]"])
def test_a_price_of_a_lever_that_is_no_yearly_amount_is_a_fault_at_its_place(price):
    text = PARK.format(on="no", when="{kind: a}", ample="").replace("cost_per_year: 1000}", f"cost_per_year: {price}}}")
    with pytest.raises(ScenarioFaults) as found:
        sim.load(text=text)
    assert "strategies.dear.2.green_channel.cost_per_year" in str(found.value)


def test_a_team_is_paid_only_where_a_step_for_it_can_apply():
    def working(**given: str) -> bool:
        rules = park(**given).model("as_is").regimes[0]
        return at_work(rules.teams[0], rules)

    assert [working(), working(on="yes"), working(when="{kind: a}")] == [False, True, True]
    assert working(when='{kind: a, assistants: ["yes"]}') is False


@pytest.mark.parametrize(
    ("office", "working"),
    [
        ("desk: {staff: 2, cost_per_year: 7}", {"as_is": False, "helped": True}),
        ("desk: {staff: 2, cost_per_year: 7, other_applicants: {poisson_per_year: 9, duration: 1}}", {"as_is": True}),
    ],
)
def test_an_office_whose_steps_are_switched_off_is_paid_only_for_applicants_from_elsewhere(office, working):
    helped = "takes: [{what: assistants, amount: 1}]}"
    text = PARK.format(on="no", when='{assistants: ["yes"]}', ample=office)
    checked = f"{helped}\n  - {{id: check, after: lot, office: desk, duration: 1, when: {{assistants: ['yes']}}}}"
    scenario = sim.load(text=text.replace(helped, checked))
    for strategy, paid_for in working.items():
        assert (14 in {post.yearly for post in posts(scenario.model(strategy))}) is paid_for


PAID_OTHERWISE = {"recruitment_agents": "by landing", "seconded_officials": "where he has firms to call on"}


@pytest.mark.parametrize("name", ["huainan", "malong", "xinghua", "zhanjiang", "ziyuan"])
def test_every_office_of_the_parks_that_can_be_enlarged_has_a_price(name):
    offices = plain(read_layers(find_scenario(name), None))["offices"]
    staffed = {office for office, given in offices.items() if "staff" in given or "steps" in given}
    free = {office for office in staffed if not offices[office].get("cost_per_year")}
    assert "tax_bureau" in staffed and free <= PAID_OTHERWISE.keys()


def test_who_checks_invoices_costs_more_than_who_does_not():
    scenario = sim.load("malong")
    yearly = [sum(post.yearly for post in posts(scenario.model(name))) for name in ("free", "free_tax_checks")]
    assert yearly[1] - yearly[0] == 240_000


def test_an_ample_office_costs_nothing_and_check_says_so():
    scenario = park(ample="window: {cost_per_year: 5万元/年}")
    (said,) = [fault for fault in scenario.warnings if fault.code == "cost_of_ample"]
    assert "offices.window.cost_per_year: office window has no count of staff" in said.text("en")
    assert "写的是 50000" in said.text("zh")
    assert {post.yearly for post in posts(scenario.model("as_is"))} == {480_000, 90_000, 180_000}


@pytest.mark.parametrize("place", ["window: {staff: 1, cost_per_year: -5}", "window: {staff: 1, cost_per_year: 5m²}"])
def test_a_cost_that_is_no_yearly_amount_is_a_fault_at_its_place(place):
    with pytest.raises(ScenarioFaults) as found:
        park(ample=place)
    assert "offices.window.cost_per_year" in str(found.value)
