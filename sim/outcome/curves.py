"""Share of firms producing against time since signing, history by history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.cohort import Firms

if TYPE_CHECKING:
    import pandas as pd

STEPS = 73  # of the limit: ten days each for two years


def share_producing(firms: Firms, strategy: str, replications: np.ndarray, world: int = 0) -> pd.DataFrame:
    """Cumulative share producing of the cohort watched for the limit, by group and replication.

    Columns: strategy, world, replication, group, day (since signing), share (NaN in a history without such firms).
    Nobody of the cohort is censored before the limit, and who leaves never produces, so the Aalen-Johansen estimate is
    plain counting.
    """
    import pandas as pd

    limit = firms.frame.limit
    days = np.linspace(0.0, limit, STEPS + 1)
    cohort = firms.followed(limit)
    time = firms.time_to_production()[cohort]
    bin_of = np.searchsorted(days, time, side="left")
    cell = firms.cell[cohort]
    counts = np.zeros((firms.cells, len(days) + 1))
    np.add.at(counts, (cell, bin_of), 1.0)
    size = counts.sum(axis=1, keepdims=True)
    reached = np.cumsum(counts[:, : len(days)], axis=1)
    share = np.divide(reached, size, out=np.full(reached.shape, np.nan), where=size > 0)
    groups, count = firms.group_names, len(replications)
    return pd.DataFrame(
        {
            "strategy": strategy,
            "world": np.int32(world),
            "replication": np.repeat(np.tile(replications.astype(np.int32), len(groups)), len(days)),
            "group": np.repeat(np.array(groups, dtype=object), count * len(days)),
            "day": np.tile(days, firms.cells),
            "share": share.ravel(),
        }
    )
