"""The same eight offices as an experienced SimPy user would write them by hand.

One generator process per enterprise, a `PriorityResource` per office, luck drawn where it is needed, a list of tuples
that becomes a DataFrame. No attempt is made to slow it down: records are tuples, resources are looked up once, nothing
is logged that ours does not log.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pandas as pd
import simpy

from benchmarks.process import AT_MOST, FIRMS_PER_DAY, GREEN_SHARE, STEPS, Step, horizon

COLUMNS = ["type", "enterprise", "activity", "attempt", "prepared", "ready", "start", "finish"]
Z90 = 1.2815515655446004


def sampler(step: Step, rng: np.random.Generator) -> Callable[[], float]:
    """A function that draws one service time."""
    p = step.parameters
    match step.law:
        case "exponential":
            return lambda: rng.exponential(p[0])
        case "uniform":
            return lambda: rng.uniform(p[0], p[1])
        case "lognormal":
            mu, sigma = np.log(p[0]), np.log(p[1] / p[0]) / Z90
            return lambda: rng.lognormal(mu, sigma)
        case "gamma":
            shape = 1 / p[1] ** 2
            return lambda: rng.gamma(shape, p[0] / shape)
        case "pert":
            low, mode, high = p
            a = 1 + 4 * (mode - low) / (high - low)
            return lambda: low + (high - low) * rng.beta(a, 6 - a)
    raise ValueError(step.law)


class Park:
    """Offices, luck and the records of one history."""

    def __init__(self, seed: int) -> None:
        self.env = simpy.Environment()
        self.rng = np.random.default_rng(seed)
        self.records: list[tuple[Any, ...]] = []
        self.steps = [(step, simpy.PriorityResource(self.env, step.staff), sampler(step, self.rng)) for step in STEPS]

    def enterprise(self, number: int, kind: str, priority: int) -> Generator[simpy.Event, Any, None]:
        env, rng, records = self.env, self.rng, self.records
        for step, office, service in self.steps:
            attempt = 0
            while True:
                attempt += 1
                prepared = env.now
                if attempt > 1:
                    yield env.timeout(rng.exponential(step.correction_mean))
                ready = env.now
                with office.request(priority=priority) as request:
                    yield request
                    start = env.now
                    yield env.timeout(service())
                records.append((kind, number, step.id, attempt, prepared, ready, start, env.now))
                if not step.sent_back or attempt == AT_MOST or rng.random() >= step.sent_back:
                    break

    def source(self, kind: str, priority: int, rate: float, firms: int) -> Generator[simpy.Event, Any, None]:
        for number in range(firms):
            yield self.env.timeout(self.rng.exponential(1 / rate))
            self.env.process(self.enterprise(number, kind, priority))


def run(seed: int, firms: int) -> pd.DataFrame:
    """One history of so many firms, as a table of visits."""
    park = Park(seed)
    green = int(firms * GREEN_SHARE)
    park.env.process(park.source("green", 0, FIRMS_PER_DAY * GREEN_SHARE, green))
    park.env.process(park.source("ordinary", 1, FIRMS_PER_DAY * (1 - GREEN_SHARE), firms - green))
    park.env.run(until=horizon(firms))
    return pd.DataFrame(park.records, columns=COLUMNS)
