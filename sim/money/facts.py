"""What happened to the firms, as far as money cares: dates, areas, terms, and what was paid on which day.

A run writes dates; the caller gathers them here once, for all firms of all replications in one row of arrays. From
there on everything is arithmetic: monthly flows of firms, yearly accounts of the county.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.model.money import ITEMS, Terms


@dataclass(frozen=True, eq=False)
class Dated:
    """Single sums on single days; arrays of one length, in any order.

    >>> paid = Dated.of([(0, 10.0, "deposit", 27e3), (0, 40.0, "fit_out", 6e5)])
    >>> paid.sum_by_firm(2, "fit_out").tolist()
    [600000.0, 0.0]
    """

    firm: np.ndarray  # index into the facts
    day: np.ndarray
    item: np.ndarray  # index into ITEMS
    amount: np.ndarray  # yuan, positive

    @classmethod
    def of(cls, rows: list[tuple[int, float, str, float]]) -> Dated:
        """From rows of (firm, day, item, amount)."""
        return cls(
            np.array([row[0] for row in rows], dtype=np.int64),
            np.array([row[1] for row in rows], dtype=np.float64),
            np.array([ITEMS.index(row[2]) for row in rows], dtype=np.int64),
            np.array([row[3] for row in rows], dtype=np.float64),
        )

    def only(self, *items: str) -> Dated:
        """The rows of these items."""
        asked_for = np.array([item in items for item in ITEMS])
        return self.where(asked_for[self.item])

    def where(self, chosen: np.ndarray) -> Dated:
        """The rows that are chosen, bool [rows]."""
        return Dated(self.firm[chosen], self.day[chosen], self.item[chosen], self.amount[chosen])

    def sum_by_firm(self, firms: int, *items: str) -> np.ndarray:
        """Yuan of these items by firm, [firms]."""
        mine = self.only(*items)
        return np.bincount(mine.firm, weights=mine.amount, minlength=firms)


def _nothing() -> Dated:
    return Dated.of([])


@dataclass(frozen=True, eq=False)
class SecondRoof:
    """The unit to which a firm moves after its first (毕业), its own from `taken` on; arrays [F], NaN = none.

    The first goes back as output resumes in the second, and its deposit with it.
    """

    taken: np.ndarray  # day
    floor_area: np.ndarray  # m²
    rent: np.ndarray  # yuan/m²/month
    fit_out: np.ndarray  # yuan, as it is taken
    deposit: np.ndarray  # yuan, as it is taken


@dataclass(frozen=True, eq=False)
class Facts:
    """Dated facts of F firms; arrays [F] unless said otherwise, days since the scenario's start, NaN = not.

    What is dated before day 0 is outside the accounts, but what follows from it (rent, service of an old loan, output)
    counts from day 0 on. Nothing after `last_day` counts.
    """

    last_day: float  # the accounts end here
    signed: np.ndarray
    handed_over: np.ndarray  # the unit, or the finished building, is the firm's to use
    producing: np.ndarray  # first saleable lot
    left: np.ndarray

    floor_area: np.ndarray  # m²
    land_area: np.ndarray  # mu; looked at where the firm builds
    planned_output: np.ndarray  # yuan/year, as announced
    output_share: np.ndarray  # realised over announced
    margin: np.ndarray  # before rent, wages and tax, share of output
    tax_share: np.ndarray  # of realised output
    jobs: np.ndarray

    rent: np.ndarray  # yuan/m²/month; 0 for who owns
    relief_months: np.ndarray  # [F, parts]: so many months in order from hand-over
    relief_share: np.ndarray  # [F, parts]
    builds: np.ndarray  # bool
    owns: np.ndarray  # bool
    loan_rate: np.ndarray  # share a year
    loan_years: np.ndarray
    resale_share: np.ndarray  # of what was paid for shell, land and construction

    property_fee: np.ndarray  # yuan/m²/month; not asked of who builds
    wage: np.ndarray  # yuan/year and job
    moving: np.ndarray  # yuan, at hand-over

    payments: Dated = field(default_factory=_nothing)
    loans: Dated = field(default_factory=_nothing)  # paid out by the bank, and served from then on
    subsidies: Dated = field(default_factory=_nothing)
    commissions: Dated = field(default_factory=_nothing)  # the county pays them to others for bringing the firm

    stopped: np.ndarray | None = None  # output stops for a move; None: for nobody
    resumed: np.ndarray | None = None  # and goes on; NaN = not by the last day
    land_price: np.ndarray | float = 0.0  # yuan, all parts together; land is the firm's once so much is paid
    second: SecondRoof | None = None  # where it goes on; None: nobody has one
    kept_here: np.ndarray | float = 1.0  # share of realised output that the plant books, not a parent elsewhere
    moved_sales: np.ndarray | float = 0.0  # share of what it books that its parent booked before the move

    @property
    def firms(self) -> int:
        """How many."""
        return len(self.left)

    @property
    def floor_at_last(self) -> np.ndarray:
        """Floor of the roof in which a firm produces last, m² [F]."""
        if self.second is None or self.resumed is None:
            return self.floor_area
        moved = (self.resumed <= self.last_day) & ~np.isnan(self.second.taken)
        return np.where(moved, self.second.floor_area, self.floor_area)


def wound_up(facts: Facts) -> Facts:
    """The same facts, but who is still there leaves on the last day: deposit back, resale, loans repaid.

    Without it owners look poorer than renters at the end of the accounts: their buildings count for nothing.
    """
    return replace(facts, left=np.where(facts.left <= facts.last_day, facts.left, facts.last_day))


def only(facts: Facts, roofs: np.ndarray) -> Facts:
    """The same facts, but rent, fees and shells bought of these roofs alone; nothing else is touched.

    For an account that only some buildings belong to. `roofs` tells of every firm whether its first and its second
    roof do, bool [2, F].
    """
    first, then = roofs
    shells = facts.payments.item == ITEMS.index("shell")
    second = facts.second
    return replace(
        facts,
        floor_area=np.where(first, facts.floor_area, 0.0),
        second=second and replace(second, floor_area=np.where(then, second.floor_area, 0.0)),
        payments=facts.payments.where(~shells | first[facts.payments.firm]),
    )


def carried_on(facts: Facts, last_day: float) -> Facts:
    """The same facts with accounts up to a later day: who is there stays on the terms it has, nobody comes or leaves.

    Raises ValueError where the day is an earlier one.
    """
    if last_day < facts.last_day:
        raise ValueError(f"accounts up to day {facts.last_day:g} cannot be carried on to day {last_day:g}")
    until = facts.last_day

    def known(days: np.ndarray) -> np.ndarray:
        return np.where(days <= until, days, np.nan)

    return replace(
        facts,
        last_day=last_day,
        signed=known(facts.signed),
        handed_over=known(facts.handed_over),
        producing=known(facts.producing),
        left=known(facts.left),
        stopped=None if facts.stopped is None else known(facts.stopped),
        resumed=None if facts.resumed is None else known(facts.resumed),
        second=facts.second and replace(facts.second, taken=known(facts.second.taken)),
        payments=facts.payments.where(facts.payments.day <= until),
        loans=facts.loans.where(facts.loans.day <= until),
        subsidies=facts.subsidies.where(facts.subsidies.day <= until),
        commissions=facts.commissions.where(facts.commissions.day <= until),
    )


def term_columns(terms: Sequence[Terms], mode: np.ndarray) -> dict[str, np.ndarray]:
    """The fields of `Facts` that come from the terms of a firm's site mode.

    Parameters
    ----------
    terms
        Of each site mode.
    mode
        Index of the site mode of each firm, [F].

    Examples
    --------
    >>> rental, own = Terms(rent=9.0), Terms(builds=True, owns=True)
    >>> columns = term_columns([rental, own], np.array([1, 0, 0]))
    >>> columns["rent"].tolist(), columns["builds"].tolist(), columns["relief_months"].shape
    ([0.0, 9.0, 9.0], [True, False, False], (3, 0))
    """
    names = ("rent", "builds", "owns", "loan_rate", "loan_years", "resale_share")
    parts = max((len(one.relief) for one in terms), default=0)
    relief = np.zeros((2, len(terms), parts))
    for number, one in enumerate(terms):
        for place, part in enumerate(one.relief):
            relief[:, number, place] = part.months, part.share
    columns = {name: np.array([getattr(one, name) for one in terms])[mode] for name in names}
    return {**columns, "relief_months": relief[0][mode], "relief_share": relief[1][mode]}
