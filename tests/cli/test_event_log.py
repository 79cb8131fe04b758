"""The event log tells the same history as the table of activities, in forms that process-mining tools read."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

XES = "{http://www.xes-standard.org/}"
Event = tuple[str, str, str, int, str]  # case, activity, start or complete, attempt, time


def from_table(results: Path, replication: int = 0, strategy: str | None = None) -> list[Event]:
    """The events of activities.parquet, one by one."""
    rows = pd.read_parquet(results / "activities.parquet")
    found = []
    for row in rows.itertuples():
        if row.replication != replication or (strategy and row.strategy != strategy):
            continue
        for kind, day in (("start", row.start), ("complete", row.finish)):
            if day == day:
                moment = (datetime(2024, 1, 1) + timedelta(days=day) + timedelta(microseconds=500_000)).replace(
                    microsecond=0
                )
                found.append(
                    (f"{row.strategy}/{row.enterprise}", str(row.activity), kind, row.attempt, moment.isoformat())
                )
    return sorted(found)


def from_xes(path: Path) -> list[Event]:
    found = []
    for trace in ElementTree.parse(path).getroot().findall(f"{XES}trace"):
        case = trace.find(f"{XES}string[@key='concept:name']").get("value")
        for event in trace.findall(f"{XES}event"):
            held = {child.get("key"): child.get("value") for child in event}
            found.append((
                case, held["concept:name"], held["lifecycle:transition"], int(held["parksim:attempt"]),
                held["time:timestamp"].removesuffix(".000+08:00"),
            ))  # fmt: skip
    return found


def from_csv(path: Path) -> list[Event]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["case"], row["activity"], row["lifecycle"], int(row["attempt"]), row["timestamp"])
            for row in csv.DictReader(file)
        ]


READERS = {"csv": from_csv, "xes": from_xes}


@pytest.mark.parametrize("kind", READERS)
def test_events_match_the_table_of_activities(kind, parksim, results):
    said = parksim("export-log", "results", "--format", kind)
    events = READERS[kind](results / f"log.{kind}")
    assert said.out == f"{Path('results', f'log.{kind}')}: {len(events)} events\n"
    assert len(events) > 400
    assert sorted(events) == from_table(results)


@pytest.mark.parametrize("kind", READERS)
def test_one_strategy_and_one_history_can_be_chosen(kind, parksim, results):
    more = ("--strategy", "more_staff", "--replication", 1, "-o", f"mine.{kind}")
    assert parksim("export-log", "results", "--format", kind, *more).code == 0
    events = READERS[kind](results.parent / f"mine.{kind}")
    assert sorted(events) == from_table(results, 1, "more_staff") != []


@pytest.mark.parametrize("kind", READERS)
def test_events_of_a_case_stand_in_order_of_time(kind, parksim, results):
    parksim("export-log", "results", "--format", kind)
    times: dict[str, list[str]] = {}
    for case, _, _, _, moment in READERS[kind](results / f"log.{kind}"):
        times.setdefault(case, []).append(moment)
    assert all(moments == sorted(moments) for moments in times.values())


def test_a_case_is_one_trace(parksim, results):
    parksim("export-log", "results", "--format", "xes")
    traces = ElementTree.parse(results / "log.xes").getroot().findall(f"{XES}trace")
    names = [trace.find(f"{XES}string").get("value") for trace in traces]
    assert len(names) == len(set(names)) > 100


def test_events_carry_office_stage_and_outcome(parksim, results):
    parksim("export-log", "results", "--format", "csv")
    log = pd.read_csv(results / "log.csv", encoding="utf-8-sig")
    assert set(log.resource.dropna()) == {"bureau"}
    assert {"accepted", "sent_back"} <= set(log[log.lifecycle == "complete"].outcome)
    assert log[log.lifecycle == "start"].outcome.isna().all()
