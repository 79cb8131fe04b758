"""上规入统 as KPIs: how many firms have entered the statistics above scale, and the five in one year (五个当年).

When a firm enters is worked out in `sim.money.above_scale`.
"""

from __future__ import annotations

import numpy as np

from sim.outcome.books import Books
from sim.outcome.cohort import Firms
from sim.outcome.kpis import calendar_of, whole_years

ABOVE_SCALE_KPIS: dict[str, tuple[str, int]] = {"above_scale": ("firms", 1), "five_same_year": ("share", 1)}
"""id -> unit, direction; groups are those of firms."""


def above_scale_kpis(books: Books, firms: Firms) -> dict[str, np.ndarray]:
    """KPIs by group and replication.

    `above_scale` counts firms that have been entered and are there at the horizon. `five_same_year` (五个当年) is the
    share of firms attracted (appeared), signed, built (`site_ready`), producing and entered in one calendar year, among
    firms that signed in a calendar year that lies wholly within the run; NaN in a park without the milestone
    `site_ready`.
    """
    h = books.histories
    entered = books.entered[firms.member]
    days = (h.firm_appears[firms.member], h.milestone("site_ready")[firms.member], firms.produced, entered)
    signed, _ = calendar_of(firms, firms.signed)
    same = np.all([calendar_of(firms, one)[0] == signed for one in days], axis=0)
    chosen = np.isin(signed, whole_years(firms)) & ("site_ready" in h.rules.milestone_names)
    return {
        "above_scale": firms.count(~np.isnan(entered) & np.isnan(firms.left)),
        "five_same_year": firms.mean(same.astype(np.float64), chosen),
    }
