"""Tables of money: what each firm got out of it, and the county's two accounts, year by year. Yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.money.entries import FLOW_ITEMS
from sim.outcome.books import Books, lines_of
from sim.outcome.estate import comes_without_support
from sim.outcome.tables import category, enterprise_names, keys

if TYPE_CHECKING:
    import pandas as pd

ACCOUNTS = ("bond", "fiscal")
ACCOUNT_COLUMNS = ("strategy", "world", "replication", "account", "line", "year", "simulated", "value")
FINANCE = ("site", "npv", "lowest_cash", "payback_months", "would_come_without", *FLOW_ITEMS)


def finance(books: Books | None, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a firm that signed.

    Columns: the keys up to `enterprise`; site, npv (at signing, at its own discount rate), lowest_cash (deepest point
    of the cumulative flow), payback_months (from signing, inf = not by the end), would_come_without (without subsidies
    and relief, in the same state of the park), then one column an item, totals to the horizon. Everybody is wound up
    at the horizon: deposits back, buildings at their resale value, loans repaid.
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
    names = list(dict.fromkeys(line for _, line, _, _ in parts))
    blocks = []
    for account_name, line, values, simulated in parts:
        replication, year = np.indices(values.shape).reshape(2, -1)
        blocks.append(
            pd.DataFrame(
                {
                    **keys(strategy, strategies, world, books.histories.replications[replication]),
                    "account": category(np.full(values.size, ACCOUNTS.index(account_name)), np.array(ACCOUNTS)),
                    "line": category(np.full(values.size, names.index(line)), np.array(names)),
                    "year": (year + 1).astype(np.int32),
                    "simulated": simulated.reshape(-1),
                    "value": values.reshape(-1),
                }
            )
        )
    return pd.concat(blocks, ignore_index=True)
