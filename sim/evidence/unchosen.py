"""Whom a scarce team was given to, what they gained, and what the others lost.

A team that carries a few firms takes them past others in lines, so what some gain others may lose. Under one strategy
firms with and without it differ in more than the team. So every firm is met with itself under a strategy without the
team, on equal luck, and the change stands side by side: for those that had it, for all that had not, and among these
for those that asked in vain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.evidence.firms import PairedFirms, firm_difference, paired_firms, worse_off
from sim.evidence.intervals import LEVEL

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.park import Model

GROUPS = ("chosen", "not_chosen", "wanting", "all")
"""`wanting` are part of `not_chosen`: they asked and never got it."""
TABLES = ("enterprises", "holdings", "activities")
FIRM = ["replication", "enterprise"]
COLUMNS = ["group", "firms", "days", "low", "high", "longer", "n", "missing"]


@dataclass(frozen=True)
class Given:
    """A team, the steps at which firms ask for it, the strategy in which it is given and the one without it."""

    team: str
    steps: tuple[str, ...]
    of: str
    against: str


def asked_at(model: Model, team: str) -> tuple[str, ...]:
    """Steps at which firms ask for a team, under any of the park's rules; ValueError where it has no such team."""
    teams = {one.id for rules in model.regimes for one in rules.teams}
    if team not in teams:
        raise ValueError(f"no team {team!r} in the park; it has: {', '.join(sorted(teams)) or 'none'}")
    steps = (step for rules in model.regimes for step in rules.activities)
    return tuple(sorted({step.id for step in steps if any(take.what == team for take in step.takes)}))


def by_given(
    tables: Mapping[str, pd.DataFrame], given: Given, limit: float, horizon: float, level: float = LEVEL
) -> pd.DataFrame:
    """Paired change of the time to production, a row for each of `GROUPS`.

    Who belongs where is read off the strategy `of`: chosen is who held the team for some time (who gets it too late
    holds it for its step alone, R22: for none where that step takes no time), wanting who was ready at one of `steps`
    and never held it so. Firms, limit and horizon as for `firms.paired_firms`.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        `TABLES` of one world.

    Returns
    -------
    pandas.DataFrame
        group; firms (paired, mean a history); days (mean change, of - against; every history weighs the same), low,
        high; longer (share of these firms whose time got longer); n, missing (histories with and without such a firm).

    Raises
    ------
    ValueError
        A table that was not kept, and what `paired_firms` raises.
    """
    import pandas as pd

    lacking = [name for name in TABLES if name not in tables]
    if lacking:
        raise ValueError(
            f"tables not kept: {', '.join(lacking)}; who was chosen and who asked is read from them: play with "
            f"keep={TABLES}"
        )
    pairs = paired_firms(tables["enterprises"], given.against, given.of, limit, horizon)
    holdings, steps = (_under(tables[name], given.of) for name in ("holdings", "activities"))
    of_team = holdings[(holdings["resource"] == given.team) & ~(holdings["t_to"] <= holdings["t_from"])]
    had = _among(pairs.table, of_team)
    asked = _among(pairs.table, steps[steps["activity"].isin(given.steps) & steps["ready"].notna()])
    members = {"chosen": had, "not_chosen": ~had, "wanting": asked & ~had, "all": had | ~had}
    rows = [(name, *_change(pairs, members[name], level)) for name in GROUPS]
    return pd.DataFrame(rows, columns=COLUMNS)


def _under(table: pd.DataFrame, strategy: str) -> pd.DataFrame:
    return table[table["strategy"] == strategy]


def _among(firms: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Which of the firms have a row, bool."""
    import pandas as pd

    found = pd.MultiIndex.from_frame(rows[FIRM].astype({"enterprise": object}))
    index = pd.MultiIndex.from_frame(firms[FIRM].astype({"enterprise": object}))
    return pd.Series(index.isin(found), index=firms.index)


def _change(pairs: PairedFirms, members: pd.Series, level: float) -> tuple[float, ...]:
    mine = PairedFirms(pairs.table[members], pairs.histories)
    change, longer = firm_difference(mine, level), worse_off(mine, level)
    firms = len(mine.table) / pairs.histories
    return firms, change.mean, change.low, change.high, longer.mean, change.n, change.missing
