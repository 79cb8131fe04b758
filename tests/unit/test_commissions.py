"""Commissions: the county pays who recruited a firm; the firm neither gets the money nor weighs it."""

from __future__ import annotations

import pandas as pd
import pytest

import sim
from sim.levers import subsidies
from sim.scenario.faults import ScenarioFaults
from tests.unit.small_parks import FREE_PARK, small_park

# Days 0 and 400: found by an agent; day 0: found by a squad; day 0: a firm that knows no channel; day 729: an agent's
# firm that signs on the last day, 730. Signed a day later, equipped after a hundred more.
FIRMS = """
enterprises:
  - id: agents
    arrivals: {{at_days: [0, 400, 729]}}
    attributes: {{channel: commissioned}}
    quantities: {{equipment_cost: 200万元, source: ESTIMATE}}
  - id: squads
    arrivals: {{at_days: [0]}}
    attributes: {{channel: squad}}
    quantities: {{equipment_cost: 100万元, source: ESTIMATE}}
  - {{id: others, arrivals: {{at_days: [0]}}, quantities: {{equipment_cost: 100万元, source: ESTIMATE}}}}
money:
  subsidies:
    - {{id: landed, milestone: signed, {landed}, paid_to: {to}}}
    - {{id: invested, milestone: producing, item: equipment, share: 1%, cap: 15000, paid_to: agent}}
    - {{id: award, milestone: producing, amount: {{by: {{channel: {{squad: 70000}}}}}}}}
strategies:
  as_is: []
  more: [{{subsidies: {{add: [{{kind: commission, {more}}}]}}}}]
"""
BY_CHANNEL = "amount: {by: {channel: {commissioned: 20万元}}}"


def park(landed: str = BY_CHANNEL, to: str = "agent", more: str = "by: {channel: {squad: 30000}}") -> sim.Scenario:
    rest = FIRMS.format(landed=landed, to=to, more=more)
    return small_park(rest, contract="1", lot="duration: 100, pays: [equipment]")


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(park(), replications=2, keep=("enterprises", "kpis", "accounts", "finance"))


def line(played: sim.Comparison, name: str, strategy: str = "as_is") -> list[float]:
    table = played.tables["accounts"]
    mine = table[(table.strategy == strategy) & (table.line == name) & (table.replication == 1)]
    return [round(value, 6) for value in mine.sort_values("year").value]


def test_a_commission_is_paid_by_the_county_as_the_milestone_is_reached(played):
    # landed: 200,000 for each of the three that agents found, the last one on the last day
    # invested: 1 % of 2 million is capped at 15,000, 1 % of 1 million is 10,000; the third firm buys too late
    assert line(played, "commissions") == [-(200_000 + 15_000 + 10_000 + 10_000), -(2 * 200_000 + 15_000)]
    assert line(played, "commissions", "more") == [-(235_000 + 30_000), -415_000]
    assert line(played, "subsidies") == [-70_000, 0]


def test_an_amount_by_attribute_is_nothing_for_firms_without_the_value_or_the_attribute(played):
    finance = played.tables["finance"]
    mine = finance[(finance.strategy == "as_is") & (finance.replication == 1)].set_index("enterprise").subsidies
    assert mine.to_dict() == {"agents-1": 0, "agents-2": 0, "agents-3": 0, "others-1": 0, "squads-1": 70_000}


def test_a_commission_is_public_cost_and_no_firm_gets_it(played):
    kpis = played.kpis[played.kpis.group == "park"].set_index(["strategy", "replication", "kpi"]).value
    assert kpis["as_is", 0, "public_cost"] == 235_000 + 415_000 + 70_000
    assert kpis["as_is", 0, "fiscal_net"] - kpis["more", 0, "fiscal_net"] == 30_000
    finance = (
        played.tables["finance"].drop(columns="strategy").groupby(played.tables["finance"].strategy, observed=True)
    )
    first, second = (table.reset_index(drop=True) for _, table in finance)
    pd.testing.assert_frame_equal(first, second)


def test_who_chooses_does_not_weigh_what_an_agent_gets():
    levers = {
        "as_is": [],
        "commission": [{"subsidies": {"add": [{"kind": "commission", "amount": 9e7}]}}],
        "award": [{"subsidies": {"add": [{"kind": "little_giant", "amount": 9e7}]}}],
    }
    scenario = sim.load(FREE_PARK).replace({"strategies": levers})
    found = sim.compare(scenario, replications=2, keep=("enterprises", "kpis", "decisions", "accounts"))
    weighed = {
        name: table.drop(columns="strategy").reset_index(drop=True)
        for name, table in found.tables["decisions"].groupby("strategy", observed=True)
    }
    pd.testing.assert_frame_equal(weighed["as_is"], weighed["commission"])
    assert (weighed["award"].value > weighed["as_is"].value).any()
    signed = found.enterprises[found.enterprises.strategy == "commission"].t_signed.notna().sum()
    accounts = found.tables["accounts"]
    paid = accounts[(accounts.strategy == "commission") & (accounts.line == "commissions")].value.sum()
    assert paid == pytest.approx(-9e7 * signed)


FAULTS = [
    ({"landed": "amount: {by: {channel: {comissioned: 20万元}}}"}, "no firm can have this channel (got comissioned)"),
    ({"landed": "amount: {by: {chanel: {commissioned: 20万元}}}"}, "did you mean channel"),
    ({"to": "agents"}, "paid_to: must be one of firm, agent (got agents); did you mean agent?"),
    ({"more": "by: {chanel: {squad: 1}}"}, "did you mean channel"),
    ({"more": "by: {channel: {squat: 1}}"}, "did you mean squad"),
    ({"more": "by: {channel: {squad: 1}, b: {c: 1}}"}, "exactly one attribute"),
    ({"more": "by: {channel: {}}"}, "exactly one attribute"),
    ({"more": "by: {channel: {squad: -1}}"}, "(got -1)"),
    ({"more": "amount: 1, milestone: signd"}, "did you mean signed"),
]


@pytest.mark.parametrize(("given", "said"), FAULTS)
def test_a_slip_of_the_pen_that_would_pay_nobody_is_a_fault(given, said):
    with pytest.raises(ScenarioFaults) as found:
        park(**given)
    assert said in str(found.value) and found.value.faults[0].text("zh")
    assert "\n" not in str(found.value)


def test_values_that_the_lever_does_not_name_get_its_amount():
    form = subsidies.SubsidyForm(kind="commission", amount=5.0, by={"channel": {"squad": 7.0}})
    (regime,) = park().model("as_is").regimes
    (added,) = (s for s in subsidies.apply(regime, subsidies.Settings(add=(form,))).money.subsidies if s.source)
    assert (added.paid_to, added.milestone) == ("agent", "signed")
    assert dict(added.amount.cases) == {"commissioned": 5.0, "squad": 7.0}  # type: ignore[union-attr]
