"""Luck: a published generator, quantiles that depend on names alone, and laws that are what they say."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from math import asin, atanh, log, pi, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim.luck.philox as generator
from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play
from sim.luck.laws import ppf
from sim.luck.philox import name_hash, philox, quantiles
from sim.model.law import Z90, Distribution, mean
from sim.scenario.scenario import load

ROOT = Path(__file__).resolve().parents[2]
FALSE_ALARM = 1e-4

# --- the generator ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_the_generator_gives_the_known_answers_of_random123(counter: str, key: str, expected: str) -> None:
    def words(text: str) -> tuple[np.ndarray, ...]:
        return tuple(np.array([int(word, 16)], dtype=np.uint64) for word in text.split())

    answer = philox(words(counter), words(key))
    assert " ".join(f"{int(word[0]):08x}" for word in answer) == expected


def test_names_have_the_same_hash_on_every_machine() -> None:
    expected = int.from_bytes(hashlib.blake2b("资源.duration".encode(), digest_size=8).digest(), "little")
    assert name_hash("资源.duration") == expected


@pytest.mark.parametrize("bits", [0, 0xFFFFFFFF], ids=["all bits 0", "all bits 1"])
def test_quantiles_never_reach_0_or_1(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    word = np.array([bits], dtype=np.uint64)
    monkeypatch.setattr(generator, "philox", lambda counter, key: (word, word, word, word))
    (u,) = quantiles(1, 0, 0, 1, np.arange(1))
    assert 0 < u < 1


def test_quantiles_are_uniform_and_those_of_other_coordinates_independent() -> None:
    name, n = name_hash("licence.duration"), 100_000
    base = quantiles(1, 0, name, 1, np.arange(n))
    assert stats.kstest(base, "uniform").pvalue > FALSE_ALARM
    others = {
        "seed": quantiles(2, 0, name, 1, np.arange(n)),
        "replication": quantiles(1, 1, name, 1, np.arange(n)),
        "name": quantiles(1, 0, name_hash("licence.correction"), 1, np.arange(n)),
        "attempt": quantiles(1, 0, name, 2, np.arange(n)),
        "place": np.roll(base, 1),
    }
    for what, other in others.items():
        assert stats.pearsonr(base, other).pvalue > FALSE_ALARM, what


# --- Cases depend on names alone --------------------------------------------------------------------------------------

LAWS: dict[str, Any] = {
    "fixed": 3,
    "exponential": {"exponential": {"mean": 5}},
    "pert": {"pert": [1, 2, 9]},
    "triangular": {"triangular": [1, 2, 9]},
    "uniform": {"uniform": [1, 4]},
    "lognormal": {"lognormal": {"median": 3, "p90": 9}},
    "gamma": {"gamma": {"mean": 4, "cv": 0.8}},
    "weibull": {"weibull": {"shape": 0.9, "scale": 6}},
    "erlang": {"erlang": {"stages": 3, "mean": 5}},
    "empirical": {"empirical": [1, 2, 5]},
    "discrete": {"discrete": {"1": 0.5, "7": 0.5}},
    "mixture": {"mixture": [{"weight": 0.3, "of": 2}, {"weight": 0.7, "of": {"exponential": {"mean": 3}}}]},
}
BACK = {"probability": 0.3, "correction": {"exponential": {"mean": 2}}, "at_most": 6}


def queue_free() -> dict[str, Any]:
    """A park without queues in which every law is drawn, with returns, refusals and chance branches."""
    names = list(LAWS)
    activities = [
        {"id": name, "duration": LAWS[name], "clock": "working", "after": names[max(0, k - 2) : k], "sent_back": BACK}
        for k, name in enumerate(names)
    ]
    activities[3]["probability"] = 0.6
    activities[5]["refused"] = {"probability": 0.05}
    activities[-1]["milestone"] = "producing"
    kind = {"discrete": {"I": 0.5, "II": 0.5}}
    return {
        "title": "every law",
        "start": "2024-01-01",
        "horizon_days": 500,
        "calendar": "CN",
        "activities": activities,
        "enterprises": [{"id": "firm", "arrivals": {"poisson_per_year": 40}, "attributes": {"device_class": kind}}],
        "strategies": {"as_is": []},
    }


def cases_of(document: dict[str, Any], replications: range = range(3), strategy: str = "as_is") -> list[Case]:
    return lay_out(draw_up(load(text=json.dumps(document)).model(strategy)), 7, replications)


def same_bytes(a: Case, b: Case) -> bool:
    return all(
        np.array_equal(getattr(a, f.name), getattr(b, f.name), equal_nan=getattr(a, f.name).dtype.kind == "f")
        for f in fields(Case)
    )


@pytest.mark.parametrize("name", ["every law", "rent_or_build", "three_clerks"])
def test_a_replication_is_the_same_whatever_block_it_is_drawn_in(name: str) -> None:
    text = json.dumps(queue_free()) if name == "every law" else None
    scenario = load(name) if text is None else load(text=text)
    plan = draw_up(
        scenario.replace({"horizon_days": 300}).model(scenario.strategies[0])
        if name == "three_clerks"
        else scenario.model(scenario.strategies[0])
    )
    together = lay_out(plan, 7, range(10))
    for number, case in enumerate(together):
        (alone,) = lay_out(plan, 7, range(number, number + 1))
        assert same_bytes(case, alone)
    assert all(map(same_bytes, lay_out(plan, 7, range(4, 7)), together[4:7]))


def numbers_by_name(cases: list[Case]) -> dict[tuple[object, ...], tuple[float, ...]]:
    """Everything that was drawn for a visit or happened to it, under its names."""
    found: dict[tuple[object, ...], tuple[float, ...]] = {}
    for replication, case in enumerate(cases):
        history = play(case)
        owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))[history.slot]
        activity = case.node_activity[case.slot_node[history.slot]]
        stored = case.attempt_ptr[history.slot] + history.attempt - 1
        drawn = [
            getattr(case, name)[stored] for name in ("preparation", "service", "u_sent_back", "u_refused", "patience")
        ]
        times = [
            np.nan_to_num(getattr(history, f"t_{name}"), nan=-1.0) for name in ("begin", "ready", "start", "finish")
        ]
        for row, values in enumerate(zip(*drawn, *times, history.outcome, history.status[owner])):
            names = (
                case.type_names[case.type[owner[row]]],
                int(case.place[owner[row]]),
                case.activity_names[activity[row]],
            )
            found[replication, *map(str, names), int(history.attempt[row])] = tuple(map(float, values))
    return found


def with_a_type(document: dict[str, Any]) -> None:
    document["enterprises"].insert(
        0, {"id": "another", "arrivals": {"poisson_per_year": 90}, "attributes": {"device_class": "I"}}
    )


def with_an_activity(document: dict[str, Any]) -> None:
    extra = {"id": "aaa_first_by_name", "duration": {"pert": [1, 5, 6]}, "after": ["fixed"], "sent_back": BACK}
    document["activities"].insert(2, extra)


def with_an_outside_office(document: dict[str, Any]) -> None:
    others = {"poisson_per_year": 400, "duration": {"exponential": {"mean": 1}}}
    document["offices"] = {"aaa_bureau": {"staff": 2, "line_on_day_one": 5, "other_applicants": others}}


def with_an_attribute(document: dict[str, Any]) -> None:
    document["enterprises"][0]["attributes"]["aaa_size"] = {"discrete": {"small": 0.5, "large": 0.5}}


@pytest.mark.parametrize("change", [with_a_type, with_an_activity, with_an_outside_office, with_an_attribute])
def test_what_is_added_to_a_queue_free_world_changes_no_other_number(change: Callable[[dict[str, Any]], None]) -> None:
    document = queue_free()
    before = numbers_by_name(cases_of(document))
    change(document)
    after = numbers_by_name(cases_of(document))
    assert len(before) > 500
    assert {key: after[key] for key in before} == before
    assert change is with_an_attribute or len(after) > len(before)


def test_the_order_of_declaration_changes_no_number() -> None:
    document = queue_free()
    with_a_type(document)
    with_an_outside_office(document)
    before = cases_of(document)
    for part in ("activities", "enterprises"):
        document[part].reverse()
    assert all(map(same_bytes, before, cases_of(document)))


def test_a_law_that_is_changed_keeps_its_quantiles() -> None:
    document = queue_free()
    (before,) = cases_of(document, range(1))
    document["activities"][1]["duration"] = {"exponential": {"mean": 10}}
    (after,) = cases_of(document, range(1))
    slot = np.repeat(np.arange(len(before.slot_node)), np.diff(before.attempt_ptr))
    changed = before.activity_names[before.node_activity[before.slot_node[slot]]] == "exponential"
    assert np.array_equal(before.service[~changed], after.service[~changed])
    assert np.allclose(before.service[changed] * 2, after.service[changed], rtol=0, atol=2.0**-20)


# --- laws -------------------------------------------------------------------------------------------------------------


def pert_oracle(low: float, mode: float, high: float) -> Any:
    a = 1 + 4 * (mode - low) / (high - low)
    return stats.beta(a, 6 - a, loc=low, scale=high - low)


def gamma_oracle(average: float, cv: float) -> Any:
    return stats.gamma(1 / cv**2, scale=average * cv**2)


def law(kind: str, *params: float) -> Distribution:
    return Distribution(kind, params)


CLOSED_FORMS = [
    (law("exponential", 2.0), stats.expon(scale=2)),
    (law("uniform", 1.0, 4.0), stats.uniform(1, 3)),
    (law("triangular", 1.0, 2.0, 5.0), stats.triang(0.25, 1, 4)),
    (law("triangular", 1.0, 1.0, 5.0), stats.triang(0, 1, 4)),
    (law("lognormal", 2.0, 5.0), stats.lognorm(log(2.5) / Z90, scale=2)),
    (law("weibull", 0.7, 3.0), stats.weibull_min(0.7, scale=3)),
]
PERTS = [(20.0, 44.0, 60.0), (0.2, 0.4, 0.9), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.0, 0.01, 1.0)]
GAMMAS = [(1.0, cv) for cv in (0.1, 0.3, 0.6, 1.0, 1.5, 2.0)]


def everywhere() -> np.ndarray:
    """Quantiles all over (0, 1) and far into both tails, as far as 53 bits reach."""
    tail = np.geomspace(2.0**-54, 1e-2, 20_000)
    return np.unique(np.concatenate([(np.arange(40_000) + 0.5) / 40_000, tail, np.minimum(1 - tail, 1 - 2.0**-53)]))


def name_of(value: object) -> str | None:
    return f"{value.kind} {value.params}" if isinstance(value, Distribution) else None


@pytest.mark.parametrize(("mine", "oracle"), CLOSED_FORMS, ids=name_of)
def test_closed_forms_agree_with_scipy_to_rounding(mine: Distribution, oracle: Any) -> None:
    u = everywhere()
    assert np.allclose(ppf(mine, u), oracle.ppf(u), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("params", PERTS)
def test_the_pert_table_errs_by_less_than_2e_5_of_its_range(params: tuple[float, float, float]) -> None:
    u = everywhere()
    error = np.abs(ppf(law("pert", *params), u) - pert_oracle(*params).ppf(u)) / (params[2] - params[0])
    assert error.max() < 2e-5, f"{error.max():.1e} at quantile {u[error.argmax()]}"


@pytest.mark.parametrize("params", GAMMAS)
def test_the_gamma_table_errs_by_less_than_2e_5_of_its_standard_deviation(params: tuple[float, float]) -> None:
    u = everywhere()
    error = np.abs(ppf(law("gamma", *params), u) - gamma_oracle(*params).ppf(u)) / (params[0] * params[1])
    assert error.max() < 2e-5, f"{error.max():.1e} at quantile {u[error.argmax()]}"


@pytest.mark.parametrize("stages", [1, 2, 5, 20])
def test_the_erlang_table_errs_by_less_than_2e_5_of_its_standard_deviation(stages: int) -> None:
    u = everywhere()
    oracle = stats.gamma(stages, scale=3 / stages)
    error = np.abs(ppf(law("erlang", stages, 3.0), u) - oracle.ppf(u)) / oracle.std()
    assert error.max() < 2e-5, f"{error.max():.1e} at quantile {u[error.argmax()]}"


@pytest.mark.parametrize("mine", [law("pert", *PERTS[1]), law("gamma", 1.0, 1.5), law("erlang", 4, 2.0)], ids=name_of)
def test_tables_never_step_back(mine: Distribution) -> None:
    assert (np.diff(ppf(mine, everywhere())) >= 0).all()


def test_laws_on_a_list_of_values_give_each_its_share() -> None:
    u = (np.arange(10_000) + 0.5) / 10_000
    values, counts = np.unique(ppf(law("discrete", 1.0, 5.0, 7.0, 0.2, 0.5, 0.3), u), return_counts=True)
    assert (values.tolist(), counts.tolist()) == ([1, 5, 7], [2000, 5000, 3000])
    values, counts = np.unique(ppf(law("empirical", 4.0, 2.0, 2.0, 9.0), u), return_counts=True)
    assert (values.tolist(), counts.tolist()) == ([2, 4, 9], [5000, 2500, 2500])
    assert (ppf(law("fixed", 4.0), u) == 4).all()


MIXTURE = Distribution("mixture", (1.0, 3.0), (law("uniform", 0.0, 1.0), law("exponential", 2.0)))


def test_a_mixture_has_the_distribution_of_its_parts_by_weight() -> None:
    values = np.sort(ppf(MIXTURE, (np.arange(100_000) + 0.5) / 100_000))
    expected = 0.25 * stats.uniform.cdf(values) + 0.75 * stats.expon(scale=2).cdf(values)
    assert np.abs(expected - (np.arange(100_000) + 0.5) / 100_000).max() < 2e-5


def test_factor_and_shift_act_on_every_law() -> None:
    u = everywhere()
    for base in (law("pert", 1.0, 2.0, 9.0), MIXTURE):
        moved = Distribution(base.kind, base.params, base.of, shift=3.0, factor=2.0)
        assert np.array_equal(ppf(moved, u), ppf(base, u) * 2 + 3)


ALL = [mine for mine, _ in CLOSED_FORMS] + [law("pert", *p) for p in PERTS] + [law("gamma", *p) for p in GAMMAS]
ALL += [
    law("erlang", 3, 5.0),
    law("fixed", 4.0),
    law("empirical", 4.0, 2.0, 9.0),
    law("discrete", 1.0, 5.0, 0.3, 0.7),
    MIXTURE,
]


@pytest.mark.parametrize("mine", ALL, ids=name_of)
def test_the_mean_of_a_law_is_the_mean_of_its_values_over_all_quantiles(mine: Distribution) -> None:
    x = (np.arange(200_000) + 0.5) / 200_000
    weight = pi / 2 * np.sin(pi * x)  # du of u = sin²(πx/2): dense in both tails
    moved = Distribution(mine.kind, mine.params, mine.of, shift=1.0, factor=3.0)
    for one in (mine, moved):
        assert (ppf(one, np.sin(pi * x / 2) ** 2) * weight).mean() == pytest.approx(mean(one), rel=1e-4)


# --- the shared factors -----------------------------------------------------------------------------------------------


def two_durations(correlations: dict[str, float], office: str | None = None, replications: int = 40) -> list[Case]:
    """Firms with two uniform durations, alone or at one ample office; so a service is its own quantile."""
    place = {"office": office} if office else {}
    activities = [{"id": name, "duration": {"uniform": [0, 1]}, **place} for name in ("one", "two")]
    activities[1] |= {"milestone": "producing"}
    document = {
        "title": "two durations",
        "start": "2024-01-01",
        "horizon_days": 200,
        "calendar": "none",
        "offices": {"bureau": {}},
        "activities": activities,
        "enterprises": [{"id": "firm", "arrivals": {"every_days": 1}}],
        "strategies": {"as_is": []},
        "uncertainties": {name: {"correlation": r} for name, r in correlations.items()},
    }
    return cases_of(document, range(replications))


def pairs(cases: list[Case]) -> np.ndarray:
    return np.stack([case.service.reshape(-1, 2) for case in cases])  # [replication, firm, activity]


def rank_correlation_agrees(a: np.ndarray, b: np.ndarray, expected: float) -> None:
    """Fisher's z with the variance of Bonett and Wright (2000)."""
    found = stats.spearmanr(a, b).statistic
    error = sqrt((1 + found**2 / 2) / (len(a) - 3))
    assert abs(atanh(found) - atanh(expected)) < stats.norm.ppf(1 - FALSE_ALARM / 2) * error


