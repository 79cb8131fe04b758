"""Who came, and what they waited for: the difference in speed and composition, and the longest wait of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.text.language import Language
from sim.text.rounding import fixed, significant
from sim.text.screen import screen
from sim.views.screen.columns import OF_DAYS, plus_minus, rounded, table, wrap
from sim.views.screen.rows import Level, Where

if TYPE_CHECKING:
    from sim.evidence.composition import Split

OFFICE, ESTATE, TEAM = "office:", "estate:", "team:"
WAITS = {OFFICE: "wait_mean", ESTATE: "estate_wait_mean"}


def not_of_firms(group: str) -> bool:
    """Is it a group of KPIs of something else than firms?"""
    return group in ("park", "targets") or group.startswith((OFFICE, ESTATE, TEAM, "activity:"))


def longest_wait(
    levels: Mapping[Where, Level], strategy: str, titles: Mapping[str, Mapping[str, str]], lang: Language
) -> str:
    """At which office, or for which space or stock, firms wait longest under a strategy; `titles` by kind of group."""
    mine = {(group, kpi): row for (name, group, kpi), row in levels.items() if name == strategy}
    waits = {group: row for (group, kpi), row in mine.items() if kpi in WAITS.values()}
    longest = max((g for g in waits if waits[g].mean > 0), key=lambda group: waits[group].mean, default=None)
    if longest is None:
        return screen("no_wait_for" if any(group.startswith(ESTATE) for group in waits) else "no_wait", lang)
    days = rounded(waits[longest].mean, waits[longest].half, digits=OF_DAYS)
    kind, name = (ESTATE if longest.startswith(ESTATE) else OFFICE), longest.split(":", 1)[1]
    what = titles[kind].get(name, name)
    if kind == ESTATE:
        return screen("longest_wait_for", lang, days=days, what=what)
    return screen("longest_wait", lang, days=days, office=what)


def asked_in_vain(
    levels: Mapping[Where, Level], strategy: tuple[str, str], titles: Mapping[str, str], lang: Language
) -> list[str]:
    """For each team that somebody waited for in vain under a strategy (name, title): how many had it, how many not."""
    lines: list[str] = []
    for (name, group, kpi), never in levels.items():
        if name == strategy[0] and kpi == "firms_never_helped" and never.mean > 0:
            helped, team = levels[name, group, "firms_helped"], group.removeprefix(TEAM)
            counts = {"helped": fixed(helped.mean, 1), "never": fixed(never.mean, 1)}
            lines += wrap(screen("asked_in_vain", lang, strategy=strategy[1], team=titles.get(team, team), **counts))
    return lines


def split_lines(
    splits: Mapping[str, Split], baseline: str, strategies: Sequence[tuple[str, str]], lang: Language
) -> list[str]:
    """A row a strategy under which other firms sign than under the baseline; nothing where the same sign."""
    if not splits:
        return []
    keys = ("strategy", *(f"split_{part}" for part in ("difference", "speed", "composition")))
    firms = ("split_both", "split_only_baseline", "split_only_other")
    rows, notes = [], []
    for name, title in strategies:
        found = splits.get(name)
        if found is None:
            continue
        parts = (found.difference, found.speed, found.composition)
        days = ["–" if part.n == 0 else _days(part.mean, (part.high - part.low) / 2) for part in parts]
        means = (found.table[column].mean() for column in ("both", "only_baseline", "only_other"))
        rows.append([title, *days, *(significant(mean, 2) for mean in means)])
        missing, n = found.speed.missing, found.speed.n
        if missing:
            notes += wrap(screen("split_missing", lang, strategy=title, missing=missing, of=missing + n))
    head = [screen(key, lang) for key in (*keys, *firms)]
    return [*wrap(screen("split_head", lang, baseline=baseline)), *table(head, rows), *notes]


def _days(mean: float, half: float) -> str:
    return plus_minus(mean, half, sign=True, digits=OF_DAYS)
