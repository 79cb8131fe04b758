"""What is scarce in a park: floors, land, utilities. What an activity takes of it, and what a firm brings and wants.

Area is m², land 亩 (mu), money yuan, days count from the scenario's start (negative: before it).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.law import Law, Probability
from sim.model.text import Text

FIRST_COME, BEST_FIT = RULES = ("first_come", "best_fit")
LAND, UTILITY = STOCK_KINDS = ("land", "utility")

QUANTITIES: dict[str, tuple[str, float]] = {
    "floor_area": ("m2", 0.0),  # floor it needs
    "land_area": ("mu", 0.0),  # land it needs where it builds
    "power": ("kW", 0.0),
    "water": ("m3/day", 0.0),
    "gas": ("m3/day", 0.0),
    "effluent": ("m3/day", 0.0),
    "equipment_cost": ("yuan", 0.0),
    "cash": ("yuan", float("inf")),  # own funds on the day it appears; not stated: never runs out
    "monthly_funds": ("yuan/month", 0.0),  # what the parent adds, less running costs, before the first lot
    "planned_output": ("yuan/year", 0.0),  # as announced
    "output_share": ("1", 1.0),  # realised over announced output: the planned-output discount, drawn at birth
    "kept_here": ("1", 1.0),  # of realised output, what the plant books itself; a parent elsewhere books the rest
    "moved_sales": ("1", 0.0),  # of what it books, sales that its parent booked before: not its own for above scale
    "margin": ("1", 0.0),  # cash margin before rent, wages and tax, share of output
    "tax_share": ("1", 0.0),  # taxes over realised output
    "jobs": ("jobs", 0.0),
    "discount_rate": ("1/year", 0.12),
    "exit_rate": ("1/year", 0.0),  # how often such a firm gives its plant up
    "age_years": ("years", 0.0),
    "taste": ("yuan", 0.0),  # scale of what it likes about a way in, unobserved
    "source_wait": ("days", 0.0),  # the line in the city it would leave
    "source_rent": ("yuan/m2/month", 0.0),
}
"""What can be drawn for a firm at its birth: unit, and the value where a type does not state it."""


@dataclass(frozen=True, slots=True)
class Take:
    """What an activity takes of a space or a stock, and how long the firm keeps it.

    `amount` is a constant or the name of a quantity of the firm; `until` is exit, finish or a milestone.
    """

    what: str
    amount: float | str
    until: str = "exit"
    unfinished: bool = False  # a shell still being built may be taken; the activity then ends when it is complete


@dataclass(frozen=True, slots=True)
class Payment:
    """A share of a cost that must be in hand when the activity starts; items: sim.money.costs."""

    item: str
    share: Probability = 1.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that comes in when the activity is accepted: a share of an item (a loan on a cost, a subsidy)."""

    item: str
    share: Probability = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a type of enterprise and the law it is drawn from."""

    name: str
    law: Law


@dataclass(frozen=True, slots=True)
class Building:
    """So many alike buildings; each is a row of units of these floor areas (m²), neighbours in this order."""

    id: str
    units: tuple[float, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Phase:
    """Buildings decided on one day: complete `construction` and `delay` later; from the decision on they can be signed.

    `overrun` is the share by which they cost more than planned; `cost` is yuan/m², `bond` says that the bond pays.
    """

    id: str
    decided: float
    construction: Law
    buildings: tuple[Building, ...]
    delay: Law | None = None
    overrun: Law | None = None
    cost: float = 0.0
    bond: bool = True
    title: Text = field(default_factory=Text)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """Floors of one kind, by phases. `rule` is the order of the line; `passing`: may who fits pass who does not?"""

    id: str
    title: Text
    phases: tuple[Phase, ...]
    rule: str = FIRST_COME
    passing: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """An amount that is added to a stock on `day`, or `readiness` later; `earned_by` says what earned it."""

    id: str
    day: float
    amount: float
    readiness: Law | None = None
    earned_by: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Stock:
    """Land in 亩 or a utility in its own unit; what firms hold is not available to others, what they leave is."""

    id: str
    title: Text
    kind: str  # land | utility
    unit: str
    supply: tuple[Supply, ...]
    passing: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Estate:
    """Everything scarce; a phase or supply counts where it stands in the rules in force on its own day."""

    spaces: tuple[Space, ...] = ()
    stocks: tuple[Stock, ...] = ()