def test_correlation_0_leaves_everything_equal_to_the_bit() -> None:
    off = two_durations({"firm_pace": 0, "office_condition": 0}, "bureau", 3)
    assert all(map(same_bytes, off, two_durations({}, "bureau", 3)))
    for office in ("bureau", None):
        on = two_durations({"firm_pace": 0.5, "office_condition": 0.5}, office, 3)
        assert not any(map(same_bytes, on, two_durations({}, office, 3)))


def test_a_firms_pace_moves_its_own_work_alone_and_an_offices_condition_its_own_cases_alone() -> None:
    assert all(map(same_bytes, two_durations({"firm_pace": 0.5}, "bureau", 3), two_durations({}, "bureau", 3)))
    assert all(map(same_bytes, two_durations({"office_condition": 0.5}, None, 3), two_durations({}, None, 3)))


@pytest.mark.parametrize("r", [0.1, 0.5, 0.9])
def test_a_pace_correlation_of_r_ranks_a_firms_durations_together_as_a_gaussian_copula_does(r: float) -> None:
    drawn = pairs(two_durations({"firm_pace": r})).reshape(-1, 2)
    rank_correlation_agrees(drawn[:, 0], drawn[:, 1], 6 / pi * asin(r / 2))
    rank_correlation_agrees(drawn[:-1, 0], drawn[1:, 1], 0)  # another firm
    for column in drawn.T:
        assert stats.kstest(column, "uniform").pvalue > FALSE_ALARM


