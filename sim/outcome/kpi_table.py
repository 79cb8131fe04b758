"""The table of KPIs of a block: strategy, world, replication, group, kpi, value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.above_scale import above_scale_kpis
from sim.outcome.activity_kpis import activity_kpis
from sim.outcome.books import Books
from sim.outcome.cohort import Firms, Frame, group_candidates, group_firms
from sim.outcome.estate_kpis import estate_kpis
from sim.outcome.funnel import funnel_kpis
from sim.outcome.histories import Histories
from sim.outcome.honest_counts import honest_kpis
from sim.outcome.kpis import KPIS
from sim.outcome.money_kpis import firm_kpis, park_kpis
from sim.outcome.offices import office_kpis
from sim.outcome.stages import COMPONENTS, days_by_stage
from sim.outcome.targets import target_kpis
from sim.outcome.team_kpis import team_kpis

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.reported import Target


def kpi_table(
    histories: Histories,
    frame: Frame,
    strategy: str,
    books: Books | None = None,
    targets: tuple[Target, ...] = (),
    world: int = 0,
) -> pd.DataFrame:
    """KPIs of every group and replication of a block.

    `days.<stage>.<component>` are mean days per firm of the cohort (signed by horizon - limit) along the binding
    chain, within `limit` days of signing; office KPIs have the group `office:<id>`, those of single activities
    `activity:<id>`, those of spaces and stocks `estate:<id>`, those of teams `team:<id>`, shells and with books
    the county `park`, and targets, as `target.<id>`, the group `targets`.
    """
    import pandas as pd

    firms = group_firms(histories, frame)
    cells = {kpi.id: kpi.of(firms) for kpi in KPIS} | _stage_days(histories, firms)
    apart = office_kpis(histories, frame.limit) | activity_kpis(histories) | estate_kpis(histories, frame.limit)
    apart |= team_kpis(histories, frame.limit) | honest_kpis(histories)
    if books is not None:
        cells |= firm_kpis(books, firms) | above_scale_kpis(books, firms)
        cells |= funnel_kpis(books, group_candidates(histories, frame), firms)
        apart |= park_kpis(books)
    apart |= target_kpis(histories, targets, books)
    groups, count = firms.group_names, len(histories.replications)

    group = np.concatenate([np.repeat(np.array(groups, dtype=object), count)] * len(cells))
    kpi = np.repeat(np.array(list(cells), dtype=object), firms.cells)
    value = np.concatenate(list(cells.values()))
    if apart:
        group = np.concatenate((group, np.repeat(np.array([g for g, _ in apart], dtype=object), count)))
        kpi = np.concatenate((kpi, np.repeat(np.array([k for _, k in apart], dtype=object), count)))
        value = np.concatenate((value, *apart.values()))
    return pd.DataFrame(
        {
            "strategy": strategy,
            "world": np.full(len(value), world, dtype=np.int32),
            "replication": np.tile(histories.replications.astype(np.int32), len(value) // count),
            "group": group,
            "kpi": kpi,
            "value": value,
        }
    )


def _stage_days(histories: Histories, firms: Firms) -> dict[str, np.ndarray]:
    limit = firms.frame.limit
    days = days_by_stage(histories, limit)[firms.member]
    cohort = firms.followed(limit)
    found = {}
    for stage, name in enumerate(histories.rules.stage_names):
        for part, component in enumerate(COMPONENTS):
            found[f"days.{name}.{component}"] = firms.mean(days[:, stage, part], cohort)
    return found
