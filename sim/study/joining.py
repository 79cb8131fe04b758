"""Tables of blocks laid end to end; words become categories, so that a million rows stay small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

WORDS = ("strategy", "group", "kpi")  # categories, however the blocks name them


def labelled(part: pd.DataFrame, strategy: str, world: int, strategies: tuple[str, ...]) -> pd.DataFrame:
    """Rows of one cell with their strategy and world in front."""
    import pandas as pd

    codes = np.full(len(part), strategies.index(strategy), dtype=np.int64)
    labels = {
        "strategy": pd.Categorical.from_codes(codes, pd.Index(strategies, dtype="str")),
        "world": np.full(len(part), world, dtype=np.int32),
    }
    return pd.concat([pd.DataFrame(labels), part.reset_index(drop=True)], axis=1)


def joined(parts: list[pd.DataFrame], strategies: tuple[str, ...]) -> pd.DataFrame:
    """One table of all blocks, in their order; `parts` is emptied on the way, so that memory holds it once."""
    import pandas as pd

    if not parts:
        return pd.DataFrame(
            {"strategy": pd.Categorical([], categories=list(strategies)), "world": [], "replication": []}
        )
    for name in (name for name in WORDS if name in parts[0].columns):
        words = list(dict.fromkeys(word for part in parts for word in part[name].cat.categories))
        for part in parts:
            if list(part[name].cat.categories) != words:
                part[name] = part[name].cat.set_categories(words)
    table = pd.concat(parts, ignore_index=True)
    parts.clear()
    return table