def test_a_condition_correlation_of_r_makes_an_offices_cases_alike_within_a_history_only() -> None:
    drawn = pairs(two_durations({"office_condition": 0.4}, "bureau", 800))
    expected = 6 / pi * asin(0.4 / 2)
    rank_correlation_agrees(drawn[:, 3, 0], drawn[:, 50, 0], expected)
    rank_correlation_agrees(drawn[:, 3, 0], drawn[:, 90, 1], expected)
    rank_correlation_agrees(drawn[:-1, 3, 0], drawn[1:, 50, 0], 0)
    assert stats.kstest(drawn[:, 3, 0], "uniform").pvalue > FALSE_ALARM


# --- the same bytes everywhere ----------------------------------------------------------------------------------------

DIGEST = """
import hashlib, json, sys
from dataclasses import fields
from sim.engine.blueprint import draw_up
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play
from sim.scenario.scenario import load
digest = hashlib.sha256()
text = sys.stdin.read()
models = [load(text=text).model("as_is"), *(load("rent_or_build").model(s) for s in ("standard_rental", "any_offered"))]
for model in models:
    for case in lay_out(draw_up(model), 3, range(3)):
        for field in fields(case):
            digest.update(getattr(case, field.name).tobytes())
        digest.update(play(case).tobytes())
print(digest.hexdigest())
"""


def digest(**environment: str) -> str:
    """Hash of Cases and Logs of a park with every law and both factors, and of Ziyuan, from a process of its own."""
    document = {
        **queue_free(),
        "uncertainties": {name: {"correlation": 0.3} for name in ("firm_pace", "office_condition")},
    }
    command = [sys.executable, "-c", DIGEST]
    env = {**os.environ, **environment}
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=json.dumps(document), capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def switchable_features() -> list[str]:
    """Features of this processor for which NumPy has code of its own, and that it can do without."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [feature for feature in __cpu_dispatch__ if __cpu_features__.get(feature)]


def test_the_same_seed_gives_the_same_bytes_without_the_processors_extras_and_under_any_hash_seed() -> None:
    expected = digest(PYTHONHASHSEED="1")
    assert digest(PYTHONHASHSEED="4711") == expected
    features = switchable_features()
    if not features:
        pytest.skip("this processor has no feature that NumPy could do without")
    assert digest(PYTHONHASHSEED="1", NPY_DISABLE_CPU_FEATURES=" ".join(features)) == expected
