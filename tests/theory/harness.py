"""Small worlds, their histories, and estimates with standard errors: what every theory test is made of.

Rule: a simulated mean agrees with theory when it lies within the standard errors that a false-alarm rate of
`FALSE_ALARM` per comparison allows (Student's t over independent replications). Seeds are fixed and tolerances are
never widened by hand: a test that fails has found something, or its theory is wrong. A standard error above `TOO_VAGUE`
of the value fails as well. Worlds start empty; visits that become ready before a stated warm-up, or so late that the
horizon could cut them short, are left out by their ready time alone, which does not depend on how they end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as student

from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.engine.log import Log
from sim.engine.simpy_engine import play
from sim.scenario.scenario import load

FALSE_ALARM = 1e-4
TOO_VAGUE = 0.025
History = tuple[Case, Log]


def world(horizon: float, offices: dict[str, Any], activities: list[Any], enterprises: list[Any], **more: Any) -> str:
    """A scenario file of one strategy without levers; JSON is YAML."""
    document = {
        "title": "a small world",
        "start": "2024-01-01",
        "horizon_days": horizon,
        "calendar": "none",
        "offices": offices,
        "activities": activities,
        "enterprises": enterprises,
        "strategies": {"as_is": []},
    }
    return json.dumps({**document, **more})


def per_day(rate: float) -> dict[str, float]:
    """Poisson arrivals, so many a day."""
    return {"poisson_per_year": rate * 365}


def one_office(horizon: float, rate: float, staff: int, duration: Any, **activity: Any) -> str:
    """One type of firm, one activity, one office."""
    return world(
        horizon,
        {"bureau": {"staff": staff}},
        [
            {
                "id": "licence",
                "office": "bureau",
                "clock": "calendar",
                "duration": duration,
                "milestone": "producing",
                **activity,
            }
        ],
        [{"id": "firm", "arrivals": per_day(rate)}],
    )


def histories(text: str, replications: int, seed: int = 1) -> list[History]:
    """Independent histories of a world's only strategy."""
    cases = lay_out(draw_up(load(text=text).model("as_is")), seed, range(replications))
    return [(case, play(case)) for case in cases]


@dataclass(frozen=True)
class Visits:
    """Finished and unfinished visits of one history as columns, with what theory asks of them."""

    firm: np.ndarray
    kind: np.ndarray
    activity: np.ndarray
    attempt: np.ndarray
    begin: np.ndarray
    ready: np.ndarray
    start: np.ndarray
    finish: np.ndarray
    outcome: np.ndarray

    @property
    def waited(self) -> np.ndarray:
        """Days from ready to start."""
        return self.start - self.ready

    def where(self, mask: np.ndarray) -> Visits:
        """Some of the visits."""
        return Visits(*(getattr(self, name)[mask] for name in self.__dataclass_fields__))

    def ready_within(self, low: float, high: float) -> Visits:
        """Visits that became ready in [low, high)."""
        return self.where((self.ready >= low) & (self.ready < high))


def visits(history: History) -> Visits:
    """The visits of one history; `activity` and `kind` by name."""
    case, log = history
    firm = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))[log.slot]
    kind, activity = case.type_names[case.type[firm]], case.activity_names[case.node_activity[case.slot_node[log.slot]]]
    return Visits(firm, kind, activity, log.attempt, log.t_begin, log.t_ready, log.t_start, log.t_finish, log.outcome)


def mean_agrees(samples: list[np.ndarray], theory: float) -> None:
    """Assert that the mean over everything sampled agrees with theory; one array per replication.

    The estimate is sum by count over all replications; its error comes from whole replications (ratio estimator), so
    dependence within a history and histories of different length are both accounted for.
    """
    sums = np.array([np.sum(sample, dtype=np.float64) for sample in samples])
    counts = np.array([len(sample) for sample in samples], dtype=np.float64)
    estimate = sums.sum() / counts.sum()
    residual = sums - estimate * counts
    error = np.sqrt((residual**2).sum() / (len(samples) - 1) / len(samples)) / counts.mean()
    limit = student.ppf(1 - FALSE_ALARM / 2, len(samples) - 1)
    assert abs(estimate - theory) < limit * error, (
        f"simulated {estimate:.5g}, theory {theory:.5g}: "
        f"{abs(estimate - theory) / error:.1f} standard errors, {limit:.1f} allowed"
    )
    assert error < TOO_VAGUE * abs(theory), f"the error {error:.3g} is too large to say anything about {theory:.3g}"
