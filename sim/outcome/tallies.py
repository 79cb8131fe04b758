"""What was reported of all firms on a day, counted in every history: so many signed, a share started, so much paid.

A report counts what has happened, so who has left since stays in: the share of contracts on which work has begun is
taken of all contracts. It is counted on the reported day and not at the end of the run. `sim.evidence.reported` sets
it beside the report; nothing is fitted to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.books import Books
from sim.outcome.histories import Histories
from sim.outcome.tables import category, keys
from sim.outcome.targets import TARGET_KPIS, Landed, landed, ramp_of, weights

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.reported import Tally

TALLY_COLUMNS = ("strategy", "world", "replication", "tally", "value")


def tally_table(
    histories: Histories,
    tallies: tuple[Tally, ...],
    books: Books | None,
    strategy: str,
    strategies: tuple[str, ...],
    world: int = 0,
) -> pd.DataFrame:
    """One row a replication and report that names this strategy.

    Columns: strategy, world, replication, tally (id), value (firms, yuan or a share; NaN where there is nothing to take
    a share of, or the day lies after the horizon).
    """
    import pandas as pd

    told = [tally for tally in tallies if tally.strategy == strategy]
    count = len(histories.replications)
    firms = landed(histories, books)
    last = float(histories.rules.horizon)
    values = [
        reported_value(tally, firms, ramp_of(books), count) if tally.by <= last else np.full(count, np.nan)
        for tally in told
    ]
    place = np.repeat(np.arange(len(told)), count)
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, np.tile(histories.replications, len(told))),
            "tally": category(place, np.array([tally.id for tally in told], dtype=object)),
            "value": np.concatenate(values) if values else np.zeros(0),
        }
    )


def unit_counted(tally: Tally) -> str:
    """`share`, or the unit of what is counted."""
    return "share" if tally.of else TARGET_KPIS[tally.kpi]


def reported_value(tally: Tally, firms: Landed, ramp: tuple[float, ...], replications: int) -> np.ndarray:
    """What a report counts on its day, or the share that it is, [replications]; NaN for a share of nothing."""
    everyone = replace(firms, left=np.full(len(firms.left), np.nan))
    meant = firms.meant(tally.types)
    if tally.since is not None:
        meant = meant & (firms.signed >= tally.since)

    def total(kpi: str) -> np.ndarray:
        return np.bincount(firms.replication, weights(kpi, everyone, tally.by, ramp) * meant, replications)

    if not tally.of:
        return total(tally.kpi)
    whole = total(tally.of)
    return np.asarray(np.divide(total(tally.kpi), whole, out=np.full(replications, np.nan), where=whole > 0))
