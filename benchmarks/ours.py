"""Our side of the benchmark: the scenario, its luck, its history and its table of visits."""

from __future__ import annotations

import pandas as pd

from benchmarks.process import AT_MOST, FIRMS_PER_DAY, GREEN_SHARE, STEPS, Step, horizon
from sim.engine.blueprint import Blueprint, draw_up
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play
from sim.outcome.histories import gather
from sim.outcome.tables import activities
from sim.scenario.scenario import load

LAW = {
    "exponential": "{{exponential: {{mean: {0}}}}}",
    "uniform": "{{uniform: [{0}, {1}]}}",
    "lognormal": "{{lognormal: {{median: {0}, p90: {1}}}}}",
    "gamma": "{{gamma: {{mean: {0}, cv: {1}}}}}",
    "pert": "{{pert: [{0}, {1}, {2}]}}",
}


def scenario(firms: int) -> str:
    """The process as a scenario file."""
    green = int(firms * GREEN_SHARE)
    yearly = FIRMS_PER_DAY * 365
    return "\n".join(
        [
            "title: Eight offices in a row",
            "start: 2024-01-01",
            f"horizon_days: {horizon(firms)}",
            "calendar: none",
            "offices:",
            *(f"  {step.id}_office: {{staff: {step.staff}}}" for step in STEPS),
            "activities:",
            *(_activity(step, before) for step, before in zip(STEPS, (None, *STEPS[:-1]), strict=True)),
            "enterprises:",
            f"  - {{id: green, arrivals: {{poisson_per_year: {yearly * GREEN_SHARE}, count: {green}}}, priority: 0}}",
            "  - {id: ordinary, arrivals: "
            f"{{poisson_per_year: {yearly * (1 - GREEN_SHARE)}, count: {firms - green}}}}}",
            "strategies: {as_is: []}",
        ]
    )


def _activity(step: Step, before: Step | None) -> str:
    parts = [
        f"id: {step.id}",
        f"office: {step.id}_office",
        "clock: calendar",
        f"duration: {LAW[step.law].format(*step.parameters)}",
    ]
    if before is not None:
        parts.append(f"after: [{before.id}]")
    if step.sent_back:
        correction = f"{{exponential: {{mean: {step.correction_mean}}}}}"
        parts.append(f"sent_back: {{probability: {step.sent_back}, correction: {correction}, at_most: {AT_MOST}}}")
    if step is STEPS[-1]:
        parts.append("milestone: producing")
    return f"  - {{{', '.join(parts)}}}"


def blueprint(firms: int) -> Blueprint:
    """The park drawn up; not part of what is timed, as the other side's text is not."""
    return draw_up(load(text=scenario(firms)).model("as_is"))


def run(plan: Blueprint, seed: int) -> pd.DataFrame:
    """One history, luck and the full table of visits included."""
    (case,) = lay_out(plan, seed, range(1))
    return activities(gather([case], [play(case)], [0]), "as_is", ("as_is",))
