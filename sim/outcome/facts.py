"""From histories to the dated facts of which every account is made: who paid what on which day, on which terms.

Terms and prices are those of the rules in force on the day a firm appeared, and of the site mode it ended with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.engine.log import ACCEPTED, PASSED_AT_LIMIT
from sim.model.law import Probability
from sim.model.money import AGENT, FIRM, ITEMS, Terms
from sim.model.park import Activity, Model
from sim.money.costs import borrowed, pick_amount, subsidy_amount
from sim.money.facts import Dated, Facts, term_columns
from sim.outcome.histories import Histories
from sim.outcome.roofs import let_area, second_roof
from sim.outcome.ways import Ways, quantity

DOWN_PAYMENT, LOAN = "down_payment", "loan"


def facts_of(h: Histories, model: Model, found: list[Ways]) -> Facts:
    """Facts of every candidate of a block; who never signed has no dates."""
    signed = h.milestone("signed")
    gone = np.isnan(signed)
    numbers = ("land_area", "planned_output", "output_share", "kept_here", "moved_sales", "margin", "tax_share", "jobs")
    columns: dict[str, Any] = {name: quantity(h, name) for name in numbers}
    columns |= _terms(h, found) | _money_that_moved(h, model, found)
    columns["floor_area"] = let_area(h)

    def dated(days: np.ndarray) -> np.ndarray:
        return np.where(gone, np.nan, days)

    return Facts(
        last_day=float(h.rules.horizon),
        signed=signed,
        handed_over=dated(h.milestone("handed_over")),
        producing=dated(h.milestone("producing")),
        left=dated(h.firm_end),
        stopped=dated(h.milestone("output_stopped")),
        resumed=dated(h.milestone("graduated")),
        second=second_roof(h, found),
        land_price=costs_by_firm(h, found)["land"],
        **columns,
    )


def _terms(h: Histories, found: list[Ways]) -> dict[str, np.ndarray]:
    """Terms and prices of every candidate; those of outside cases are empty."""
    number = np.full(len(h.firm_type), len(found))
    prices = {name: np.zeros(len(h.firm_type)) for name in ("property_fee", "wage", "moving")}
    for place, way in enumerate(found):
        number[way.firms] = place
        for name, column in prices.items():
            column[way.firms] = getattr(way.prices, name)
    return {**term_columns([*(way.terms for way in found), Terms()], number), **prices}


def _money_that_moved(h: Histories, model: Model, found: list[Ways]) -> dict[str, Dated]:
    """Payments by item on the day their step started, and loans on the day they were paid out."""
    costs = costs_by_firm(h, found)
    paid: list[tuple[np.ndarray, ...]] = []
    lent: list[tuple[np.ndarray, ...]] = []
    buys = np.zeros(len(h.firm_type), dtype=bool)
    for way in found:
        buys[way.firms] = way.terms.buys  # a shell may be paid by the bank alone
    started = (h.visit_attempt == 1) & ((h.visit_pays > 0) | buys[h.visit_firm]) & ~np.isnan(h.start)
    for activity, rows in _by_activity(h, model, started):
        if not activity.pays:
            continue
        items = _items(tuple((p.item, p.share) for p in activity.pays), found, h, rows, costs)
        for item, share in items.items():
            amount = h.visit_pays[rows] * share
            if item == DOWN_PAYMENT:
                loan = costs[LOAN][h.visit_firm[rows]]
                paid.append(_dated(h, rows, h.start, "shell", amount + loan))
                lent.append(_dated(h, rows, h.start, "shell", loan))
            else:
                paid.append(_dated(h, rows, h.start, item, amount))
    accepted = np.isin(h.outcome, (ACCEPTED, PASSED_AT_LIMIT)) & (h.visit_receives > 0)
    granted: list[tuple[np.ndarray, ...]] = []
    for activity, rows in _by_activity(h, model, accepted):
        items = _items(tuple((r.item, r.share) for r in activity.receives), found, h, rows, costs)
        for item, share in items.items():  # a loan is paid back, any other share of a cost is a grant
            kind, item = (lent, "construction") if item == LOAN else (granted, item)
            kind.append(_dated(h, rows, h.finish, item, h.visit_receives[rows] * share))
    return {
        "payments": _all(paid),
        "loans": _all(lent),
        "subsidies": _all([*granted, *_subsidies(h, found, FIRM)]),
        "commissions": _all(_subsidies(h, found, AGENT)),
    }


def _by_activity(h: Histories, model: Model, chosen: np.ndarray) -> Iterator[tuple[Activity, np.ndarray]]:
    known = {activity.id: activity for regime in model.regimes for activity in regime.activities}
    for number in np.unique(h.visit_activity[chosen]):
        yield known[str(h.rules.activity_names[number])], np.flatnonzero(chosen & (h.visit_activity == number))


def _items(
    parts: tuple[tuple[str, Probability], ...],
    found: list[Ways],
    h: Histories,
    rows: np.ndarray,
    costs: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Share of each item in what was paid, by row; one item has all of it."""
    if len(parts) == 1:
        return {parts[0][0]: np.ones(len(rows))}
    weights = {name: (_share(share, found, h) * costs[name])[h.visit_firm[rows]] for name, share in parts}
    total = sum(weights.values(), start=np.zeros(len(rows)))
    return {name: np.divide(w, total, out=np.zeros(len(rows)), where=total > 0) for name, w in weights.items()}


