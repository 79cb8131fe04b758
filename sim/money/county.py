"""The county's two accounts by year: what carries the bond, and what the treasury gains and spends.

They are kept apart because the law keeps them apart: a bond is repaid from its own project (rent, sales, fees, pledged
funds) and tax must not be counted to its cover, while relief and subsidies are paid for by the tax that firms bring.
Everything is summed from the same entries as the flows of firms: what they pay here is what they paid there.

Years beyond the simulated horizon are assumed: who sits in the park stays on the terms it has (rent-free months run
out, output ramps up), nobody new comes, and all of it is multiplied by the share of floor that stays let.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from sim.model.money import County, Money
from sim.money.entries import Entries, Lump, Stream, entries
from sim.money.facts import Facts, carried_on, only
from sim.money.flows import of_item, tally
from sim.money.staff import Post
from sim.money.units import DAYS_A_YEAR, MONTHS_A_YEAR, to_months


@dataclass(frozen=True, eq=False)
class Frame:
    """Whose accounts, and which years: year y begins `first_day` + 365 y."""

    replication: np.ndarray  # of each firm, [F], 0 … replications - 1
    replications: int
    years: int
    first_day: float | np.ndarray = 0.0  # a number, or one a replication: the day of issue of the bond


@dataclass(frozen=True, eq=False)
class BondAccount:
    """Yuan by year, [replications, years]; what is paid out is negative."""

    rent: np.ndarray  # as charged
    relief: np.ndarray
    property_fee: np.ndarray
    sales: np.ndarray  # of units; they repay the bond first
    pledged: np.ndarray
    running_cost: np.ndarray  # a share of the rent charged, for relief saves no upkeep
    rent_tax: np.ndarray  # property tax of a landlord, on rent received
    simulated: np.ndarray  # bool [replications, years]: wholly inside the horizon; else (partly) assumed

    @property
    def income(self) -> np.ndarray:
        """What there is for the bond, without any tax income."""
        return _total(self)


@dataclass(frozen=True, eq=False)
class FiscalAccount:
    """Yuan by year, [replications, years]; what is paid out is negative. Taxes are what the county keeps."""

    vat: np.ndarray
    income_tax: np.ndarray
    other_taxes: np.ndarray  # on output, buildings, land, purchases, and on the rent of the park
    land: np.ndarray  # price paid
    land_preparation: np.ndarray
    land_set_asides: np.ndarray
    rent: np.ndarray  # of buildings that no bond paid for, net of relief, with fees and sales
    subsidies: np.ndarray
    commissions: np.ndarray  # to who recruited a firm
    service_staff: np.ndarray
    fees: np.ndarray
    grants: np.ndarray
    simulated: np.ndarray  # bool [replications, years]

    @property
    def taxes(self) -> np.ndarray:
        """All taxes that the county keeps."""
        return np.asarray(self.vat + self.income_tax + self.other_taxes)

    @property
    def net(self) -> np.ndarray:
        """Everything together; discount it at `county.discount_rate`."""
        return _total(self)


def bond_account(facts: Facts, money: Money, frame: Frame) -> BondAccount:
    """What carries the bond, by year of the bond.

    Parameters
    ----------
    facts
        Of the firms of all replications, up to the horizon; not wound up.
    money
        For prices already in the facts: `taxes`, `county`, and what the `bond` has pledged.
    frame
        Years of the bond. One issued before day 0 has its served years behind it: pass those that are left.
    """
    rent, relief, fee, sales = _received(facts, money, frame, ("rent", "relief", "property_fee", "shell"))
    pledged = np.full(rent.shape, money.bond.pledged if money.bond else 0.0)
    running_cost = -money.county.running_cost * rent
    rent_tax = -money.taxes.property_let * (rent + relief)
    return BondAccount(
        rent, relief, fee, sales, pledged, running_cost, rent_tax, simulated_years(facts.last_day, frame)
    )


def fiscal_account(
    facts: Facts,
    money: Money,
    frame: Frame,
    off_bond: np.ndarray | None = None,
    posts: Sequence[Post] = (),
) -> FiscalAccount:
    """What the treasury gains and spends, by year.

    `county.service_staff` is paid until `attract_until`, else to the horizon, `posts` as long as they are filled, and
    grants come to the horizon; a fee is paid for each signing. Land is prepared as it is paid for, in proportion.

    Parameters
    ----------
    facts, money, frame
        Those of `bond_account`.
    off_bond
        Whose first and whose second roof no bond paid for, bool [2, F].
    posts
        People at offices and in teams that the county pays for (`sim.money.staff.posts`).
    """
    taxes, county = money.taxes, money.county
    items = ("vat", "income_tax", "other_taxes", "rent", "relief", "land", "subsidies")
    vat, income_tax, other, rent, relief, land, subsidies = _received(facts, money, frame, items)
    keep = taxes.county_retention
    steady = Post(0.0, np.inf if county.attract_until is None else max(county.attract_until, 0.0), county.service_staff)
    signing_fee = Lump("fees", np.arange(facts.firms), to_months(facts.signed), np.full(facts.firms, -county.fees))
    return FiscalAccount(
        vat=keep * taxes.local_vat * vat,
        income_tax=keep * taxes.local_income * income_tax,
        other_taxes=keep * taxes.local_other * (other + taxes.property_let * (rent + relief)),
        land=land,
        land_preparation=_on_days(_preparation(facts, county), facts, frame),
        land_set_asides=-county.land_set_asides * land,
        rent=_rent_off_bond(facts, money, frame, off_bond),
        subsidies=subsidies,
        commissions=_on_days(_commissions(facts), facts, frame),
        service_staff=-_paid((steady, *posts), facts.last_day, frame),
        fees=_on_days(signing_fee, facts, frame),
        grants=_paid((Post(0.0, np.inf, county.grants),), facts.last_day, frame),
        simulated=simulated_years(facts.last_day, frame),
    )


def _rent_off_bond(facts: Facts, money: Money, frame: Frame, firms: np.ndarray | None) -> np.ndarray:
    """Rent net of relief, property fees and sales of buildings outside the bond, yuan [replications, years]."""
    if firms is None or not firms.any():
        return np.zeros((frame.replications, frame.years))
    return np.asarray(sum(_received(only(facts, firms), money, frame, ("rent", "relief", "property_fee", "shell"))))


def steady_occupancy(churn: float, reletting_days: float) -> float:
    """Share of the floor let today that pays rent in the long run, when leavers are replaced.

    A unit is let for 1 / churn years on average, then empty for `reletting_days`: renewal theory gives let time over
    let and empty time, 1 / (1 + churn x days / 365).

    >>> round(steady_occupancy(0.06, 180.0), 4)
    0.9713
    """
    return 1.0 / (1.0 + churn * reletting_days / DAYS_A_YEAR)


def simulated_years(last_day: float, frame: Frame) -> np.ndarray:
    """Which years end by the horizon, bool [replications, years].

    >>> simulated_years(800.0, Frame(np.array([0]), 1, 3)).tolist()
    [[True, True, False]]
    """
    first = np.broadcast_to(np.asarray(frame.first_day, dtype=np.float64), frame.replications)
    return first[:, None] + DAYS_A_YEAR * np.arange(1, frame.years + 1) <= last_day


def _received(facts: Facts, money: Money, frame: Frame, items: tuple[str, ...]) -> list[np.ndarray]:
    """What firms paid of some items by replication and year, beyond the horizon as assumed; yuan.

    What a firm receives (relief, a subsidy) comes out negative.
    """
    known = _tallies(entries(facts, money, items), frame, items)
    end = float(np.max(frame.first_day)) + DAYS_A_YEAR * frame.years
    if end <= facts.last_day:
        return known
    longer = _tallies(entries(carried_on(facts, end), money, items), frame, items)
    stays_let = steady_occupancy(money.county.churn, money.county.reletting_days)
    return [early + stays_let * (whole - early) for early, whole in zip(known, longer)]


def _tallies(found: Entries, frame: Frame, items: tuple[str, ...]) -> list[np.ndarray]:
    return [-_by_year(*of_item(found, item), frame) for item in items]


def _by_year(streams: tuple[Stream, ...], lumps: tuple[Lump, ...], frame: Frame) -> np.ndarray:
    begin = to_months(frame.first_day)
    return tally(streams, lumps, frame.replication, frame.replications, frame.years, MONTHS_A_YEAR, begin)


def _on_days(lump: Lump, facts: Facts, frame: Frame) -> np.ndarray:
    """Sums on single days between day 0 and the horizon."""
    kept = (lump.month >= 0) & (lump.month <= to_months(facts.last_day))
    inside = Lump(lump.item, lump.firm[kept], lump.month[kept], lump.amount[kept])
    return _by_year((), (inside,), frame)


def _paid(posts: Sequence[Post], last_day: float, frame: Frame) -> np.ndarray:
    """What is paid for so long, at the latest to the horizon, in every replication alike; yuan."""
    start, end, yearly = np.array([(post.start, post.end, post.yearly) for post in posts]).reshape(-1, 3).T
    end = np.minimum(end, last_day)
    start = np.minimum(start, end)  # what begins later is not paid at all
    rows = np.repeat(np.arange(frame.replications), len(posts))
    start, end, rate = (np.tile(row, frame.replications) for row in (to_months(start), to_months(end), yearly))
    stream = Stream("", rows, start, end, rate / MONTHS_A_YEAR)
    return _by_year((stream,), (), replace(frame, replication=np.arange(frame.replications)))


def _preparation(facts: Facts, county: County) -> Lump:
    """Cost of preparing land, spread over the payments for it."""
    paid = facts.payments.only("land")
    whole = facts.payments.sum_by_firm(facts.firms, "land")[paid.firm]
    share = np.divide(paid.amount, whole, out=np.zeros(len(whole)), where=whole > 0)
    cost = county.land_preparation * facts.land_area[paid.firm] * share
    return Lump("land_preparation", paid.firm, to_months(paid.day), -cost)


def _commissions(facts: Facts) -> Lump:
    paid = facts.commissions
    return Lump("commissions", paid.firm, to_months(paid.day), -paid.amount)


def _total(account: BondAccount | FiscalAccount) -> np.ndarray:
    """Sum of all lines of an account."""
    lines = [getattr(account, field.name) for field in fields(account) if field.name != "simulated"]
    return np.asarray(sum(lines, start=np.zeros(account.simulated.shape)))
