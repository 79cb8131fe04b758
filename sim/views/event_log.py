"""Event logs for process-mining tools: CSV and XES (IEEE 1849) written by hand, a few lines each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    import pandas as pd


def events(
    activities: pd.DataFrame, manifest: Mapping[str, Any], replication: int, strategy: str | None
) -> pd.DataFrame:
    """Start and finish of every attempt as dated events, in order of case and time.

    Columns: case, strategy, activity, attempt, lifecycle (start | complete), timestamp (ISO 8601, local time without
    zone), resource (office), stage, outcome.
    """
    import pandas as pd

    mine = activities[activities.replication == replication]
    if strategy is not None:
        mine = mine[mine.strategy == strategy]
    start = pd.Timestamp(manifest["park"]["start"])
    parts = []
    for lifecycle, column in (("start", "start"), ("complete", "finish")):
        rows = mine[mine[column].notna()]
        parts.append(
            pd.DataFrame(
                {
                    "case": rows.strategy.astype(str) + "/" + rows.enterprise.astype(str),
                    "strategy": rows.strategy.astype(str),
                    "activity": rows.activity.astype(str),
                    "attempt": rows.attempt,
                    "lifecycle": lifecycle,
                    "day": rows[column],
                    "timestamp": (start + pd.to_timedelta(rows[column], unit="D"))
                    .dt.round("s")
                    .dt.strftime("%Y-%m-%dT%H:%M:%S"),
                    "resource": rows.office.astype(object).where(rows.office.notna(), ""),
                    "stage": rows.stage.astype(str),
                    "outcome": rows.outcome.astype(str) if lifecycle == "complete" else "",
                }
            )
        )
    log = pd.concat(parts, ignore_index=True)
    log["order"] = log.lifecycle.map({"start": 0, "complete": 1})
    log = log.sort_values(["case", "day", "activity", "attempt", "order"], kind="stable")
    return log.drop(columns=["day", "order"]).reset_index(drop=True)


def write_csv_log(path: Path, log: pd.DataFrame) -> None:
    """The log as CSV (UTF-8 with mark, for Excel)."""
    log.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_xes_log(path: Path, log: pd.DataFrame) -> None:
    """The log as XES 1.0 with the concept, lifecycle, time and organizational extensions."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">',
    ]
    for name, prefix in (
        ("Concept", "concept"),
        ("Lifecycle", "lifecycle"),
        ("Time", "time"),
        ("Organizational", "org"),
    ):
        lines.append(
            f'  <extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
        )
    for case, rows in log.groupby("case", sort=False):
        lines += ["  <trace>", f'    <string key="concept:name" value={quoteattr(str(case))}/>']
        lines += [line for row in rows.itertuples(index=False) for line in _event(row)]
        lines.append("  </trace>")
    lines.append("</log>")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _event(row: Any) -> list[str]:
    strings = {
        "concept:name": row.activity,
        "lifecycle:transition": row.lifecycle,
        "org:resource": row.resource,
        "parksim:stage": row.stage,
        "parksim:outcome": row.outcome,
    }
    lines = ["    <event>", f'      <date key="time:timestamp" value={quoteattr(row.timestamp + ".000+08:00")}/>']
    lines += [f'      <string key="{key}" value={quoteattr(str(value))}/>' for key, value in strings.items() if value]
    lines += [f'      <int key="parksim:attempt" value="{row.attempt}"/>', "    </event>"]
    return lines
