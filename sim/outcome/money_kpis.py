"""KPIs of money: what firms get out of it, what it costs the county, and whether the bond is covered.

KPIs of firms stand by group; those of the county have the group `park`. Yuan, not discounted, up to the horizon, unless
a KPI says otherwise.
"""

from __future__ import annotations

import numpy as np

from sim.engine.log import DECLINED, FAILED
from sim.money.appraisal import Effect, but_for_share, cost_of, land_held, net_effect, ratio
from sim.money.taxes import realised_output
from sim.outcome.books import Books
from sim.outcome.cohort import Firms
from sim.outcome.estate import chose, comes_without_support

FIRM_KPIS: dict[str, tuple[str, int]] = {
    "npv_mean": ("yuan", 1),
    "lowest_cash_mean": ("yuan", 1),
    "paid_back": ("share", 1),
    "failed": ("firms", -1),
}
PARK_KPIS: dict[str, tuple[str, int]] = {
    "candidates_declined": ("share", -1),
    "jobs": ("jobs", 1),
    "annual_output": ("yuan", 1),
    "tax_retained": ("yuan", 1),
    "public_cost": ("yuan", -1),
    "relief_granted": ("yuan", -1),
    "fiscal_net": ("yuan", 1),
    "bond_cover": ("ratio", 1),
    "bond_cover_worst_year": ("ratio", 1),
    "cost_per_producing_firm": ("yuan", -1),
    "cost_per_job": ("yuan", -1),
    "cost_per_tax_yuan": ("ratio", -1),
    "cost_per_net_producing_firm": ("yuan", -1),
    "but_for": ("share", 1),
    "output_per_mu": ("yuan", 1),
    "tax_per_mu": ("yuan", 1),
    "stranded_area": ("m2", -1),
}
"""id -> unit, direction."""
PLOT_RATIO = 1.08  # floor over land of the Ziyuan park (S2), for firms in the park's buildings


def firm_kpis(books: Books, firms: Firms) -> dict[str, np.ndarray]:
    """KPIs by group and replication.

    `npv_mean` is the mean net present value at signing, at the firm's own rate, over signed firms; `lowest_cash_mean`
    the mean of the deepest point of their cumulative flow; `paid_back` the share of signed firms whose cumulative flow
    is back at nought by the horizon, everybody wound up then; `failed` counts firms whose cash ran out.
    """
    everyone = np.ones(len(firms.cell), dtype=bool)
    return {
        "npv_mean": firms.mean(books.npv[firms.member], everyone),
        "lowest_cash_mean": firms.mean(books.lowest_cash[firms.member], everyone),
        "paid_back": firms.mean(np.isfinite(books.payback_months[firms.member]).astype(np.float64), everyone),
        "failed": firms.count(books.histories.firm_status[firms.member] == FAILED),
    }


def park_kpis(books: Books) -> dict[tuple[str, str], np.ndarray]:
    """(`park`, kpi) -> one value a replication.

    `public_cost` is what buildings cost, subsidies, commissions, relief, staff and land preparation; `cost_per_…`
    divide it by what is there at the horizon (jobs and firms that produce, tax kept so far). `jobs` are those that
    wages are paid for: `output_share` discounts output and leaves them alone (docs/money.md says why).
    `cost_per_net_producing_firm` divides it by the firms that would not have come without support: measured where firms
    choose, else the literature's share.
    """
    h, facts = books.histories, books.facts
    there = h.enterprise & ~np.isnan(facts.producing) & np.isnan(facts.left)
    fiscal = books.fiscal
    tax, cost = fiscal.taxes.sum(axis=1), public_cost(books)
    firms, jobs = _sum(books, there, np.ones(len(there))), _sum(books, there, facts.jobs)
    but_for = _but_for(books, there)
    gross = Effect(firms, jobs, tax, np.zeros(len(firms)))
    net = cost_of(net_effect(gross, np.nan_to_num(but_for)), cost)
    whole = cost_of(gross, cost)
    output = realised_output(facts) * ramp_share(books)
    land = _sum(books, there, land_held(facts.land_area, facts.floor_at_last, facts.builds, PLOT_RATIO))
    found = {
        "candidates_declined": _declined(books),
        "jobs": jobs,
        "annual_output": _sum(books, there, output),
        "tax_retained": tax,
        "public_cost": cost,
        "relief_granted": relief(books),
        "fiscal_net": fiscal.net.sum(axis=1),
        "cost_per_producing_firm": whole.firm,
        "cost_per_job": whole.job,
        "cost_per_tax_yuan": whole.tax,
        "cost_per_net_producing_firm": net.firm,
        "but_for": but_for,
        "output_per_mu": ratio(_sum(books, there, output), land),
        "tax_per_mu": ratio(_sum(books, there, output * facts.tax_share), land),
        "stranded_area": stranded_area(books),
    }
    if books.bond is not None:
        covered = books.bond[2]
        found |= {"bond_cover": covered.lifetime, "bond_cover_worst_year": covered.yearly.min(axis=1)}
    return {("park", kpi): _no_infinity(values) for kpi, values in found.items()}


def public_cost(books: Books) -> np.ndarray:
    """What the county and its platform company spent by the horizon, yuan [replications]."""
    fiscal = books.fiscal
    spent = fiscal.subsidies + fiscal.commissions + fiscal.land_preparation + fiscal.service_staff
    return np.asarray(books.built + relief(books) - spent.sum(axis=1))


def relief(books: Books) -> np.ndarray:
    """Rent waived or refunded by the horizon, yuan [replications]."""
    h, waived = books.histories, books.flows.totals["relief"]
    return np.bincount(books.replication[h.enterprise], waived[h.enterprise], len(h.replications))


def ramp_share(books: Books) -> np.ndarray:
    """Share of full output in the year of production in which each firm is at the horizon; 0 where it makes nothing."""
    ramp = np.array(books.model.regimes[0].money.ramp or (1.0,))
    years = (books.facts.last_day - books.facts.producing) / 365.0
    year = np.clip(np.nan_to_num(years, nan=0.0).astype(np.int64), 0, len(ramp) - 1)
    return np.where(np.isnan(years) | (years < 0), 0.0, ramp[year])


def stranded_area(books: Books) -> np.ndarray:
    """Floor made to suit that nobody is coming for any more, m² at the horizon: it fits nobody else as it is."""
    return _sum(books, books.to_suit.stranded, books.to_suit.floor)


def _but_for(books: Books, there: np.ndarray) -> np.ndarray:
    """Share of the producing firms that would not have come without support, NaN where nobody produces."""
    rules = books.model.regimes[0]
    if rules.site_choice != "free":
        return np.full(len(books.histories.replications), float(but_for_share("forced", rules.money.county)))
    only_so = _sum(books, there & ~comes_without_support(books.histories), np.ones(len(there)))
    return ratio(only_so, _sum(books, there, np.ones(len(there))))


def _declined(books: Books) -> np.ndarray:
    h = books.histories
    asked = h.enterprise & chose(h)
    declined = _sum(books, asked & (h.firm_status == DECLINED), np.ones(len(asked)))
    return ratio(declined, _sum(books, asked, np.ones(len(asked))))


def _sum(books: Books, chosen: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Over chosen counted firms, by replication."""
    h = books.histories
    counted = chosen & (h.rules.type_counted[h.firm_type] == 1)
    return np.bincount(books.replication[counted], amount[counted], len(h.replications))


def _no_infinity(values: np.ndarray) -> np.ndarray:
    """Costs of nothing are undefined in that history, not infinite."""
    return np.where(np.isfinite(values), values, np.nan)
