"""Problems between departments: a step laid in by chance that waits for a meeting, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.engine.log import OUTCOMES, Log
from sim.engine.simpy_engine import play
from sim.levers import dispatch_meetings
from sim.levers.apply import apply
from sim.model.law import By, Distribution, fixed
from sim.model.park import GO_ON, Activity, After, Model
from sim.model.people import Problems
from sim.model.problems import MEETING, STAGE, expected_problems, problem_at, with_problems
from sim.model.text import Text
from sim.scenario.scenario import load
from tests.unit.test_rules import at, does

SMALL = Path(__file__).parent.parent / "fixtures" / "limits_park.yaml"
SURE = 365 / 100  # problems a year of work: exactly one in the 100 days of `work`


def work(duration: Any = 365.0, clock: str = "calendar", preparation: Any = None) -> Activity:
    law = fixed(duration) if isinstance(duration, float) else duration
    return Activity("work", Text("Work", "工作"), law, clock=clock, preparation=preparation)


def park(firms: dict[str, Any], days: float = 400, steps: list[dict[str, Any]] | None = None, **rule: Any) -> Model:
    """Firms that sign, work 100 days and produce; a problem stops the work."""
    document = {
        "title": "a park",
        "start": "2024-01-04",
        "horizon_days": days,
        "activities": steps
        or [
            does("contract", 0, milestone="signed"),
            does("work", 100, after=[{"activity": "contract", "lag_days": 2}], milestone="producing"),
        ],
        "problems": {"per_year": SURE, "activities": ["work"], "lasts": 45, **rule},
        "enterprises": [{"id": name, **(e if isinstance(e, dict) else at(e))} for name, e in firms.items()],
        "strategies": {"as_is": []},
    }
    return load(text=json.dumps(document)).model("as_is")


THEN_A_LOT = [
    does("contract", 0, milestone="signed"),
    does("work", 100, after=[{"activity": "contract", "lag_days": 2}]),
    does("lot", 1, after=[{"activity": "work", "lag_days": 3}], milestone="producing"),
]


def played(model: Model, replications: int = 1) -> tuple[Case, Log]:
    (case, *_) = lay_out(draw_up(model), 3, range(replications))
    return case, play(case)


def rows(case: Case, log: Log, activity: str) -> list[int]:
    """Rows of the log for an activity, by firm."""
    names = case.activity_names[case.node_activity[case.slot_node[log.slot]]]
    return [int(row) for row in np.flatnonzero(names == activity)]


def days(case: Case, log: Log, activity: str) -> list[tuple[float, float, str]]:
    """(ready, start, outcome) of each firm at an activity."""
    return [(float(log.t_ready[r]), float(log.t_start[r]), OUTCOMES[log.outcome[r]]) for r in rows(case, log, activity)]


# What is laid in


def test_the_step_stands_between_what_comes_before_and_the_step_it_stops() -> None:
    model = park({"a": 0}, reported={"uniform": [0, 30]}, every_days=10, places=3, source="S2")
    steps = {activity.id: activity for activity in model.regimes[0].activities}
    problem = steps["problem_work"]
    assert problem.after == (After("contract", 2.0),)
    assert steps["work"].after == (After("contract", 2.0), After("problem_work"))
    assert (problem.gives_up_then, problem.gives_up_after) == (GO_ON, fixed(45.0))
    assert problem.preparation == Distribution("uniform", (0.0, 30.0))
    assert problem.sessions == tuple(float(day) for day in range(0, 401, 10))
    assert [(office.id, office.staff) for office in model.regimes[0].offices] == [(MEETING, ((0.0, 3),))]
    assert problem.stage == STAGE and [stage.id for stage in model.stages][-1] == STAGE
    assert problem.title.zh == "协调问题：work" and problem.source == "S2"
    assert [a.id for a in model.regimes[0].activities] == sorted(steps)


def test_a_park_without_problems_is_the_same_park() -> None:
    bare = replace(load(SMALL).base_model())
    calm = replace(bare, regimes=tuple(replace(regime, problems=None) for regime in bare.regimes))
    assert with_problems(calm) is calm


def test_the_number_expected_grows_with_the_length_of_the_work() -> None:
    """1.6 a year: a year of work meets 1.6; 250 working days, or 340 on site, make a year."""
    assert expected_problems(1.6, work(365.0)) == pytest.approx(1.6)
    assert expected_problems(1.6, work(250.0, "working")) == pytest.approx(1.6)
    assert expected_problems(1.6, work(340.0, "site")) == pytest.approx(1.6)
    assert expected_problems(1.6, work(Distribution("pert", (5.0, 20.0, 95.0)))) == pytest.approx(1.6 * 30 / 365)
    assert expected_problems(1.6, work(0.0)) == 0


def test_own_preparation_counts_as_work_and_both_may_differ_by_attribute() -> None:
    assert expected_problems(2.0, work(30.0, preparation=fixed(43.0))) == pytest.approx(2 * 73 / 365)
    by_class = By("device_class", (("I", fixed(30.0)), ("II", fixed(73.0))))
    found = expected_problems(2.0, work(by_class, preparation=By("equipment", (("moved", fixed(0.0)),))))
    assert isinstance(found, By) and found.attribute == "device_class"
    assert dict(found.cases)["II"] == By("equipment", (("moved", pytest.approx(2 * 73 / 365)),))


@pytest.mark.parametrize(
    ("per_year", "before", "behind"), [(0.5, 1, 0), (3.65, 1, 0), (3.66, 1, 1), (7.3, 1, 1), (9.0, 2, 1), (14.6, 2, 2)]
)
def test_there_are_as_many_as_the_mean_number_needs_half_of_them_behind(
    per_year: float, before: int, behind: int
) -> None:
    (regime,) = park({"a": 0}, per_year=per_year, steps=THEN_A_LOT).regimes
    steps, many = {activity.id: activity for activity in regime.activities}, before + behind
    names = [problem_at("work", n + 1) for n in range(many)]
    assert [step.id for step in steps.values() if step.stage == STAGE] == names
    chances = [steps[name].probability for name in names]
    assert sum(chances) == pytest.approx(per_year * 100 / 365)  # type: ignore[arg-type]
    assert chances == [pytest.approx(chances[0])] * many and 0 < chances[0] <= 1  # type: ignore[operator]
    assert len({steps[name].title.zh for name in names}) == many

    assert steps[names[0]].after == (After("contract", 2.0),)
    assert steps["work"].after == (After("contract", 2.0), After(names[before - 1]))
    in_a_row = [*names[:before], "work", *names[before:]]
    for earlier, later in pairwise(in_a_row):
        assert After(earlier) in steps[later].after
    assert steps["lot"].after == (After(in_a_row[-1], 3.0),)


def test_where_nothing_follows_all_problems_hold_up_the_begin() -> None:
    (regime,) = park({"a": 0}, per_year=7.3).regimes
    assert {activity.id for activity in regime.activities} == {"contract", "problem_work", "problem_work.2", "work"}
    (stopped,) = [activity for activity in regime.activities if activity.id == "work"]
    assert stopped.after == (After("contract", 2.0), After("problem_work.2"))


def test_a_step_that_has_problems_itself_comes_after_those_behind_the_step_before_it() -> None:
    steps = [
        does("contract", 0, milestone="signed"),
        does("work", 100, after=["contract"]),
        does("lot", 100, after=["work"], milestone="producing"),
    ]
    (regime,) = park({"a": 0}, per_year=7.3, activities=["work", "lot"], steps=steps).regimes
    found = {activity.id: activity for activity in regime.activities}
    assert found["problem_lot"].after == (After("problem_work.2"),)
    assert found["lot"].after == (After("problem_lot.2"), After("problem_work.2"))
    assert found["problem_work.2"].after == (After("work"),)


@pytest.mark.parametrize("per_year", [1.6, 6.0])
def test_firms_meet_as_many_on_average_as_the_rate_says(per_year: float) -> None:
    model = park({"a": {"arrivals": {"every_days": 1}}}, days=2000, per_year=per_year)
    case, _ = played(model)
    names = case.activity_names[case.node_activity[case.slot_node]].astype(str)
    met = case.slot_applies[np.char.startswith(names, "problem_work")]
    firms, each = 2001, len(met) // 2001
    assert len(met) == firms * each
    expected = per_year * 100 / 365
    assert abs(met.sum() / firms - expected) < 4 * np.sqrt(expected * (1 - expected / each) / firms)


# What happens to a firm


def test_without_meetings_a_problem_goes_away_by_itself_and_nobody_leaves() -> None:
    """Signed on day 5, problem from 7 on, reported after 10 days, gone 45 later; then 100 days of work."""
    case, log = played(park({"a": 5}, reported=10))
    assert days(case, log, "problem_work") == [(17, 62, "went_on")]
    assert days(case, log, "work") == [(62, 62, "accepted")]
    assert log.milestones[0, list(case.milestone_names).index("producing")] == 162


def test_of_two_problems_the_second_holds_up_what_follows_and_may_be_the_one_that_a_meeting_solves() -> None:
    """From 7 on, reported on 17, gone on 62; work to 162; the second is reported on 172 and taken up on 180."""
    case, log = played(park({"a": 5}, reported=10, per_year=2 * SURE, steps=THEN_A_LOT))
    assert days(case, log, "problem_work") == [(17, 62, "went_on")]
    assert days(case, log, "work") == [(62, 62, "accepted")]
    assert days(case, log, "problem_work.2") == [(172, 217, "went_on")]
    assert days(case, log, "lot") == [(220, 220, "accepted")]  # three days later, as without a problem
    case, log = played(park({"a": 5}, reported=10, per_year=2 * SURE, every_days=90, places=1, steps=THEN_A_LOT))
    assert days(case, log, "problem_work.2") == [(172, 180, "accepted")]
    assert days(case, log, "lot") == [(183.25, 183.25, "accepted")]


def test_a_meeting_in_time_solves_it_and_one_too_late_does_not() -> None:
    """Meetings on days 0, 30, 60: 13 days after the report, and after it has gone away."""
    case, log = played(park({"a": 5}, reported=10, every_days=30, places=1))
    assert days(case, log, "problem_work") == [(17, 30, "accepted")]
    assert days(case, log, "work")[0][1] == 30.25  # a quarter of a day on the agenda
    case, log = played(park({"a": 5}, reported=10, every_days=70, places=1))
    assert days(case, log, "problem_work") == [(17, 62, "went_on")]


def test_a_meeting_takes_up_so_many_and_the_others_wait_for_the_next() -> None:
    case, log = played(park({"a": 1, "b": 2, "c": 3}, every_days=30, places=2, lasts=50))
    assert days(case, log, "problem_work") == [(3, 30, "accepted"), (4, 30, "accepted"), (5, 55, "went_on")]
    case, log = played(park({"a": 1, "b": 2, "c": 3}, every_days=30, places=2, lasts=60))
    assert days(case, log, "problem_work")[2] == (5, 60, "accepted")


def test_a_problem_reported_after_the_meeting_waits_for_the_next() -> None:
    case, log = played(park({"a": 5}, reported=24, every_days=30, places=1))
    assert days(case, log, "problem_work") == [(31, 60, "accepted")]


def test_a_milestone_is_reached_when_the_problems_behind_its_step_are_over() -> None:
    """As above; whoever follows the first lot makes it no sooner."""
    steps = [
        does("contract", 0, milestone="signed"),
        does("work", 100, after=[{"activity": "contract", "lag_days": 2}], milestone="producing"),
        does("aftercare", 5, after=["work"]),
    ]
    for followers, day in ((steps[:2], 217), (steps, 217)):
        case, log = played(park({"a": 5}, reported=10, per_year=2 * SURE, steps=followers))
        assert log.milestones[0, list(case.milestone_names).index("producing")] == day
    case, log = played(park({"a": 5}, reported=10, per_year=2 * SURE, steps=steps))
    assert days(case, log, "aftercare") == [(217, 217, "accepted")]


def test_rules_that_lengthen_work_for_a_time_lay_as_many_problems_at_all_times() -> None:
    """Two steps from the first day on, where only the second rules ask for two."""
    base = park({"a": {"arrivals": {"every_days": 40}}}, per_year=SURE)
    (plain,) = replace(base, regimes=(_without_problems(base),)).regimes
    plain = replace(plain, problems=replace(rule_of(30, 0), lasts=fixed(25.0)))
    longer = [replace(a, duration=fixed(200.0)) if a.id == "work" else a for a in plain.activities]
    later = replace(plain, from_day=100.0, activities=tuple(longer))
    model = with_problems(replace(base, regimes=(plain, later)))
    chances = [[a.probability for a in r.activities if a.stage == STAGE] for r in model.regimes]
    assert chances == [[pytest.approx(0.5)] * 2, [pytest.approx(1.0)] * 2]
    case, log = played(model)
    assert len(days(case, log, "work")) > 5


def test_a_project_that_is_past_the_step_or_in_its_midst_has_no_problem_any_more() -> None:
    model = park({"new": 0, "past": {**at(0), "already_done": ["contract", "work"]}})
    kinds = {kind.id: kind for kind in model.regimes[0].enterprises}
    assert kinds["past"].already_done == ("contract", "problem_work", "work")
    assert kinds["new"].already_done == ()
    twice = {"new": 0, "past": {**at(0), "already_done": ["contract", "work"]}}
    kinds = {kind.id: kind for kind in park(twice, per_year=2 * SURE, steps=THEN_A_LOT).regimes[0].enterprises}
    assert kinds["past"].already_done == ("contract", "problem_work", "problem_work.2", "work")
    base = load(SMALL).base_model()
    midway = replace(base.regimes[0].enterprises[0], in_progress=(("works", 12.0),))
    model = with_problems(replace(base, regimes=(replace(base.regimes[0], enterprises=(midway,)),)))
    assert model.regimes[0].enterprises[0].already_done == ("problem_works",)  # the one behind is still to come


def test_who_does_not_come_to_the_step_has_no_problem_there() -> None:
    steps = [
        does("contract", 0, milestone="signed"),
        does("work", 100, after=["contract"], when={"builds": ["yes"]}),
        does("lot", 1, after=["work"], milestone="producing"),
    ]
    firms = {name: at(0, attributes={"builds": name}) for name in ("yes", "no")}
    case, log = played(park(firms, steps=steps))
    assert len(days(case, log, "problem_work")) == 1
    assert {float(day) for day in log.milestones[:, list(case.milestone_names).index("producing")]} == {1, 45 + 101}


# Meetings by regime


def rule_of(every: float, places: int) -> Problems:
    return Problems(SURE, ("work",), fixed(45.0), None, every, places)


def test_meetings_are_held_on_the_days_of_the_rules_in_force() -> None:
    """None at first; every 30 days from day 100 to 200; every 70 from then on: 210, 280, 350; never on 200 itself."""
    base = park({"a": 5})
    plain = replace(base, regimes=(_without_problems(base),))
    model = apply(plain, dispatch_meetings, dispatch_meetings.Settings(every_days=20, places=2), 100.0, 200.0)
    model = apply(model, dispatch_meetings, dispatch_meetings.Settings(every_days=70, places=1), 200.0)
    laid = with_problems(model)
    for regime in laid.regimes:
        (problem,) = [activity for activity in regime.activities if activity.id == "problem_work"]
        assert problem.sessions == (100, 120, 140, 160, 180, 210, 280, 350)
    assert [regime.offices[-1].staff for regime in laid.regimes] == [((0.0, 0),), ((0.0, 2),), ((0.0, 1),)]


def _without_problems(model: Model) -> Any:
    """The rules before problems were laid in."""
    regime = model.regimes[0]
    steps = tuple(a for a in regime.activities if not a.id.startswith("problem_"))
    steps = tuple(replace(a, after=tuple(link for link in a.after if link.activity != problem_at(a.id))) for a in steps)
    offices = tuple(office for office in regime.offices if office.id != MEETING)
    return replace(regime, activities=steps, offices=offices, problems=rule_of(30.0, 0))


def test_meetings_that_begin_later_help_only_from_then_on() -> None:
    base = park({"a": {"arrivals": {"every_days": 40}}}, lasts=25)
    plain = replace(base, regimes=(_without_problems(base),))
    plain = replace(plain, regimes=(replace(plain.regimes[0], problems=replace(rule_of(30, 0), lasts=fixed(25.0))),))
    settings = dispatch_meetings.Settings(every_days=10, places=9)
    case, log = played(with_problems(apply(plain, dispatch_meetings, settings, 100.0)))
    found = days(case, log, "problem_work")
    assert found[0] == (2, 27, "went_on") and found[1] == (42, 67, "went_on")
    assert found[2] == (82, 100, "accepted") and found[3] == (122, 130, "accepted")


# Luck


def test_nothing_else_moves_with_problems_laid_in() -> None:
    """The same firms on the same days; every other step with the same quantiles, preparation and work."""
    base = load(SMALL).base_model()
    calm = replace(base, regimes=tuple(replace(regime, problems=None) for regime in base.regimes))
    for case, without in zip(*(lay_out(draw_up(m), 11, range(3)) for m in (with_problems(base), calm)), strict=True):
        assert np.array_equal(case.appears, without.appears)
        assert np.array_equal(case.attributes, without.attributes)
        names, others = _luck(case), _luck(without)
        assert {key for key in names if not key[1].startswith("problem_")} == set(others)
        assert all(names[key] == others[key] for key in others)
        assert len(names) > len(others)


def _luck(case: Case) -> dict[tuple[int, str], list[tuple[float, ...]]]:
    """(firm, activity) -> quantiles and days of its attempts in the network with which the firm begins."""
    found: dict[tuple[int, str], list[tuple[float, ...]]] = {}
    owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))
    for slot, firm in enumerate(owner.tolist()):
        name = str(case.activity_names[case.node_activity[case.slot_node[slot]]])
        mine = range(int(case.attempt_ptr[slot]), int(case.attempt_ptr[slot + 1]))
        columns = (case.preparation, case.service, case.u_sent_back, case.u_refused, case.patience)
        found.setdefault((firm, name), []).extend(tuple(float(c[k]) for c in columns) for k in mine)
        found[firm, name].append((float(case.slot_applies[slot]),))
    return found


def test_problems_that_never_come_leave_every_date_as_it_was() -> None:
    base = load(SMALL).base_model()
    calm = replace(base, regimes=tuple(replace(regime, problems=None) for regime in base.regimes))
    rare = replace(base.regimes[0].problems, per_year=1e-12)  # type: ignore[type-var]
    seldom = with_problems(replace(base, regimes=(replace(base.regimes[0], problems=rare),)))
    for case, without in zip(*(lay_out(draw_up(m), 11, range(3)) for m in (seldom, calm)), strict=True):
        log, other = play(case), play(without)
        assert np.array_equal(log.milestones, other.milestones, equal_nan=True)
        assert np.array_equal(log.t_end, other.t_end, equal_nan=True)


def test_meetings_take_up_more_where_they_have_more_places_and_never_more_than_they_have() -> None:
    solved = []
    for places in (1, 3, 9):
        model = park({"a": {"arrivals": {"every_days": 2}}}, every_days=30, places=places)
        case, log = played(model)
        found = [(start, outcome) for _, start, outcome in days(case, log, "problem_work")]
        at_meetings = [start for start, outcome in found if outcome == "accepted"]
        assert all(at_meetings.count(day) <= places for day in set(at_meetings))
        assert len(found) == sum(outcome in ("accepted", "went_on", "open") for _, outcome in found)
        solved.append(len(at_meetings))
    assert solved[0] < solved[1] < solved[2]