def _share(share: Probability, found: list[Ways], h: Histories) -> np.ndarray:
    """A share that may differ by attribute or site mode, of every candidate; 0 for those whom no case covers."""
    column = np.zeros(len(h.firm_type))
    for way in found:
        column[way.firms] = pick_amount(share, way.kinds, way.kind, 0.0)
    return column


def costs_by_firm(h: Histories, found: list[Ways]) -> dict[str, np.ndarray]:
    """Every item, down payment and loan of each candidate under the site mode it ended with, yuan [firms]."""
    columns = {item: np.zeros(len(h.firm_type)) for item in (*ITEMS, DOWN_PAYMENT, LOAN)}
    for way in found:
        loan = borrowed(way.costs, way.terms)
        for item, amounts in way.costs.items():
            columns[item][way.firms] = amounts
        columns[LOAN][way.firms] = loan
        columns[DOWN_PAYMENT][way.firms] = way.costs["shell"] - loan * way.terms.buys
    return columns


def _subsidies(h: Histories, found: list[Ways], paid_to: str) -> list[tuple[np.ndarray, ...]]:
    """Paid to the firm, or to who recruited it, on the day a milestone is reached, whatever the day's budget."""
    rows: list[tuple[np.ndarray, ...]] = []
    for way in found:
        for subsidy in way.regime.money.subsidies:
            if subsidy.paid_to != paid_to or (subsidy.site_modes and way.site.id not in subsidy.site_modes):
                continue
            amount = subsidy_amount(subsidy, way.costs, pick_amount(subsidy.amount, way.kinds, way.kind, 0.0))
            day = h.milestone(subsidy.milestone)[way.firms]
            got = ~np.isnan(day) & (amount > 0)
            item = np.full(int(got.sum()), ITEMS.index(subsidy.item or "equipment"))
            rows.append((way.firms[got], day[got], item, np.broadcast_to(amount, day.shape)[got]))
    return rows


def _dated(h: Histories, rows: np.ndarray, day: np.ndarray, item: str, amount: np.ndarray) -> tuple[np.ndarray, ...]:
    return h.visit_firm[rows], day[rows], np.full(len(rows), ITEMS.index(item)), amount


def _all(rows: list[tuple[np.ndarray, ...]]) -> Dated:
    if not rows:
        return Dated.of([])
    firm, day, item, amount = (np.concatenate(column) for column in zip(*rows))
    kept = amount > 0
    return Dated(firm[kept], day[kept], item[kept].astype(np.int64), amount[kept])
