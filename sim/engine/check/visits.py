"""Each visit by itself: its times, its patience, its verdict, and what its start was bound by.

What flows in: a `Reader`. What flows out: sentences in `Reader.found`. Rule: a row is held against the Case and against
the attempt before it, no further; who waited for whom is read in `candidates` and `book`.
"""

from __future__ import annotations

import numpy as np

from sim.engine import log as logs
from sim.engine.case import GRID
from sim.engine.check.reader import DROPPED, Reader
from sim.engine.check.shortage import short_office, short_resource
from sim.engine.log import GAVE_UP, OPEN, OUTCOMES, SENT_BACK, STOPPED, VOID


def read_times(r: Reader) -> None:
    """R1, R4, R5, R6, R7, R10: each time is what the time before it makes of it."""
    read_order(r)
    read_steps(r)
    read_service(r)


def read_order(r: Reader) -> None:
    """R1, R5, R6, R7: the times stand in order, on the grid and within the horizon; the slot applies."""
    c, log = r.case, r.log
    known = ~np.isnan(r.times)
    outside = c.type_outside[c.type[r.firm]] != 0  # those of the day-one line have been ready since before day 0
    earliest = np.where(outside, np.minimum(log.t_appears[r.firm], 0.0), 0.0) * np.array([[1], [1], [0], [0]])
    r.say(c.slot_applies[log.slot] == 0, "R6", "was visited although it does not apply")
    off_grid = known & (r.times * GRID != np.floor(r.times * GRID))
    r.say(off_grid.any(axis=0), "R5", "has a time off the grid")
    beyond = known & ((r.times > r.end) | (r.times < earliest))
    r.say(beyond.any(axis=0), "R7", f"has a time outside [0, {r.end}]")
    backwards = (r.times[1:] < r.times[:-1]) | (known[1:] & ~known[:-1])
    r.say(backwards.any(axis=0), "R1", "does not keep begin <= ready <= start <= finish")


def read_steps(r: Reader) -> None:
    """R1: ready when prepared; started at once, or at the next session, where no finite office is needed."""
    start, is_open = r.log.t_start, r.log.outcome == OPEN
    began, got_ready, started, _ = ~np.isnan(r.times)
    due = r.due_ready
    r.say(got_ready & (r.log.t_ready != due), "R1", lambda i: f"should have been ready at {due[i]}")
    r.say(is_open & began & ~got_ready & (due <= r.end), "R1", "was prepared but never became ready")
    at = r.due_start
    r.say(r.at_once & started & ~r.went_on & (start != at), "R1", lambda i: f"needs no office: starts at {at[i]}")
    late = r.at_once & is_open & got_ready & ~started & (at <= r.end)
    r.say(late, "R1", lambda i: f"needs no office and never started, due at {at[i]}")
    unmet = [i for i in np.flatnonzero(started & ~r.went_on).tolist() if not r.in_session(r.act[i], start[i])]
    r.say(unmet, "R1", "started when it was not its session")


def read_service(r: Reader) -> None:
    """R4, R10, R13: the regime is that of the start, the finish what the clock makes of the service."""
    log, regime, due = r.log, r.regime, r.due_finish
    _, _, started, finished = ~np.isnan(r.times)
    r.say(log.regime != regime, "R10", lambda i: f"is logged in regime {log.regime[i]}, not {regime[i]}")
    shell = finished & (log.t_finish < r.complete)
    r.say(shell, "R13", lambda i: f"finished before {r.complete[i]}, when its units are complete")
    r.say(finished & ~shell & (log.t_finish != due), "R4", lambda i: f"should have finished at {due[i]}")
    runs = np.isin(log.outcome, (OPEN, VOID)) & started & ~finished
    r.say(runs & (due <= r.end), "R4", "was served but never finished")


def read_help(r: Reader) -> None:
    """R16: the help logged is that of the teams held when the visit was ready; none where its firm left before."""
    log = r.log
    r.say(np.isnan(log.t_ready) & (log.help != -1), "R16", "has help before it is ready")
    for i in np.flatnonzero(~np.isnan(log.t_ready)).tolist():
        f, t = int(r.firm[i]), max(float(log.t_ready[i]), 0.0)
        possible = r.teams.possible(f, t)
        stopped = log.outcome[i] == STOPPED and np.isnan(log.t_start[i])
        if stopped and (f in r.refused.get(t, {}) or r.chooses(f, t)):
            possible = {-1, *possible}  # let go in phase 2, perhaps before its help was read
        if log.help[i] not in possible:
            r.say([i], "R16", f"was ready with help {log.help[i]}, and the teams held make {min(possible)}")


