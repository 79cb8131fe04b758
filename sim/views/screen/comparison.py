"""The first screen of `compare`: verdict, a row a strategy, by class and path, who is worse off, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.evidence.verdict import MOST_MISSING
from sim.text.language import Language
from sim.text.rounding import fixed, percent, significant
from sim.text.screen import screen
from sim.text.width import cut
from sim.views.from_manifest import labels_of, titles
from sim.views.labels import Labels
from sim.views.screen.appraisal import appraisal_lines
from sim.views.screen.columns import OF_DAYS, SCREEN, plus_minus, rounded, table, wrap
from sim.views.screen.money import money_lines, target_lines
from sim.views.screen.rows import change_rows, level_rows
from sim.views.screen.who_came import ESTATE, OFFICE, asked_in_vain, longest_wait, not_of_firms, split_lines

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.composition import Split
    from sim.evidence.verdict import Verdict

MONTH = 365 / 12
RMST, MEDIAN, WITHIN = "rmst_time_to_production", "median_time_to_production", "producing_within_12_months"


@dataclass(frozen=True)
class Findings:
    """What the screen shows: tables of levels and differences, the verdict, and per strategy who is worse off.

    `chances` holds the probability that each target is met, `splits` speed and composition where other firms came,
    `appraisal` what extra public cost buys.
    """

    levels: pd.DataFrame
    differences: pd.DataFrame
    verdict: Verdict | None
    worse: Mapping[str, tuple[float, float]]  # strategy -> share worse off, mean change in days
    manifest: Mapping[str, Any]
    chances: pd.DataFrame | None = None
    splits: Mapping[str, Split] = field(default_factory=dict)
    appraisal: pd.DataFrame | None = None


def comparison_screen(found: Findings, lang: Language) -> list[str]:
    """Lines of at most 100 columns."""
    page = _Page(found, lang)
    blocks = [wrap(page.verdict()), page.strategies(), page.notes(), *page.blocks()]
    blocks += [page.groups(), page.who_is_worse_off(), page.rests_on()]
    return [line for block in blocks if block for line in ("", *block)][1:]


class _Page:
    def __init__(self, found: Findings, lang: Language) -> None:
        self.found = found
        self.lang = lang
        self.park = found.manifest["park"]
        self.names = list(found.manifest["strategies"])
        self.labels: Labels = labels_of(found.manifest, lang)
        self.titles = {OFFICE: titles(found.manifest, "office", lang), ESTATE: titles(found.manifest, "resource", lang)}
        self.level = level_rows(found.levels)
        self.change = change_rows(found.differences)

    def say(self, key: str, **values: object) -> str:
        return screen(key, self.lang, **values)

    def strategy(self, name: str) -> str:
        return self.labels.strategy(name)

    def verdict(self) -> str:
        verdict, limit = self.found.verdict, f"{self.park['limit_days']:g}"
        if verdict is None:
            return self.say("one")
        if verdict.best is None:
            return self.say("nobody_watched", limit=limit)
        best = self.strategy(verdict.best)
        if verdict.kind == "tied":
            tied = (" and " if self.lang == "en" else "、").join(self.strategy(name) for name in verdict.tied)
            return self.say("tied", best=best, tied=tied, margin=f"{verdict.margin:g}", limit=limit)
        if verdict.kind == "not_enough" and verdict.missing > MOST_MISSING * (verdict.n + verdict.missing):
            return self.say(
                "histories_without", share=rounded(100 * verdict.missing / (verdict.n + verdict.missing), 1)
            )
        if verdict.kind == "not_enough":
            needed = self.say("needed", needed=verdict.needed) if verdict.needed else ""
            return self.say("not_enough", n=verdict.n, needed=needed, best=best)
        other = self.names[0] if self.names[0] != verdict.best else str(verdict.runner_up)
        gap = verdict.differences[other]
        half = (gap.high - gap.low) / 2
        return self.say(
            "best", best=best, other=self.strategy(other), limit=limit,
            days=rounded(gap.mean, half, digits=OF_DAYS), low=rounded(gap.low, half, digits=OF_DAYS),
            high=rounded(gap.high, half, digits=OF_DAYS),
        )  # fmt: skip

    def strategies(self) -> list[str]:
        head = [self.say(k) for k in ("strategy", "signed", "producing", "within_12", "mean", "median", "difference")]
        rows = [self.row(name, "all", self.strategy(name)) for name in self.names]
        lines = table(head, rows)
        waits = [cut(f"   {longest_wait(self.level, n, self.titles, self.lang)}", SCREEN) for n in self.names]
        if len(set(waits)) == 1:
            return [*lines, waits[0]]
        return [lines[0], *(line for pair in zip(lines[1:], waits) for line in pair)]

    def row(self, name: str, group: str, title: str) -> list[str]:
        within = self.mean(name, group, WITHIN)
        return [
            title,
            _count(self.mean(name, group, "signed")),
            _count(self.mean(name, group, "producing")),
            "–" if within != within else f"{percent(within)} %",
            self.months(name, group, RMST),
            self.months(name, group, MEDIAN),
            self.difference(name, group),
        ]

    def mean(self, name: str, group: str, kpi: str) -> float:
        row = self.level.get((name, group, kpi))
        return float("nan") if row is None else row.mean

    def months(self, name: str, group: str, kpi: str) -> str:
        """Mean over histories, or for the median of a history the middle one of them; P10-P90 of one history."""
        row = self.level.get((name, group, kpi))
        if row is None or row.n == 0:
            return "–"
        centre = row.p50 if kpi == MEDIAN else row.mean
        if centre == float("inf"):
            return self.say("not_reached")
        return f"{fixed(centre / MONTH, 1)}{_ends(row.p10 / MONTH, row.p90 / MONTH)}"

    def difference(self, name: str, group: str) -> str:
        if name == self.names[0]:
            return self.say("baseline")
        row = self.change.get((name, group, RMST))
        if row is None or row.n == 0 or row.low != row.low:
            return "–"
        return plus_minus(row.difference, row.half, sign=True, digits=OF_DAYS)

    def blocks(self) -> list[list[str]]:
        """Targets, money, and who came: each only where a park has it."""
        titled = [(name, self.strategy(name)) for name in self.names]
        targets = self.park.get("targets", ())
        return [
            split_lines(self.found.splits, titled[0][1], titled, self.lang),
            [] if self.found.chances is None else target_lines(self.found.chances, targets, titled, self.lang),
            money_lines(self.level, titled, self.lang),
            [] if self.found.appraisal is None else appraisal_lines(self.found.appraisal, titled, self.lang),
        ]

    def notes(self) -> list[str]:
        lines = wrap(self.say("months_note", limit=f"{self.park['limit_days']:g}"))
        for name in self.names[1:2]:
            row = self.change.get((name, "all", RMST))
            if row is not None and row.bought == row.bought:
                lines += wrap(
                    self.say(
                        "paired" if row.bought > 1.05 else "not_paired",
                        bought=fixed(row.bought, 1),
                        strategy=self.strategy(name),
                    )
                )
        return lines

    def groups(self) -> list[str]:
        names = dict.fromkeys(group for _, group, _ in self.level)
        chosen = [group for group in names if group != "all" and not not_of_firms(group)]
        return [self.say("by_group"), *(line for group in chosen for line in self.one_group(group))] if chosen else []

    def one_group(self, group: str) -> list[str]:
        apart = f" ({self.say('apart')})" if group.startswith("type:") else ""
        first = self.level.get((self.names[0], group, "signed"))
        count = _count(first.mean if first else 0.0)
        title = f"{self.labels.group(group)}{apart} · {self.say('signed')} {count}"
        head = [self.say(k) for k in ("strategy", "producing", "within_12", "mean", "median", "difference")]
        rows = [[f"  {cells[0]}", *cells[2:]] for cells in (self.row(n, group, self.strategy(n)) for n in self.names)]
        if len(rows) > 1 and all(row[1:-1] == rows[0][1:-1] for row in rows) and self.unmoved(group):
            rows = [[f"  {self.say('every_strategy')}", *rows[0][1:-1], "–"]]
        return [cut(title, SCREEN), *table(head, rows)[1:]]

    def unmoved(self, group: str) -> bool:
        """Does no strategy change anything for these firms?"""
        changes = [self.change.get((name, group, RMST)) for name in self.names[1:]]
        return all(row is not None and row.low == row.high == 0 for row in changes)

    def who_is_worse_off(self) -> list[str]:
        lines: list[str] = []
        for name, (share, change) in self.found.worse.items():
            lines += wrap(
                self.say(
                    "worse", strategy=self.strategy(name), baseline=self.strategy(self.names[0]),
                    share=percent(share), days=significant(change, OF_DAYS, sign=True),
                )
            )  # fmt: skip
        for name in self.names:
            lines += asked_in_vain(self.level, (name, self.strategy(name)), self.titles[ESTATE], self.lang)
        return lines

    def rests_on(self) -> list[str]:
        park, manifest = self.park, self.found.manifest
        lines: list[str] = []
        if park["estimates"]:
            names = ", ".join(str(path).split(".", 1)[-1] for path in park["estimates"])
            lines += wrap(f"{self.say('estimates', n=len(park['estimates']))} {names}", indent="  ")
        if park["assumes"]:
            texts = " ".join(
                text[self.lang].rstrip(".。") + ("." if self.lang == "en" else "。") for text in park["assumes"]
            )
            lines += wrap(f"{self.say('assumed')} {texts}", indent="  ")
        if park["beyond_published_calendar"]:
            lines += wrap(self.say("calendar_end"))
        lines += wrap(
            self.say(
                "played", replications=manifest["replications"], seed=manifest["seed"],
                start=park["start"], end=park["end"],
                version=manifest["parksim"], code=manifest["code"],
            )
        )  # fmt: skip
        return lines


def _ends(low: float, high: float) -> str:
    """P10-P90 of one history in months, one digit closer where whole ones are equal; nothing where nothing spreads.

    >>> _ends(17.8, 24.2), _ends(2.1, 2.4), _ends(2.5, 2.5)
    (' (18–24)', ' (2.1–2.4)', '')
    """
    if low == high:
        return ""
    after = 1 if fixed(low) == fixed(high) else 0
    return f" ({fixed(low, after)}–{fixed(high, after)})"


def _count(value: float) -> str:
    return fixed(value, 1 if value < 100 else 0)


__all__ = ["MEDIAN", "MONTH", "RMST", "WITHIN", "Findings", "comparison_screen", "rounded"]
