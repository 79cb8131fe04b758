"""What was reported, beside what single histories of the same strategy come to; nothing is fitted to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Scenario
from sim.study.asked import Asked, wished
from sim.study.experiment import Ears, Place, play

if TYPE_CHECKING:
    from sim.evidence.reported import Beside


def validate(scenario: Scenario, replications: int = 200, seed: int = 1, workers: int = 1) -> list[Beside]:
    """What the scenario's `evidence` and `evidence_counts` report beside single histories, one entry each, in order."""
    from sim.evidence.reported import Counted, Reported, beside, beside_counts
    from sim.outcome.tallies import unit_counted

    model = scenario.base_model()
    named = [*(piece.strategy for piece in model.evidence), *(tally.strategy for tally in model.tallies)]
    if not named:
        return []
    asked = Asked(replications=replications, seed=seed, worlds=0)
    keep = tuple(name for name, used in (("enterprises", model.evidence), ("tallies", model.tallies)) if used)
    tables = play(scenario, wished(scenario, named, asked, keep), Place(workers), Ears()).tables
    firms = [Reported(p.subject, p.strategy, p.start, p.end, p.reported, p.kind, p.source) for p in model.evidence]
    counts = [Counted(t.id, t.strategy, unit_counted(t), t.reported, t.kind, t.source) for t in model.tallies]
    return [
        *(beside(tables["enterprises"], one, model.horizon) for one in firms),
        *(beside_counts(tables["tallies"], one) for one in counts),
    ]