def read_patience(r: Reader) -> None:
    """R1 phase 4: nobody waits longer than it would, nobody gives up at another time."""
    log, ready, start, ends = r.log, r.log.t_ready, r.log.t_start, r.patience_ends
    r.say(start > ends, "R1", lambda i: f"waited beyond its patience, which ended at {ends[i]}")
    still = (log.outcome == OPEN) & ~np.isnan(ready) & np.isnan(start) & (ends <= r.end)
    r.say(still, "R1", lambda i: f"still waits although its patience ended at {ends[i]}")
    other = ~np.isnan(start) | (ends != log.t_end[r.firm])
    r.say((log.outcome == GAVE_UP) & other, "R1", "gave up, but not when its patience ended")
    gone = (log.outcome == GAVE_UP) | r.went_on
    served = gone & r.at_once & (r.due_start <= ends)
    how = np.where(r.went_on, "went on", "gave up")
    r.say(served, "R1", lambda i: f"{how[i]} although it waited for nobody and was due at {r.due_start[i]}")
    r.say(r.went_on & ((start != ends) | (log.t_finish != ends)), "R18", "went on, but not when its patience ended")
    goes_on = r.case.node_goes_on[r.node] != 0
    r.say(r.went_on & ~goes_on, "R18", "went on although its firm should have left")
    r.say((log.outcome == GAVE_UP) & goes_on, "R18", "gave up although its firm should have gone on")


def read_verdicts(r: Reader) -> None:
    """R3, R7: outcomes follow from luck, probabilities and attempts; corrections from what was sent back."""
    log, outcome = r.log, r.log.outcome
    started, finished = ~np.isnan(log.t_start), ~np.isnan(log.t_finish)
    judged = finished & (outcome != VOID) & ~r.went_on
    why = np.where(r.spared, ", spared by its milestone (R19)", np.where(r.pressed, ", a quota pressing (R20)", ""))
    r.say(judged & (outcome != r.verdict), "R3", lambda i: f"should have been {OUTCOMES[r.verdict[i]]}{why[i]}")
    wrong = ~finished & ~np.isin(outcome, (OPEN, *DROPPED))
    wrong |= ((outcome == VOID) & (r.solo | ~started)) | ((outcome == STOPPED) & started & ~r.solo)
    r.say(wrong, "R7", "has an outcome that does not fit its times")

    follows = np.zeros(len(outcome), dtype=bool)
    follows[1:] = (log.slot[1:] == log.slot[:-1]) & (log.attempt[1:] == log.attempt[:-1] + 1)
    before, again = np.roll(np.arange(len(outcome)), 1), log.attempt > 1
    at_once = (log.t_begin == log.t_finish[before]) | (np.isnan(log.t_begin) & (outcome == STOPPED))
    sound = follows & (outcome[before] == SENT_BACK) & at_once & (log.after == log.slot)
    r.say(again & ~sound, "R3", "is not the correction, begun at once, of the attempt before it")
    r.say((outcome == SENT_BACK) & ~np.roll(follows, -1), "R3", "was sent back and has no next attempt")


def read_bounds(r: Reader) -> None:
    """What came last (the section after R10): `bound_by` and `bound_id` say what fixed the start."""
    c, log = r.case, r.log
    after = np.where(log.after >= 0, c.node_activity[c.slot_node[np.maximum(log.after, 0)]], -1)
    none, waited = np.full(len(after), -1), log.t_start > log.t_ready
    taken, server = none.copy(), none.copy()
    for i in np.flatnonzero(r.takes & waited).tolist():
        taken[i] = short_resource(r, i)
    for i in np.flatnonzero(~r.solo & waited).tolist():
        server[i] = short_office(r, i)
    kinds = np.array((logs.BY_UNIT, logs.BY_LAND, logs.BY_UTILITY, logs.BY_HELP))  # in the order of RESOURCES
    kind = kinds[np.append(c.resource_kind, 0)[taken]]
    why = [(np.isnan(log.t_start), -1, none), (waited & r.takes, kind, taken), (waited & r.pays, logs.BY_CASH, r.act)]
    why += [(waited & r.solo, logs.BY_SESSION, r.act), (waited, logs.BY_SERVER, server)]
    why += [(log.attempt > 1, logs.BY_CORRECTION, r.act), (log.after >= 0, logs.BY_PREDECESSOR, after)]
    cases, bys, ids = map(list, zip(*why, strict=True))
    by, by_id = np.select(cases, bys, logs.BY_ARRIVAL), np.select(cases, ids, -1)
    said = np.stack((log.bound_by, log.bound_id, by, by_id))
    wrong = (said[:2] != said[2:]).any(axis=0)
    r.say(wrong, "bound_by", lambda i: "is bound by {} {}, and should be by {} {}".format(*said[:, i]))
