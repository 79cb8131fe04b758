"""From dated facts to entries of an account: sums in a month, and streams at so much a month from here to there.

Everything that is ever summed up, by firm and month or by county and year, is summed from these entries, so no two
accounts can disagree. Signs are the firm's: what it pays is negative. Month k is [k x 365/12, (k+1) x 365/12) days. A
stream that begins or ends within a month counts for that part of it; payments on a loan fall due whole, once a month.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from sim.model.land_grades import SQUARE_METRES_A_MU
from sim.model.money import ITEMS, Money
from sim.money.facts import Dated, Facts
from sim.money.loans import balance, level_payment
from sim.money.loans import payments as number_of_payments
from sim.money.taxes import tax_streams
from sim.money.units import MONTHS_A_YEAR, to_months

FLOW_ITEMS = (
    *ITEMS,
    *("moving", "loan_drawn", "loan_service", "rent", "relief", "property_fee", "wages", "margin"),
    *("vat", "income_tax", "other_taxes", "taxes_elsewhere", "subsidies", "resale"),
)
"""Items of a firm's account; `deposit` holds payment and return, `other_taxes` those on output, building and land.

`taxes_elsewhere` are those on output that a parent books in another place.
"""


@dataclass(frozen=True, eq=False)
class Stream:
    """So many yuan a month from `start` to `end`, both in months from day 0; arrays of one length."""

    item: str
    firm: np.ndarray
    start: np.ndarray
    end: np.ndarray
    rate: np.ndarray


@dataclass(frozen=True, eq=False)
class Lump:
    """A sum at a point in time, in months from day 0; arrays of one length."""

    item: str
    firm: np.ndarray
    month: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True, eq=False)
class Entries:
    """All entries of F firms up to month `last`; nothing in them lies before 0 or after `last`."""

    firms: int
    last: float  # months, not always whole
    streams: tuple[Stream, ...]
    lumps: tuple[Lump, ...]


def entries(facts: Facts, money: Money, items: Container[str] = FLOW_ITEMS) -> Entries:
    """Every entry of these items that the facts lead to; see `Facts` for what counts."""
    last = float(to_months(facts.last_day))
    lumps, streams = chain(_dated(facts, money), _leaving(facts)), chain(_running(facts, money), _service(facts))
    return Entries(
        facts.firms,
        last,
        tuple(_present(stream) for stream in streams if stream.item in items),
        tuple(_within(lump, last) for lump in lumps if lump.item in items),
    )


def there_until(facts: Facts) -> np.ndarray:
    """Months up to which each firm is there: until it leaves, else to the end of the accounts."""
    return to_months(np.fmin(facts.left, facts.last_day))


def first_roof_back(facts: Facts) -> np.ndarray:
    """Months at which the first roof goes back because there is another, NaN = never, [F]."""
    if facts.second is None or facts.resumed is None:
        return np.full(facts.firms, np.nan)
    return to_months(np.where(np.isnan(facts.second.taken), np.nan, facts.resumed))


def _dated(facts: Facts, money: Money) -> Iterator[Lump]:
    """What is paid and received on single days, and the deed tax on it."""
    paid = facts.payments
    for item in ITEMS:
        yield _lump(item, paid.only(item), -1.0)
    yield _lump("other_taxes", paid.only("shell", "land"), -money.taxes.deed)
    yield _lump("loan_drawn", facts.loans, 1.0)
    yield _lump("subsidies", facts.subsidies, 1.0)
    everyone = np.arange(facts.firms)
    yield Lump("moving", everyone, to_months(facts.handed_over), -facts.moving)
    if facts.stopped is not None:  # a second move
        yield Lump("moving", everyone, to_months(facts.stopped), -facts.moving)
    if facts.second is not None:
        taken, given_back = to_months(facts.second.taken), first_roof_back(facts)
        yield Lump("fit_out", everyone, taken, -facts.second.fit_out)
        yield Lump("deposit", everyone, taken, -facts.second.deposit)
        yield Lump("deposit", everyone, given_back, paid.sum_by_firm(facts.firms, "deposit"))


def _leaving(facts: Facts) -> Iterator[Lump]:
    """On the day it leaves a firm gets its deposit back, sells what it owns and repays its loans."""
    gone = np.flatnonzero(facts.left <= facts.last_day)
    when = to_months(facts.left[gone])
    paid = facts.payments.where(facts.payments.day <= facts.last_day)
    deposits = _deposits(facts, paid.sum_by_firm(facts.firms, "deposit"))
    yield Lump("deposit", gone, when, deposits[gone])
    yield Lump("resale", gone, when, (facts.resale_share * _owned(facts, paid))[gone])

    loans = facts.loans.where(facts.left[facts.loans.firm] <= facts.last_day)
    who = loans.firm
    made = _last_paid(facts, who) - np.floor(to_months(loans.day))
    owed = balance(loans.amount, facts.loan_rate[who], facts.loan_years[who], made)
    yield Lump("loan_service", who, to_months(facts.left[who]), -owed)


def _owned(facts: Facts, paid: Dated) -> np.ndarray:
    """What a firm that leaves has to sell, at what it paid for it, yuan [F].

    What it has begun to build; a shell that was handed over to it; land that it has paid for in full.
    """
    land, shell = paid.sum_by_firm(facts.firms, "land"), paid.sum_by_firm(facts.firms, "shell")
    in_full = land >= facts.land_price - 0.005
    handed_over = facts.handed_over <= facts.left
    return (
        paid.sum_by_firm(facts.firms, "construction") + np.where(in_full, land, 0.0) + np.where(handed_over, shell, 0.0)
    )


def _deposits(facts: Facts, first: np.ndarray) -> np.ndarray:
    """What the landlord still holds as a firm leaves, yuan [F]."""
    if facts.second is None:
        return first
    kept = np.where(first_roof_back(facts) <= to_months(facts.left), 0.0, first)
    return np.asarray(kept + np.where(facts.second.taken <= facts.left, facts.second.deposit, 0.0))


def _service(facts: Facts) -> Iterator[Stream]:
    """Level payments in the months after the one in which the loan was paid out, up to the month of leaving."""
    who = facts.loans.firm
    drawn = np.floor(to_months(facts.loans.day))
    payment = level_payment(facts.loans.amount, facts.loan_rate[who], facts.loan_years[who])
    last_payment = np.minimum(drawn + number_of_payments(facts.loan_years[who]), _last_paid(facts, who))
    yield Stream("loan_service", who, drawn + 1, last_payment + 1, -payment)


def _last_paid(facts: Facts, who: np.ndarray) -> np.ndarray:
    """Month of the last payment on a loan that can fall due: that of leaving, else the last of the accounts."""
    return np.asarray(np.minimum(np.floor(there_until(facts)[who]), np.ceil(to_months(facts.last_day)) - 1))


def _running(facts: Facts, money: Money) -> Iterator[Stream]:
    """Rent, relief, fees, taxes on property from hand-over on; margin, wages, taxes on output from production on."""
    everyone = np.arange(facts.firms)
    until = there_until(facts)
    handed_over, producing = to_months(facts.handed_over), to_months(facts.producing)
    rent = facts.rent * facts.floor_area
    given_back = np.fmin(until, first_roof_back(facts))
    yield Stream("rent", everyone, handed_over, given_back, -rent)
    begin = handed_over
    for part in range(facts.relief_months.shape[1]):
        end = begin + facts.relief_months[:, part]
        yield Stream("relief", everyone, begin, np.fmin(end, given_back), rent * facts.relief_share[:, part])
        begin = end
    fee = np.where(facts.builds, 0.0, facts.property_fee)
    yield Stream("property_fee", everyone, handed_over, given_back, -fee * facts.floor_area)
    if facts.second is not None:
        taken, second = to_months(facts.second.taken), facts.second
        yield Stream("rent", everyone, taken, until, -second.rent * second.floor_area)
        yield Stream("property_fee", everyone, taken, until, -fee * second.floor_area)
    on_property = _property_tax(facts, money) / MONTHS_A_YEAR
    yield Stream("other_taxes", everyone, handed_over, until, -on_property)

    yield Stream("wages", everyone, producing, until, -facts.wage * facts.jobs / MONTHS_A_YEAR)
    for item, start, end, rate in tax_streams(facts, money):
        yield Stream(item, everyone, start, np.fmin(end, until), rate)
        if facts.stopped is not None and facts.resumed is not None:  # nothing is made during a second move
            stopped, resumed = to_months(facts.stopped), to_months(facts.resumed)
            yield Stream(item, everyone, np.maximum(start, stopped), np.fmin(np.fmin(end, resumed), until), -rate)


def _property_tax(facts: Facts, money: Money) -> np.ndarray:
    """Tax on an owner's building and on a builder's land, yuan/year."""
    building = facts.payments.sum_by_firm(facts.firms, "shell", "construction")
    on_land = money.taxes.land_use * facts.land_area * SQUARE_METRES_A_MU
    return np.asarray(money.taxes.property_owner * building * facts.owns + on_land * facts.builds)


def _lump(item: str, dated: Dated, factor: float) -> Lump:
    return Lump(item, dated.firm, to_months(dated.day), factor * dated.amount)


def _within(lump: Lump, last: float) -> Lump:
    """Without what lies outside the accounts."""
    kept = (lump.month >= 0) & (lump.month <= last) & (lump.amount != 0)
    return Lump(lump.item, lump.firm[kept], lump.month[kept], lump.amount[kept])


def _present(stream: Stream) -> Stream:
    """Cut off before month 0; without what never begins."""
    start = np.maximum(stream.start, 0.0)
    kept = (start < stream.end) & (stream.rate != 0)
    return Stream(stream.item, stream.firm[kept], start[kept], stream.end[kept], stream.rate[kept])
