"""The books of a block: flows of its firms, the county's two accounts by year, and what the park cost to build.

Books are kept where a scenario states numbers of firms; without them there is nothing to reckon with.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from sim.engine.estate_arrays import unit_bonds
from sim.model.park import Model
from sim.money.above_scale import entries_of
from sim.money.bond import Cover, Service, cover, debt_service
from sim.money.county import BondAccount, FiscalAccount, Frame, bond_account, fiscal_account
from sim.money.facts import Facts, only, wound_up
from sim.money.flows import Flows, firm_flows
from sim.money.present_value import lowest, payback_month, present_value
from sim.money.staff import posts
from sim.money.units import DAYS_A_YEAR, MONTHS_A_YEAR, to_months
from sim.outcome.facts import facts_of
from sim.outcome.histories import Histories
from sim.outcome.roofs import units_taken
from sim.outcome.suited import BuiltToSuit, built_to_suit
from sim.outcome.ways import Ways, quantity, ways


@dataclass(frozen=True, eq=False)
class Books:
    """Everything about money in a block; what is expensive is worked out when it is asked for."""

    histories: Histories
    model: Model
    found: list[Ways]
    facts: Facts

    @property
    def replication(self) -> np.ndarray:
        """Of each firm, 0 … replications - 1."""
        return np.searchsorted(self.histories.replications, self.histories.firm_replication)

    @cached_property
    def flows(self) -> Flows:
        """Month by month, everybody wound up at the end, so that owners and renters compare."""
        return firm_flows(wound_up(self.facts), self.model.regimes[0].money)

    @cached_property
    def npv(self) -> np.ndarray:
        """Net present value at the firm's own rate, on the day it signs, yuan [firms]; NaN for who never signed."""
        rate = quantity(self.histories, "discount_rate")
        signed = to_months(self.facts.signed)
        return np.asarray(present_value(self.flows.net, rate) * (1.0 + rate) ** (signed / MONTHS_A_YEAR))

    @cached_property
    def lowest_cash(self) -> np.ndarray:
        """Deepest point of the cumulative flow, yuan [firms], not counting what the firm brought."""
        return np.where(np.isnan(self.facts.signed), np.nan, lowest(self.flows.net)[0])

    @cached_property
    def payback_months(self) -> np.ndarray:
        """Months from signing until the cumulative flow is back at nought, inf = not by the end, [firms]."""
        return np.asarray(payback_month(self.flows.net) - np.floor(to_months(self.facts.signed)))

    @cached_property
    def entered(self) -> np.ndarray:
        """Day on which each firm enters the statistics above scale, [firms]; NaN = not by the horizon."""
        return entries_of(self.facts, self.model.regimes[0].money.ramp, self.model.start)

    @cached_property
    def bond(self) -> tuple[BondAccount, Service, Cover] | None:
        """The account that carries the bond, what is due, and how far the one covers the other; by year of the bond."""
        bond = self.model.regimes[0].money.bond
        if bond is None:
            return None
        frame = self._frame(bond.years, np.maximum(self.histories.bond_issued, 0.0))
        account = bond_account(only(self.facts, self.on_bond), self.model.regimes[0].money, frame)
        raised = bond.amount * self.histories.bond_raised
        service = debt_service(raised, bond.rate, bond.years, bond.repayment, np.maximum(account.sales, 0.0))
        return account, service, cover(account.income, service)

    @cached_property
    def fiscal(self) -> FiscalAccount:
        """What the treasury gains and spends, by year from day 0 to the end of the horizon's last whole year."""
        years = max(int(self.facts.last_day // DAYS_A_YEAR), 1)
        frame, money = self._frame(years, 0.0), self.model.regimes[0].money
        return fiscal_account(self.facts, money, frame, ~self.on_bond, posts(self.model))

    @property
    def built(self) -> np.ndarray:
        """What the park's buildings decided by the horizon cost, overruns included, yuan [replications]."""
        there = self.histories.rules.unit_decided <= float(self.histories.rules.horizon)
        phases = np.asarray(self.histories.unit_cost[:, there].sum(axis=1))
        return phases + np.bincount(self.replication, self.to_suit.cost, len(phases))

    @cached_property
    def to_suit(self) -> BuiltToSuit:
        """Buildings that the platform company made for one firm each."""
        return built_to_suit(self.histories, self.model, self.found)

    @cached_property
    def on_bond(self) -> np.ndarray:
        """Whose first and whose second roof the bond paid for, bool [2, firms]."""
        bonds = np.append(unit_bonds(self.model, self.histories.rules.resource_names.tolist()), False)
        return np.stack([bonds[units_taken(self.histories, turn).unit] for turn in (0, 1)])

    def _frame(self, years: int, first_day: float | np.ndarray) -> Frame:
        return Frame(self.replication, len(self.histories.replications), years, first_day)


def open_books(histories: Histories, model: Model) -> Books | None:
    """The books of a block, or None where no firm has numbers."""
    if not len(histories.rules.quantity_names):
        return None
    found = ways(histories, model)
    return Books(histories, model, found, facts_of(histories, model, found))


def lines_of(account: BondAccount | FiscalAccount) -> dict[str, np.ndarray]:
    """Lines of an account by name, yuan [replications, years]."""
    return {f.name: getattr(account, f.name) for f in fields(account) if f.name != "simulated"}
