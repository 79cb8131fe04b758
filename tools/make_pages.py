"""Make what the documentation shows from the program itself: figures, tables and transcripts. `make pages` runs it.

A generated part of a page stands between `<!-- made: NAME -->` and `<!-- end -->`; a transcript is a block that opens
with ```console and whose lines `$ parksim …` are commands. A line `…` in it stands for lines left out. Both are
made anew in place; the rest of a page is left alone.

    python tools/make_pages.py                 all of it
    python tools/make_pages.py transcripts     only the transcripts, quickly
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import sim
from sim.levers.all_levers import LEVERS
from sim.model.law import By
from sim.outcome.activity_kpis import ACTIVITY_KPIS
from sim.outcome.kpis import KPIS
from sim.outcome.offices import OFFICE_KPIS
from sim.text.labels import label
from sim.text.rounding import fixed
from sim.views.plots import PLOTS
from sim.views.save import image

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
REPLICATIONS = 100
LEFT_OUT = "…"

COLUMNS = {
    "enterprises": {
        "strategy": "name of the strategy",
        "world": "state of the world; 0 is the park as the file has it, others are drawn",
        "replication": "number of the history, from 0; equal numbers share their luck in all strategies",
        "enterprise": "type of the firm and its number within the type, from 1; the same firm under every strategy",
        "type": "type of enterprise",
        "counted": "true where the firm counts in the group `all`",
        "device_class": "attribute of the firm (one column for each attribute of the scenario)",
        "equipment": "attribute of the firm",
        "licence_path": "attribute of the firm",
        "site": "site mode with which it ended",
        "status": "`in_progress`, `producing`, `withdrawn` or `refused`, at the horizon",
        "reason": "activity at which it gave up or was refused; empty where it did not",
        "t_arrival": "day it appeared",
        "t_signed": "day of the milestone `signed`; the arrival where no activity carries it",
        "t_fitted_out": "day of the milestone (one column `t_<milestone>` for each milestone of the scenario)",
        "t_site_ready": "day of the milestone",
        "t_licensed": "day of the milestone",
        "t_producing": "day of the first saleable lot",
        "t_end": "day it left the park; NaN where it did not",
    },
    "activities": {
        "strategy": "as above",
        "world": "as above",
        "replication": "as above",
        "enterprise": "as above",
        "activity": "id of the activity",
        "attempt": "1, 2, …; one row for each attempt",
        "stage": "stage of the activity",
        "begin": "day its predecessors were done and preparation (at later attempts: correction) began",
        "ready": "day it queued; preparation or correction was over",
        "start": "day the office, or the firm, began to work on it",
        "finish": "day that work ended",
        "off_hours": "closed days between start and finish, days",
        "office": "first office that it needs; empty where the firm works alone",
        "outcome": "`open` at the horizon, `accepted`, `sent_back`, `passed_at_limit`, `refused`, "
        "`stopped` (the firm left), `gave_up`, `void` (the office finished after the firm had left)",
        "bound_by": "what fixed the start: `arrival`, `predecessor`, `server` (the office), `session`, `correction`",
        "bound_id": "the activity or office in question",
        "after": "activity whose finish fixed the begin",
    },
    "days": {
        "strategy": "as above",
        "world": "as above",
        "replication": "as above",
        "enterprise": "as above",
        "stage": "stage on the binding chain",
        "component": "`work`, `preparation`, `waiting`, `off_hours` or `correction`",
        "days": "days (a lag counts as preparation of what it delays); a firm's rows add up to its time from signing "
        "to production (or leaving, or the horizon)",
    },
    "kpis": {
        "strategy": "as above",
        "world": "as above",
        "replication": "as above",
        "group": "`all`, a combination of the attributes in `groups:`, `type:<id>` (counted apart), "
        "`office:<id>`, `activity:<id>`",
        "kpi": "id of the KPI, see below",
        "value": "value in the KPI's unit; NaN where this history has nobody to speak of",
    },
    "curves": {
        "strategy": "as above",
        "world": "as above",
        "replication": "as above",
        "group": "as in `kpis`",
        "day": "days since signing, from 0 to the limit in 73 steps",
        "share": "share of the firms watched for the limit that had produced by then",
    },
    "summary()": {
        "strategy": "as above",
        "group": "as in `kpis`",
        "kpi": "id of the KPI",
        "mean": "mean over histories",
        "low": "lower end of its 95 % simulation interval",
        "high": "upper end",
        "p10": "10th percentile of single histories",
        "p50": "median of single histories; inf = not reached in half of them",
        "p90": "90th percentile of single histories",
        "n": "histories with a value",
        "missing": "histories without one",
    },
    "differences()": {
        "strategy": "as above",
        "baseline": "the first strategy",
        "group": "as in `kpis`",
        "kpi": "id of the KPI",
        "difference": "mean of strategy minus baseline, paired history by history",
        "low": "lower end of its 95 % simulation interval",
        "high": "upper end",
        "n": "histories in which both have a value",
        "bought": "variance without pairing over variance with it",
    },
}
OTHER_FORMULAS = {
    "wait_mean": "mean of min(start - max(ready, 0), limit) over visits ready by horizon - limit that did not leave, "
    "those of other applicants included; who still waits counts the limit",
    "wait_p90": "90th percentile of the same",
    "utilisation": "open staff-days in use over open staff-days scheduled",
    "line_at_end": "visits that wait at the horizon",
    "over_promise": "attempts at an office that promises a time limit, other applicants included, by which the visit "
    "had used more working days from ready to finish than promised, earlier attempts added, corrections not; who has "
    "not finished counts up to the horizon, who gave up until then",
    "over_limit": "share of finished attempts with more working days from ready to finish than `limit_working_days`",
    "passed_at_limit": "visits that would have been sent back once more at their last attempt, and passed",
}


# figures


SCARCE = (
    "space_over_time",
    "bond_cover",
    "cost_against_days",
    "cash_of_a_typical_firm",
)  # what `rent_or_build` has not


@cache
def malong() -> sim.Comparison:
    names = ("self_build", "rent", "rent_at_once", "prefitted", "free", "free_awards")
    keep = ("enterprises", "kpis", "curves", "stocks", "lines", "accounts", "cash")
    return sim.compare(sim.load("malong"), names, replications=REPLICATIONS, seed=1, keep=keep)


@cache
def rent_or_build() -> sim.Comparison:
    return sim.compare(sim.load("rent_or_build"), replications=REPLICATIONS, seed=1)


def figures() -> None:
    folder = ROOT / "docs" / "img"
    folder.mkdir(exist_ok=True)
    for name in PLOTS:
        park = malong() if name in SCARCE else rent_or_build()
        for lang in ("en", "zh"):
            (folder / f"{name}_{lang}.png").write_bytes(image(park.plot(name, lang)))


# generated parts of pages


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(head: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([row(*head), "|" + "---|" * len(head), *rows])


def law(value: object) -> str:
    """A law in a few words: `20, 44, 60` is a PERT law."""
    if isinstance(value, By):
        return "; ".join(f"{name}: {law(case)}" for name, case in value.cases)
    if isinstance(value, float):
        return f"{value:g}"
    numbers = ", ".join(f"{n:g}" for n in value.params)
    text = numbers if value.kind == "fixed" else f"({numbers})" if value.kind == "pert" else f"{value.kind}({numbers})"
    text = f"{value.factor:g} × {text}" if value.factor != 1 else text
    return f"{value.shift:g} + {text}" if value.shift else text


def conditions(activity) -> str:
    parts = [f"{name}: {' '.join(values)}" for name, values in activity.when]
    if activity.probability != 1.0:
        parts.append(f"with probability {law(activity.probability)}")
    return "; ".join(parts) or "every firm"


def again(back) -> str:
    if back is None:
        return ""
    later = "" if back.duration is None else f", then {law(back.duration)}"
    return f"p {law(back.probability)}: {law(back.correction)}{later}"


def in_order() -> list:
    """Activities of `rent_or_build` in the order of the file."""
    scenario = sim.load("rent_or_build")
    found = {a.id: a for a in scenario.base_model().regimes[0].activities}
    return [found[item["id"]] for item in scenario.document["activities"]]


def activities_table() -> str:
    lines = []
    for a in in_order():
        office = " ".join(need.office for need in a.needs)
        preparation = f"{law(a.preparation)} + " if a.preparation is not None else ""
        cells = (f"`{a.id}`", a.source_id, a.title.zh, a.stage, office, a.clock, preparation + law(a.duration))
        lines.append(row(*cells, again(a.sent_back), conditions(a), a.source))
    head = ("id", "domain id", "中文", "stage", "office", "clock", "days", "sent back", "applies to", "source")
    return table(head, lines)


def precedence_table() -> str:
    def before(after) -> str:
        return f"`{after.activity}`" + (f" + {after.lag_days:g} d" if after.lag_days else "")

    lines = [row(f"`{a.id}`", ", ".join(map(before, a.after)) or "-", a.milestone or "") for a in in_order()]
    return table(("activity", "waits for (where it applies)", "milestone"), lines)


def offices_table() -> str:
    regime = sim.load("rent_or_build").base_model().regimes[0]
    lines = [row(f"`{o.id}`", o.title.en, o.title.zh, o.source) for o in regime.offices]
    return table(("id", "English", "中文", "source"), lines)


def site_modes_table() -> str:
    regime = sim.load("rent_or_build").base_model().regimes[0]
    lines = [row(f"`{m.id}`", m.title.en, m.title.zh, f"{m.preference:g}", m.source) for m in regime.site_modes]
    return table(("id", "English", "中文", "preference", "source"), lines)


def levers_table() -> str:
    lines = []
    for lever in LEVERS:
        settings = ", ".join(f"`{name}`" for name in lever.Settings.model_fields)
        lines.append(row(f"`{lever.ID}`", lever.TITLE.en, lever.TITLE.zh, settings, lever.SOURCE.en))
    return table(("id", "English", "中文", "parameters", "source"), lines)


def kpis_table() -> str:
    way = {1: "more is better", -1: "less is better", 0: "neither"}
    lines = [row(f"`{k.id}`", label(f"kpi.{k.id}", "zh"), k.unit, way[k.direction], k.formula) for k in KPIS]
    stages = "mean days per firm of the cohort in a stage and a kind of time, along the binding chain, within the limit"
    lines.append(row("`days.<stage>.<component>`", "各阶段天数", "days", "less is better", stages))
    for name, (unit, direction) in (OFFICE_KPIS | ACTIVITY_KPIS).items():
        lines.append(row(f"`{name}`", label(f"kpi.{name}", "zh"), unit, way[direction], OTHER_FORMULAS[name]))
    return table(("id", "中文", "unit", "direction", "formula"), lines)


def columns_tables() -> str:
    played = sim.compare(
        sim.load("rent_or_build"), replications=2, keep=("enterprises", "activities", "days", "kpis", "curves")
    )
    found = {**played.tables, "summary()": played.summary(), "differences()": played.differences()}
    parts = []
    for name, told in COLUMNS.items():
        there = list(found[name].columns)
        if set(there) != set(told):
            sys.exit(f"tables.md: {name} has the columns {there}, but COLUMNS explains {list(told)}")
        lines = [row(f"`{column}`", found[name][column].dtype, told[column]) for column in there]
        parts.append(f"### {name}\n\n" + table(("column", "type", "meaning"), lines))
    return "\n\n".join(parts)


# results


def level(comparison: sim.Comparison, strategy: str, group: str, kpi: str) -> float:
    found = comparison.summary().set_index(["strategy", "group", "kpi"])["mean"]
    return float(found.get((strategy, group, kpi), float("nan")))


def groups_of(comparison: sim.Comparison) -> list[str]:
    return [g for g in comparison.summary().group.unique() if ":" not in str(g)]


def difference(comparison: sim.Comparison, strategy: str, group: str) -> str:
    found = comparison.differences().set_index(["strategy", "group", "kpi"])
    one = found.loc[(strategy, group, "rmst_time_to_production")]
    half = (one.high - one.low) / 2
    digits = 1 if half < 2 else 0
    return f"{fixed(one.difference, digits, sign=True)} ±{fixed(half, digits)}"


def by_group(comparison: sim.Comparison) -> str:
    lines = []
    for group in groups_of(comparison):
        rent = level(comparison, comparison.baseline, group, "rmst_time_to_production")
        signed = level(comparison, comparison.baseline, group, "signed")
        others = [difference(comparison, name, group) for name in comparison.strategies[1:]]
        lines.append(row(group, fixed(signed, 1), fixed(rent), *others))
    return table(("group", "firms", comparison.baseline, *comparison.strategies[1:]), lines)


def rent_or_build_by_group() -> str:
    return by_group(rent_or_build())


def rent_or_build_watched_longer() -> str:
    longer = sim.load("rent_or_build").replace({"until": "2034-12-31", "limit_days": 2920})
    return by_group(sim.compare(longer, replications=REPLICATIONS, seed=1))


def rent_or_build_stages() -> str:
    comparison = rent_or_build()
    stages = [stage.id for stage in comparison.scenario.base_model().stages]
    lines = []
    for strategy in comparison.strategies[:2]:
        for group in groups_of(comparison):
            parts = [
                f"days.{stage}.{kind}"
                for stage in stages
                for kind in ("work", "preparation", "waiting", "off_hours", "correction")
            ]
            mean = {kpi: level(comparison, strategy, group, kpi) for kpi in parts}
            days = [sum(value for kpi, value in mean.items() if kpi.split(".")[1] == stage) for stage in stages]
            lines.append(
                row(strategy, group, *map(fixed, days), f"{fixed(100 * days[stages.index('licence')] / sum(days))}%")
            )
    return table(("strategy", "group", *stages, "licence share"), lines)


def first_screen() -> str:
    """The upper part of the screen of `compare rent_or_build`; the last line holds the hash of the code: left out."""
    text = spoken(["parksim", "compare", "rent_or_build", "--replications", str(REPLICATIONS)], errors=False)
    return "```text\n" + text.split("\nBy class and path")[0].rstrip() + "\n```"


def self_build_ties() -> str:
    return "```text\n" + spoken([sys.executable, "docs/examples/self_build_ties.py"]).rstrip() + "\n```"


PARTS = {
    "activities": activities_table,
    "precedence": precedence_table,
    "offices": offices_table,
    "site modes": site_modes_table,
    "levers": levers_table,
    "kpis": kpis_table,
    "columns": columns_tables,
    "rent_or_build by group": rent_or_build_by_group,
    "rent_or_build watched longer": rent_or_build_watched_longer,
    "rent_or_build stages": rent_or_build_stages,
    "first screen": first_screen,
    "self-build ties": self_build_ties,
}


# transcripts


def spoken(command: list[str], errors: bool = True) -> str:
    """What a command says, both streams in one."""
    if command[0] == "parksim":
        command = [sys.executable, "-m", "sim", *command[1:]]
    speaks = {"PARKSIM_LANG": "en", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    said = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **speaks}, check=False, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
    )  # fmt: skip
    return said.stdout.decode("utf-8")


def replayed(block: re.Match[str]) -> str:
    """The block with what its commands say today; a line `…` goes on standing for the lines that it left out."""
    steps: list[list[str]] = []
    for line in block[1].splitlines():
        if line.startswith("$ parksim"):
            steps.append([line])
        elif steps:
            steps[-1].append(line)
    said = [line for command, *shown in steps for line in (command, *_shaped(shown, command))]
    return "\n".join(["```console", *said, "```"])


def _shaped(shown: list[str], command: str) -> list[str]:
    said = spoken(shlex.split(command[2:])).rstrip().splitlines()
    if LEFT_OUT not in shown:
        return said
    at = shown.index(LEFT_OUT)
    after = len(shown) - at - 1
    return [*said[:at], LEFT_OUT, *said[len(said) - after :]]


def made(block: re.Match[str]) -> str:
    return f"<!-- made: {block[1]} -->\n\n{PARTS[block[1]]()}\n\n<!-- end -->"


def pages(parts: bool) -> None:
    for name in PAGES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^```console\n(.*?)^```$", replayed, text, flags=re.DOTALL | re.MULTILINE)
        if parts:
            text = re.sub(r"^<!-- made: (.+?) -->\n.*?^<!-- end -->$", made, text, flags=re.DOTALL | re.MULTILINE)
        path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    wanted = set(sys.argv[1:]) or {"figures", "parts", "transcripts"}
    if "figures" in wanted:
        figures()
    pages(parts="parts" in wanted)


if __name__ == "__main__":
    main()
