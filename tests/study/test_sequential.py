"""Stopping when it is precise enough: the rule, its budgets, and how often the interval that it leaves covers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import sim
from sim.scenario.precision import Unfit, Wanted, read_wish, split_wish
from sim.study.refused import Refused
from sim.study.sequential import FIRST, Until, look_at, play_until, rounds

WITHIN = (0.92, 0.98)
Draw = Callable[[np.random.Generator, int], np.ndarray]
LAWS: dict[str, tuple[Draw, float, float]] = {  # draws, mean, standard deviation
    "normal": (lambda luck, n: luck.normal(400, 60, n), 400, 60),
    "lognormal": (lambda luck, n: luck.lognormal(5, 0.5, n), np.exp(5.125), np.exp(5.125) * np.sqrt(np.exp(0.25) - 1)),
    "exponential": (lambda luck, n: luck.exponential(300, n), 300, 300),
}


class Drawn:
    """A study whose histories are drawn instead of played: one KPI, one strategy or several on common luck."""

    def __init__(self, values: dict[str, np.ndarray]) -> None:
        self.values, self.strategies, self.upto = values, tuple(values), 0

    def play(self, upto: int, progress: object = None, deadline: float = np.inf) -> int:
        self.upto = upto
        return upto

    def table(self, name: str, where: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        parts = [
            pd.DataFrame(
                {
                    "strategy": one, "world": 0, "replication": np.arange(self.upto), "group": "all", "kpi": "days",
                    "value": row[: self.upto],
                }
            )
            for one, row in self.values.items()
        ]  # fmt: skip
        return where(pd.concat(parts))


def until(half_width: float, relative: bool = False, **more: object) -> Until:
    return Until((Wanted("days", "all", half_width, relative),), **{"max_replications": 1500, **more})


def stopped(values: dict[str, np.ndarray], wish: Until) -> tuple[str, int, float, float]:
    """Why it ended, after how many, and the interval it left."""
    reached = play_until(Drawn(values), wish)
    found = reached.last.widest[0][1]
    return reached.why, reached.last.replications, found.mean - found.half_width, found.mean + found.half_width


def coverage(law: str, size: float, studies: int, seed: int) -> float:
    """Share of stopped intervals that cover, where about `size` replications are needed."""
    draw, mean, deviation = LAWS[law]
    luck = np.random.default_rng(seed)
    wish = until(1.96 * deviation / np.sqrt(size))
    ends = [stopped({"a": draw(luck, 1500)}, wish) for _ in range(studies)]
    assert {why for why, *_ in ends} == {"precise"}
    return float(np.mean([low <= mean <= high for _, _, low, high in ends]))


def test_looks_are_few_and_end_with_the_budget():
    assert rounds(500) == [60, 100, 160, 240, 360, 500]
    assert rounds(30) == [30]
    assert all(later >= 1.3 * now for now, later in zip(rounds(100000)[:-2], rounds(100000)[1:-1]))
    assert rounds(100000)[0] == FIRST >= 40


def test_it_goes_on_until_it_is_precise_and_says_so():
    luck = np.random.default_rng(1)
    why, n, low, high = stopped({"a": luck.normal(400, 60, 1500)}, until(6))
    assert why == "precise" and 360 <= n <= 540 and (high - low) / 2 <= 6


def test_it_stops_at_the_budget_and_says_so():
    luck = np.random.default_rng(2)
    assert stopped({"a": luck.normal(400, 60, 1500)}, until(1, max_replications=130))[:2] == ("replications", 130)


def test_a_budget_of_minutes_ends_it_and_says_so():
    luck = np.random.default_rng(3)
    why, n, *_ = stopped({"a": luck.normal(400, 60, 1500)}, until(1, max_minutes=1e-9))
    assert (why, n) == ("minutes", 60)


def test_differences_on_common_luck_need_fewer_than_levels():
    luck = np.random.default_rng(4)
    common = luck.normal(0, 60, 1500)
    values = {"a": 400 + common + luck.normal(0, 10, 1500), "b": 380 + common + luck.normal(0, 10, 1500)}
    assert stopped(values, until(4, of="differences"))[1] == 60
    assert stopped(values, until(4))[1] > 500


def test_relative_to_the_mean_and_for_differences_to_the_mean_of_the_first():
    luck = np.random.default_rng(5)
    a = luck.normal(1000, 100, 1500)
    kpis = Drawn({"a": a, "b": a})
    kpis.play(100)
    for of, wanted in (("levels", 0.05 * a[:100].mean()), ("differences", 0.05 * a[:100].mean())):
        seen = look_at(kpis.table("kpis", lambda t: t), ("a", "b"), until(0.05, True, of=of), 100)
        assert seen.widest[0][1].wanted == pytest.approx(wanted)


def test_a_failed_history_is_left_out_and_not_taken_for_nought():
    values = np.random.default_rng(6).normal(400, 60, 1500)
    values[:30] = np.nan
    found = play_until(Drawn({"a": values}), until(20)).last.widest[0][1]
    assert found.n == 30 and abs(found.mean - 400) < 40


def test_a_kpi_that_no_history_has_is_refused_instead_of_played_for_ever():
    with pytest.raises(Refused, match="no history has"):
        play_until(Drawn({"a": np.full(1500, np.nan)}), until(5))


@pytest.mark.parametrize("law", LAWS)
def test_the_stopped_interval_covers_as_often_as_it_should(law):
    assert WITHIN[0] <= coverage(law, 80, 300, seed=21) <= WITHIN[1]


def test_this_test_can_fail_a_first_look_at_five_is_noticed(monkeypatch):
    monkeypatch.setattr("sim.study.sequential.rounds", lambda most: [5, 8, 12, 18, 27, 40, 60, 90, 135, 200, most])
    assert coverage("exponential", 80, 150, seed=22) < WITHIN[0]


@pytest.mark.evidence
@pytest.mark.parametrize("size", [20, 50, 65, 80, 120, 250, 500])
@pytest.mark.parametrize("law", LAWS)
def test_full_the_stopped_interval_covers_at_every_half_width(law, size):
    assert WITHIN[0] <= coverage(law, size, 2000, seed=23) <= WITHIN[1]


@pytest.mark.evidence
def test_full_the_stopped_interval_covers_in_the_world_of_three_clerks():
    """Whole studies of the mean wait, each on its own histories; the truth is the mean of all 60,000 of them."""
    clerks = sim.load("three_clerks").replace({"horizon_days": 120, "limit_days": 60})
    pool, each = 60_000, 300
    kpis = sim.compare(clerks, replications=pool, seed=24, keep=("kpis",), workers=2).kpis
    waits = kpis[(kpis.kpi == "wait_mean") & (kpis.group == "office:bureau")].value.to_numpy()
    truth, deviation = waits.mean(), waits.std()
    wish = until(1.96 * deviation / np.sqrt(110), max_replications=each)
    ends = [stopped({"a": waits[at : at + each]}, wish) for at in range(0, pool, each)]
    covered = np.mean([low <= truth <= high for _, _, low, high in ends])
    assert len(ends) == 200 and {n for _, n, *_ in ends} >= {100, 160}
    assert WITHIN[0] <= covered <= WITHIN[1]


# Wishes


def small() -> sim.Scenario:
    from pathlib import Path

    return sim.load(Path(__file__).parents[1] / "fixtures" / "small_park.yaml")


def test_wishes_are_read_with_units_groups_and_per_cent():
    park = small().base_model()
    assert read_wish("rmst_time_to_production: 2 weeks", park) == Wanted("rmst_time_to_production", "all", 14, False)
    assert read_wish("signed @ II: 2.5%", park) == Wanted("signed", "II", 0.025, True)
    assert read_wish("wait_mean @ office:bureau: 3天", park) == Wanted("wait_mean", "office:bureau", 3, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rmst_time_to_production", "precision_form"),
        (": 5", "precision_form"),
        ("signed: many", "precision_form"),
        ("signed: 0", "not_positive"),
        ("signed: -2%", "not_positive"),
        ("sgned: 2", "unknown_kpi"),
        ("signed @ III: 2", "unknown_group"),
        ("wait_mean: 2", "unknown_group"),
        ("signed: 2 days", "precision_unit"),
    ],
)
def test_wishes_that_cannot_be_met_are_told_by_what_is_wrong(text, code):
    with pytest.raises(Unfit) as found:
        read_wish(text, small().base_model())
    assert found.value.code == code


def test_a_wish_is_split_at_its_last_colon():
    assert split_wish("x @ office:a: 3") == ("x", "office:a", "3")
