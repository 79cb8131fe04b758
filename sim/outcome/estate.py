"""Tables of the estate: who held what, what was free when, and what each candidate weighed.

Areas are m², land 亩, utilities in their own unit; a space is counted from the day its shells are decided, because
from then on they can be signed for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.log import DECLINED
from sim.outcome.histories import Histories
from sim.outcome.tables import category, enterprise_names, keys

if TYPE_CHECKING:
    import pandas as pd

CHANGES = ("supplied", "given_back", "taken")  # in the order in which they count within one instant


def holdings(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a unit or an amount of a stock that a firm held.

    Columns: the keys up to `enterprise`; resource, unit (number within the park, -1 = of a stock), amount, t_from, t_to
    (NaN = to the horizon and on).
    """
    import pandas as pd

    h, firm = histories, histories.holding_firm
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.firm_replication[firm]),
            "enterprise": enterprise_names(h)[firm],
            "resource": category(h.holding_resource, h.rules.resource_names),
            "unit": h.holding_unit.astype(np.int32),
            "amount": h.holding_amount,
            "t_from": h.holding_from,
            "t_to": h.holding_to,
        }
    )


def stocks(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a change of what is free of a space or a stock, with the level after it.

    Columns: strategy, world, replication, resource, t, what (supplied, given_back, taken), change, level. The level of
    an instant is that of its last row; it is never below 0, but of a team that people have left.
    """
    import pandas as pd

    h = histories
    parts = [*_supplied(h), *_held(h)]
    replication, resource, t, what, change = (np.concatenate(column) for column in zip(*parts))
    order = np.lexsort((what, t, resource, replication))
    replication, resource, t, what, change = (c[order] for c in (replication, resource, t, what, change))
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.replications[replication]),
            "resource": category(resource, h.rules.resource_names),
            "t": t,
            "what": category(what, np.array(CHANGES)),
            "change": change,
            "level": _running(change, replication * max(len(h.rules.resource_names), 1) + resource),
        }
    )


def _supplied(h: Histories) -> list[tuple[np.ndarray, ...]]:
    rules, count = h.rules, len(h.replications)
    units = np.repeat(np.arange(len(rules.resource_names)), np.diff(rules.unit_ptr))
    supplies = np.repeat(np.arange(len(rules.resource_names)), np.diff(rules.supply_ptr))
    rows: list[tuple[np.ndarray, ...]] = []
    for resource, t, amount in (
        (units, np.tile(rules.unit_decided, (count, 1)), np.tile(rules.unit_area, (count, 1))),
        (supplies, h.supply_day, h.supply_amount),
    ):
        there = t <= float(rules.horizon)
        replication, column = np.nonzero(there)
        supplied = np.full(len(replication), CHANGES.index("supplied"))
        rows.append((replication, resource[column], t[there], supplied, amount[there]))
    return rows


def _held(h: Histories) -> list[tuple[np.ndarray, ...]]:
    replication = np.searchsorted(h.replications, h.firm_replication[h.holding_firm])
    back = np.flatnonzero(~np.isnan(h.holding_to))
    taken, given = (
        np.full(n, CHANGES.index(what)) for n, what in ((len(replication), "taken"), (len(back), "given_back"))
    )
    return [
        (replication, h.holding_resource, h.holding_from, taken, -h.holding_amount),
        (replication[back], h.holding_resource[back], h.holding_to[back], given, h.holding_amount[back]),
    ]


def _running(change: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Cumulative sum within each series; rows of a series follow each other."""
    total = np.cumsum(change)
    first = np.flatnonzero(np.diff(series, prepend=-1))
    before = np.concatenate(([0.0], total))[first]
    return np.asarray(total - np.repeat(before, np.diff(np.append(first, len(change)))))


def decisions(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row an option that a candidate weighed, and one for staying where it is (site `outside`).

    Columns: the keys up to `enterprise`; t, site, value (yuan, before the wait), support (of it, from subsidies and
    relief), wait (days it reckoned with), worth (value - loss per day x wait), chosen.
    """
    import pandas as pd

    h, rules = histories, histories.rules
    firm, mode = np.nonzero(~np.isnan(h.firm_choice_wait))
    weighed = worths(h)
    who = np.flatnonzero(chose(h))
    final = rules.network_mode[h.firm_final_network]
    declined = h.firm_status == DECLINED
    outside = len(rules.mode_names)
    rows = np.concatenate((firm, who))
    site = np.concatenate((mode, np.full(len(who), outside)))
    order = np.lexsort((site, rows))
    columns = {
        "t": np.where(declined, h.firm_end, h.firm_chose)[rows],
        "site": category(site, np.append(rules.mode_names, "outside")),
        "value": np.concatenate((h.firm_value[firm, mode], h.firm_outside[who])),
        "support": np.concatenate((h.firm_support[firm, mode], np.zeros(len(who)))),
        "wait": np.concatenate((h.firm_choice_wait[firm, mode], np.zeros(len(who)))),
        "worth": np.concatenate((weighed[firm, mode], h.firm_outside[who])),
        "chosen": np.where(declined[rows], site == outside, site == chosen_mode(h, final)[rows]),
    }
    table = {
        **keys(strategy, strategies, world, h.firm_replication[rows]),
        "enterprise": enterprise_names(h)[rows],
        **columns,
    }
    return pd.DataFrame(table).iloc[order].reset_index(drop=True)


def chose(h: Histories) -> np.ndarray:
    """Which candidates compared the site modes themselves, in time to be seen: bool [firms]."""
    return np.asarray(~np.isnan(h.firm_chose) | (h.firm_status == DECLINED))


def worths(h: Histories) -> np.ndarray:
    """What each option was worth as the candidate saw it, yuan [firms, site modes]; -inf = no option."""
    wait = np.where(np.isnan(h.firm_choice_wait), 0.0, h.firm_choice_wait)
    worth = h.firm_value - h.firm_loss_per_day[:, None] * wait
    return np.where(np.isnan(h.firm_choice_wait), -np.inf, worth)


def chosen_mode(h: Histories, final: np.ndarray) -> np.ndarray:
    """The mode a candidate chose, by its worth; for who did not choose, the mode it ended with."""
    best = np.argmax(worths(h), axis=1) if h.firm_value.shape[1] else final
    return np.where(chose(h), best, final)


def comes_without_support(h: Histories) -> np.ndarray:
    """Would a candidate have come without subsidies and relief, in the same state of the park? bool [firms].

    True too for who does not choose, because nothing is weighed.
    """
    bare = np.where(np.isfinite(worths(h)), worths(h) - h.firm_support, -np.inf)
    best = bare.max(axis=1, initial=-np.inf)
    return np.where(chose(h), (best >= h.firm_outside) & np.isfinite(best), True)
