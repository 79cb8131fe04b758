"""Attributes that nobody asks for are columns, not networks; those that are asked for decide the network."""

from __future__ import annotations

import time

import numpy as np
import pytest

import sim
from sim.engine.attributes import asked_for, chances, combinations
from sim.engine.blueprint import draw_up
from sim.scenario.scenario import load

MANY = "".join(f"      free_{n}: {{discrete: {{low: 0.5, high: 0.5}}}}\n" for n in range(16))
WORLD = f"""
start: 2024-01-01
horizon_days: 400
groups: [device_class]
activities:
  - {{id: work, duration: {{by: {{device_class: {{I: 10, II: 20}}}}}}, milestone: producing}}
enterprises:
  - id: firm
    arrivals: {{every_days: 2}}
    attributes:
      device_class: {{discrete: {{I: 0.5, II: 0.5}}}}
      product: {{by: {{device_class: {{I: gauze, II: {{discrete: {{pump: 0.3, probe: 0.7}}}}}}}}}}
{MANY}
strategies: {{as_is: []}}
"""


def test_sixteen_attributes_that_nobody_asks_for_cost_no_networks() -> None:
    model = load(text=WORLD).model("as_is")
    before = time.process_time()
    plan = draw_up(model)
    assert len(plan.networks) == 2
    assert time.process_time() - before < 0.5
    assert plan.asked == {"firm": ("device_class",)}


def test_they_are_columns_of_the_table_all_the_same_and_independent() -> None:
    firms = sim.run(load(text=WORLD), replications=4, keep=("enterprises",)).enterprises
    high = np.array([(firms[f"free_{n}"] == "high").to_numpy() for n in range(16)])
    assert abs(high.mean() - 0.5) < 4 * 0.5 / np.sqrt(high.size)
    assert np.abs(np.corrcoef(high) - np.eye(16)).max() < 5 / np.sqrt(high.shape[1])


def test_an_attribute_follows_the_one_it_depends_on() -> None:
    firms = sim.run(load(text=WORLD), replications=4, keep=("enterprises",)).enterprises
    pairs = set(zip(firms.device_class.astype(str), firms["product"].astype(str)))
    assert pairs == {("I", "gauze"), ("II", "pump"), ("II", "probe")}
    share = (firms["product"] == "pump").sum() / (firms.device_class == "II").sum()
    assert abs(share - 0.3) < 4 * np.sqrt(0.3 * 0.7 / (firms.device_class == "II").sum())


def test_combinations_are_those_that_can_come_about() -> None:
    (kind,) = load(text=WORLD).model("as_is").regimes[0].enterprises
    assert set(combinations(kind, ("device_class", "product"))) == {("I", "gauze"), ("II", "pump"), ("II", "probe")}
    assert set(combinations(kind, ("product", "unknown"))) == {("gauze", ""), ("pump", ""), ("probe", "")}
    assert asked_for(kind, load(text=WORLD).model("as_is").regimes) == ("device_class",)


def test_chances_of_combinations_follow_the_laws_and_add_up_to_one() -> None:
    (kind,) = load(text=WORLD).model("as_is").regimes[0].enterprises
    found = chances(kind, ("device_class", "product"))
    of_class = chances(kind, ("device_class",))
    assert sum(found.values()) == pytest.approx(1)
    assert found["II", "pump"] == pytest.approx(0.3 * of_class["II",])
    assert chances(kind, ("product",))["gauze",] == pytest.approx(of_class["I",])
