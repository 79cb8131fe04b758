"""Targets that a county has set itself: what each one counts, on its day, in every history.

A target is read off on its own date and not at the end of the run, so that a plan for three years is held to three
years. Nobody is fitted to a target; `sim.evidence.targets` says how often each one is met. What was reported of all
firms on a day is counted in the same terms (`tallies.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.money.above_scale import booked
from sim.outcome.books import Books
from sim.outcome.funnel import paid_by, planned_investment, started_day
from sim.outcome.histories import Histories
from sim.outcome.ways import quantity

if TYPE_CHECKING:
    from sim.model.reported import Target

GROUP = "targets"
PREFIX = "target."
TARGET_KPIS: dict[str, str] = {
    "firms_signed": "firms",
    "firms_producing": "firms",
    "annual_output": "yuan",
    "large_firms": "firms",
    "firms_started": "firms",
    "signed_value": "yuan",
    "funds_in_place": "yuan",
    "year_sales": "yuan",
}
"""What a target can count -> unit; more is better."""
YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Landed:
    """Firms of some histories; arrays [firms], days since the start, NaN = not."""

    type: np.ndarray  # id of the type of enterprise
    replication: np.ndarray  # 0 … replications - 1
    signed: np.ndarray
    producing: np.ndarray
    left: np.ndarray
    output: np.ndarray  # a year, full, realised and booked here, yuan
    started: np.ndarray | None = None  # works began; None: for nobody
    counted: np.ndarray | None = None  # bool: of a type that counts; None: all
    mine: np.ndarray | None = None  # place of each among the candidates of the books
    books: Books | None = None  # without them nothing is signed for, paid or sold

    def there(self, day: float) -> np.ndarray:
        """Who has not left by the day."""
        return np.asarray(~(self.left <= day))

    def produces(self, day: float) -> np.ndarray:
        """Who has its first saleable lot behind it on the day, and has not left."""
        return np.asarray((self.producing <= day) & self.there(day))

    def meant(self, types: tuple[str, ...]) -> np.ndarray:
        """Firms of these types; none named: all that count."""
        if types:
            return np.isin(self.type, types)
        return np.ones(len(self.type), dtype=bool) if self.counted is None else self.counted


def target_kpis(
    histories: Histories, targets: tuple[Target, ...], books: Books | None = None
) -> dict[tuple[str, str], np.ndarray]:
    """(`targets`, `target.<id>`) -> one value a replication; NaN for a target that is due after the horizon."""
    if not targets:
        return {}
    firms, count = landed(histories, books), len(histories.replications)
    last = float(histories.rules.horizon)
    found = {}
    for target in targets:
        values = value_on(target, firms, ramp_of(books), count) if target.by <= last else np.full(count, np.nan)
        found[GROUP, f"{PREFIX}{target.id}"] = values
    return found


def ramp_of(books: Books | None) -> tuple[float, ...]:
    """Share of full output in year 1, 2, 3 … of production."""
    return books.model.regimes[0].money.ramp if books else (1.0,)


def landed(h: Histories, books: Books | None = None) -> Landed:
    """Firms of a block that appeared, with the realised output that they book here where a type states one."""
    mine = np.flatnonzero(h.enterprise)
    output = quantity(h, "planned_output") * quantity(h, "output_share") * quantity(h, "kept_here")
    return Landed(
        type=h.rules.type_names[h.firm_type[mine]],
        replication=np.searchsorted(h.replications, h.firm_replication[mine]),
        signed=h.milestone("signed")[mine],
        producing=h.milestone("producing")[mine],
        left=h.firm_end[mine],
        output=output[mine],
        started=started_day(h)[mine],
        counted=h.rules.type_counted[h.firm_type[mine]] == 1,
        mine=mine,
        books=books,
    )


def value_on(target: Target, firms: Landed, ramp: tuple[float, ...], replications: int) -> np.ndarray:
    """What a target counts on its day, [replications]; a target that names types counts only these.

    `firms_signed`, `firms_started` and `firms_producing` count firms that have come so far and have not left;
    `large_firms` those that produce and whose full output is at least `size`; `annual_output` sums what is made in the
    year of production in which each firm then is, yuan a year. Sums of money keep who has left: `signed_value` is what
    firms signed for, `funds_in_place` what they have paid of it, `year_sales` what they have sold from 1 January of
    the day's year to its end.
    """
    weight = weights(target.kpi, firms, target.by, ramp, target.size)
    return np.bincount(firms.replication, weight * firms.meant(target.types), replications)


def weights(kpi: str, firms: Landed, day: float, ramp: tuple[float, ...], size: float = 0.0) -> np.ndarray:
    """What each firm adds to a count or sum on a day, [firms]."""
    match kpi:
        case "firms_signed":
            weight = (firms.signed <= day) & firms.there(day)
        case "firms_started":
            weight = np.zeros(len(firms.type)) if firms.started is None else (firms.started <= day) & firms.there(day)
        case "firms_producing":
            weight = firms.produces(day)
        case "large_firms":
            weight = firms.produces(day) & (np.round(firms.output, 2) >= size)  # to the fen
        case "annual_output":
            weight = np.where(firms.produces(day), firms.output * _ramp_share(firms.producing, day, ramp), 0.0)
        case "signed_value" | "funds_in_place" | "year_sales":
            weight = _of_the_books(kpi, firms, day, ramp)
        case other:
            raise ValueError(f"no target counts {other!r}; there are: {', '.join(TARGET_KPIS)}")
    return np.asarray(weight, dtype=np.float64)


def _of_the_books(kpi: str, firms: Landed, day: float, ramp: tuple[float, ...]) -> np.ndarray:
    """What each firm signed for, has paid or has sold this year; nought where no books are kept."""
    books = firms.books
    if books is None or firms.mine is None:
        return np.zeros(len(firms.type))
    if kpi == "signed_value":
        return np.where(firms.signed <= day, planned_investment(books)[firms.mine], 0.0)
    if kpi == "funds_in_place":
        return np.asarray(paid_by(books, day)[firms.mine])
    start = books.model.start
    new_year = date((start + timedelta(days=int(day))).year, 1, 1)
    return np.asarray(booked(books.facts, ramp, float((new_year - start).days), day + 1.0)[firms.mine])


def _ramp_share(producing: np.ndarray, day: float, ramp: tuple[float, ...]) -> np.ndarray:
    """Share of full output in the year of production in which each firm is on the day; nobody's before its first."""
    years = np.nan_to_num((day - producing) / YEAR, nan=0.0)
    return np.array(ramp or (1.0,))[np.clip(years.astype(np.int64), 0, max(len(ramp) - 1, 0))]
