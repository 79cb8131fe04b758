"""The funnel from candidates to firms above scale: how many reach each stage, and what the signed value comes to.

Three sums of money are told apart, for reports mix them: what firms signed for (`signed_value`), what they have paid
by the horizon (`funds_in_place`), and what they make a year (`annual_output`, of the group `park`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.case import CLOCKS
from sim.outcome.books import Books
from sim.outcome.cohort import Firms
from sim.outcome.facts import costs_by_firm
from sim.outcome.histories import Histories
from sim.outcome.tables import category, keys

if TYPE_CHECKING:
    import pandas as pd

STAGES = ("appeared", "signed", "started", "producing", "above_scale")
"""Each is reached after the one before."""
WORKS = ("building", "fit_out")  # stages of activities in which construction and fit-out stand
INVESTMENT = ("equipment", "shell", "construction", "land")  # items of what a firm says it will invest
REPORTED_STARTED = (0.41, "Yunnan, projects in parks, first half of 2015 (invest.yn.gov.cn id=9263)")
"""What is reported for `started_of_signed`, to be set beside it, and its source."""

FUNNEL_KPIS: dict[str, tuple[str, int]] = {
    "appeared": ("firms", 0),
    "started": ("firms", 1),
    "signed_of_appeared": ("share", 1),
    "started_of_signed": ("share", 1),
    "producing_of_signed": ("share", 1),
    "signed_value": ("yuan", 0),
    "funds_in_place": ("yuan", 1),
}
"""id -> unit, direction; groups are those of firms. `signed`, `producing` and `above_scale` stand among the others."""
FUNNEL_COLUMNS = ("strategy", "world", "replication", "type", "stage", "count", "investment", "paid")


def funnel_kpis(books: Books, candidates: Firms, firms: Firms) -> dict[str, np.ndarray]:
    """KPIs by group and replication; `candidates` appeared, `firms` signed.

    All are counts up to the horizon, as reports give them: who signed in the last year has had no time to produce.
    `signed_value` is what was planned at signing and stays when a firm gives up; `funds_in_place` are its payments of
    the same items by the horizon, loans included. Deposits and fit-out are in neither.
    """
    reached = stages_reached(books)
    everyone, signed = (np.ones(len(who.cell), dtype=bool) for who in (candidates, firms))

    def share(stage: str, who: Firms, chosen: np.ndarray) -> np.ndarray:
        return who.mean(reached[stage][who.member].astype(np.float64), chosen)

    return {
        "appeared": candidates.count(everyone),
        "started": firms.count(reached["started"][firms.member]),
        "signed_of_appeared": share("signed", candidates, everyone),
        "started_of_signed": share("started", firms, signed),
        "producing_of_signed": share("producing", firms, signed),
        "signed_value": firms.total(planned_investment(books)[firms.member]),
        "funds_in_place": firms.total(paid_investment(books)[firms.member]),
    }


def funnel(books: Books | None, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a replication, type of enterprise (so that channels are told apart) and stage.

    Columns: strategy, world, replication, type, stage, count (firms that reached it by the horizon), investment (what
    these firms planned as they signed, yuan), paid (of it, by the horizon). Types that are not counted are in it.
    """
    import pandas as pd

    if books is None:
        return pd.DataFrame(columns=list(FUNNEL_COLUMNS))
    h, reached = books.histories, stages_reached(books)
    types = np.flatnonzero(h.rules.type_outside == 0)
    shape = (len(h.replications), len(h.rules.type_names))
    weights = (np.ones(len(h.firm_type)), planned_investment(books), paid_investment(books))
    sums = np.zeros((len(weights), shape[0], len(types), len(STAGES)))
    cell = books.replication * shape[1] + h.firm_type
    for number, mine in enumerate(reached.values()):
        for row, weight in enumerate(weights):
            total = np.bincount(cell[mine], weight[mine], shape[0] * shape[1])
            sums[row, :, :, number] = total.reshape(shape)[:, types]
    replication, kind, place = np.indices(sums.shape[1:]).reshape(3, -1)
    count, investment, paid = sums.reshape(len(weights), -1)
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.replications[replication]),
            "type": category(kind, h.rules.type_names[types]),
            "stage": category(place, np.array(STAGES)),
            "count": count.astype(np.int32),
            "investment": investment,
            "paid": paid,
        }
    )


def stages_reached(books: Books) -> dict[str, np.ndarray]:
    """Stage -> which candidates have reached it by the horizon, bool [firms]."""
    h = books.histories
    there = h.enterprise & (h.firm_appears <= float(h.rules.horizon))
    days = (h.firm_appears, books.facts.signed, started_day(h), books.facts.producing, books.entered)
    return {stage: there & ~np.isnan(day) for stage, day in zip(STAGES, days, strict=True)}


def started_day(h: Histories) -> np.ndarray:
    """Day on which each signed firm's construction or fit-out began, NaN = not by the horizon.

    The first step of the stages `building` and `fit_out` that runs on the clock of sites and started at or after
    signing: works, not papers and design. Where none of them runs on that clock, any step of these stages. Who produces
    has begun, even where its way in needs no works.
    """
    rules, signed = h.rules, h.milestone("signed")
    in_stage = np.isin(rules.stage_names[rules.activity_stage], WORKS)
    on_site = in_stage & (rules.activity_clock == CLOCKS.index("site"))
    works = on_site if on_site.any() else in_stage
    rows = np.flatnonzero(works[h.visit_activity] & (h.start >= signed[h.visit_firm]))
    first = np.full(len(h.firm_type), np.inf)
    np.minimum.at(first, h.visit_firm[rows], h.start[rows])
    first = np.fmin(first, h.milestone("producing"))
    return np.where(np.isfinite(first) & ~np.isnan(signed), first, np.nan)


def planned_investment(books: Books) -> np.ndarray:
    """What each firm says it will invest in the site mode it ended with, yuan [firms]; 0 for who never signed."""
    costs = costs_by_firm(books.histories, books.found)
    total = np.sum([costs[item] for item in INVESTMENT], axis=0)
    return np.where(np.isnan(books.facts.signed), 0.0, total)


def paid_investment(books: Books) -> np.ndarray:
    """What each firm has paid of it by the horizon, what a bank lent included, yuan [firms]; 0 for who never signed."""
    return paid_by(books, books.facts.last_day)


def paid_by(books: Books, day: float) -> np.ndarray:
    """The same by the end of a day."""
    paid = books.facts.payments.where(books.facts.payments.day <= day)
    return np.where(np.isnan(books.facts.signed), 0.0, paid.sum_by_firm(books.facts.firms, *INVESTMENT))
