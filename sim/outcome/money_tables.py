"""Tables of money: what each firm got out of it, and the county's two accounts, year by year. Yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.money.entries import FLOW_ITEMS, entries
from sim.money.flows import of_item, tally
from sim.money.units import to_months
from sim.outcome.books import Books, lines_of
from sim.outcome.estate import comes_without_support
from sim.outcome.tables import category, enterprise_names, keys

if TYPE_CHECKING:
    import pandas as pd

ACCOUNTS = ("bond", "fiscal")
ACCOUNT_COLUMNS = ("strategy", "world", "replication", "account", "line", "year", "simulated", "value")
CASH_COLUMNS = ("strategy", "world", "replication", "month", "item", "firms", "value")
NET = "net"
NOUGHT = 1e-6  # yuan: what is less is the rounding of running sums
NO_COVER = 1e-12  # the same of a ratio
FINANCE = ("site", "npv", "lowest_cash", "payback_months", "would_come_without", "t_above_scale", *FLOW_ITEMS)


def finance(books: Books | None, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a firm that signed.

    Columns: the keys up to `enterprise`; site, npv (at signing, at its own discount rate), lowest_cash (deepest point
    of the cumulative flow), payback_months (from signing, inf = not by the end), would_come_without (without subsidies
    and relief, in the same state of the park), t_above_scale (day it entered the statistics of firms above scale, NaN =
    not), then one column an item, totals to the horizon. Everybody is wound up at the horizon: deposits back, buildings
    at their resale value, loans repaid.
    """
    import pandas as pd

    if books is None:
        return pd.DataFrame(columns=["strategy", "world", "replication", "enterprise", *FINANCE])
    h = books.histories
    mine = np.flatnonzero(h.enterprise & ~np.isnan(books.facts.signed))
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.firm_replication[mine]),
            "enterprise": enterprise_names(h)[mine],
            "site": category(h.rules.network_mode[h.firm_final_network[mine]], h.rules.mode_names),
            "npv": books.npv[mine],
            "lowest_cash": books.lowest_cash[mine],
            "payback_months": books.payback_months[mine],
            "would_come_without": comes_without_support(h)[mine],
            "t_above_scale": books.entered[mine],
            **{item: amount[mine] for item, amount in books.flows.totals.items()},
        }
    )


def accounts(books: Books | None, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a replication, account, line and year.

    Columns: strategy, world, replication, account (bond: by year of the bond; fiscal: by year from day 0), line, year
    (from 1), simulated (false: at least partly on the stated churn and re-letting), value (yuan; `cover` is a ratio).
    What is paid out is negative.
    """
    import pandas as pd

    if books is None:
        return pd.DataFrame(columns=list(ACCOUNT_COLUMNS))
    parts = [("fiscal", line, values, books.fiscal.simulated) for line, values in lines_of(books.fiscal).items()]
    if books.bond is not None:
        account, service, covered = books.bond
        lines = lines_of(account) | {"interest": -service.interest, "principal": -service.principal}
        lines |= {"early_repayment": -service.early, "cover": covered.yearly}
        parts += [("bond", line, values, account.simulated) for line, values in lines.items()]
    account_of, line_of, values, simulated = zip(*parts)
    names = list(dict.fromkeys(line_of))
    rows = [np.size(value) for value in values]
    replication, year = np.concatenate([np.indices(value.shape).reshape(2, -1) for value in values], axis=1)
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, books.histories.replications[replication]),
            "account": category(np.repeat([ACCOUNTS.index(name) for name in account_of], rows), np.array(ACCOUNTS)),
            "line": category(np.repeat([names.index(name) for name in line_of], rows), np.array(names)),
            "year": (year + 1).astype(np.int32),
            "simulated": np.concatenate([one.reshape(-1) for one in simulated]),
            "value": np.concatenate([clean(v, line != "cover").reshape(-1) for line, v in zip(line_of, values)]),
        }
    )


def clean(values: np.ndarray, yuan: bool = True) -> np.ndarray:
    """Plain noughts in the place of what running sums leave behind, and of -0.0; every other number as it is.

    >>> clean(np.array([-1.8e-12, -0.0, 0.01, -4e7])).tolist()
    [0.0, 0.0, 0.01, -40000000.0]
    """
    return np.where(np.abs(values) < (NOUGHT if yuan else NO_COVER), 0.0, values)


def cash(books: Books | None, limit: float, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a replication, month since signing and item of the account of a firm, mean over firms.

    Counted firms that were watched for `limit` days after signing: up to the limit every month speaks of the same
    firms, beyond it of those among them whose month ends by the horizon. Who left counts with nothing more. Columns:
    strategy, world, replication, month (0 = the first), item (`net`, or one of FLOW_ITEMS where it is not 0), firms (of
    whom the month speaks), value (yuan in that month). Cash only: what a firm owns counts as it sells it.
    """
    import pandas as pd

    if books is None:
        return pd.DataFrame(columns=list(CASH_COLUMNS))
    h, signed = books.histories, books.facts.signed
    counted = h.enterprise & (h.rules.type_counted[h.firm_type] == 1)
    mine = np.flatnonzero(counted & (signed >= 0) & (signed <= books.facts.last_day - limit))
    firms, flows = _mean_flows(books, mine)
    names = np.array((NET, *FLOW_ITEMS))
    parts = np.concatenate((clean(flows.sum(axis=0, keepdims=True)), flows))
    item, row, month = np.nonzero((parts != 0) | (np.arange(len(names)) == 0)[:, None, None] & (firms > 0))
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.replications[np.unique(books.replication[mine])[row]]),
            "month": month.astype(np.int32),
            "item": category(item, names),
            "firms": firms[row, month].astype(np.int32),
            "value": parts[item, row, month],
        }
    )


def _mean_flows(books: Books, firms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many of `firms` are watched by month since signing, and their mean flows by item, yuan.

    Both by [replications that have some, months]; the flows by [items] first.
    """
    whole = _whole_months(books.facts.last_day - books.facts.signed[firms])
    months = int(whole.max(initial=0))
    _, at, count = np.unique(books.replication[firms], return_inverse=True, return_counts=True)
    there = np.arange(months) < whole[:, None]
    watched = np.zeros((len(count), months))
    np.add.at(watched, at, there)
    flows = np.zeros((len(FLOW_ITEMS), *watched.shape))
    found = entries(books.facts, books.model.regimes[0].money)
    row = np.full(found.firms, -1)
    row[firms] = np.arange(len(firms))
    since = to_months(books.facts.signed[firms])
    for item, total in zip(FLOW_ITEMS, flows):
        np.add.at(total, at, there * tally(*of_item(found, item), row, len(firms), months, origin=since))
    return watched, clean(flows / np.maximum(watched, 1))


def _whole_months(days: float | np.ndarray) -> np.ndarray:
    """Months that end within so many days.

    >>> _whole_months(1095.0).tolist(), _whole_months(np.array([30.0, 31.0])).tolist()
    (36, [0, 1])
    """
    return np.floor(to_months(days) + 1e-9).astype(np.int64)
