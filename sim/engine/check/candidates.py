"""Each candidate: its milestones, how it ended, which networks it went through, and what it let go when it left.

What flows in: a `Reader`. What flows out: sentences in `Reader.found`, and in `Reader.left` when each visit was let go.
Rule: the Log does not say in which order the refusals of one instant came, so each order is told (`Life`), and the
candidate is sound if one of them holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations, product
from math import inf, isnan, nan

import numpy as np

from sim.engine import log as logs
from sim.engine.case import OUT
from sim.engine.check.choice import DECLINES
from sim.engine.check.holdings import read_until
from sim.engine.check.life import LATE, Life, Phase
from sim.engine.check.reader import DROPPED, Reader
from sim.engine.log import DONE, GAVE_UP, REFUSED, STOPPED, VOID

Refusals = dict[float, dict[int, list[int]]]  # instant: network to fall back to, or OUT: the activities refused


def read_candidates(r: Reader) -> None:
    """R3, R7, R8a: each life, with its milestones, its end, and what came after what."""
    producing = read_milestones(r)
    rows = np.searchsorted(r.firm, np.arange(len(r.case.type) + 1)).tolist()
    for f in range(len(r.case.type)):
        mine = range(rows[f], rows[f + 1])
        refusals = refusals_of(r, mine)
        left = read_end(r, f, mine, refusals, producing=bool(producing[f]))
        read_life(r, f, mine, refusals, left)


def read_milestones(r: Reader) -> np.ndarray:
    """R3: a milestone is the earliest accepted finish that carries it; flows out: which candidates produce."""
    c, log = r.case, r.log
    best = np.full(log.milestones.shape, inf)
    carries = np.isin(log.outcome, DONE) & (c.activity_milestone[r.act] >= 0) & ~np.isnan(log.t_finish)
    np.minimum.at(best, (r.firm[carries], c.activity_milestone[r.act[carries]]), log.t_finish[carries])
    best[best == inf] = nan
    for f, m in np.argwhere(~((best == log.milestones) | (np.isnan(best) & np.isnan(log.milestones)))):
        named = f"{r.candidate(f)}, milestone {c.milestone_names[m]}"
        r.found.append(f"R3: {named} is {log.milestones[f, m]}, its earliest accepted finish {best[f, m]}")
    producing: np.ndarray = (~np.isnan(best[:, c.milestone_names == "producing"])).any(axis=1)
    return producing


def refusals_of(r: Reader, rows: range) -> Refusals:
    """R3: what one candidate was refused, when, and to where; a refusal by `at_most` is always out."""
    refusals: Refusals = defaultdict(lambda: defaultdict(list))
    for i in rows:
        if r.log.outcome[i] == REFUSED and not isnan(r.log.t_finish[i]):
            to = OUT if r.thrown_out[i] else int(r.case.node_refused_to[r.node[i]])
            refusals[float(r.log.t_finish[i])][to].append(int(r.act[i]))
    return refusals


def read_end(r: Reader, f: int, rows: range, refusals: Refusals, producing: bool) -> float:
    """R7, R14, R15: status, reason and end follow from the visits; flows out: when the candidate left, or inf."""
    log = r.log
    out = [(t, min(to[OUT]), logs.FIRM_REFUSED) for t, to in refusals.items() if OUT in to]
    how = np.where(r.pays, logs.FAILED, logs.WITHDRAWN)
    gone = [(float(r.patience_ends[i]), int(r.act[i]), int(how[i])) for i in rows if log.outcome[i] == GAVE_UP]
    status, reason, left = logs.PRODUCING if producing else logs.IN_PROGRESS, -1, inf
    chose, chosen = r.chosen.get(f, (inf, OUT))
    if chose < inf and chosen == DECLINES:
        status, left = logs.LEFT if producing else logs.DECLINED, chose
    elif out or gone:
        left, reason, status = min(out or gone)
        status = logs.LEFT if producing else status
    said = int(log.status[f]), int(log.reason[f]), inf if isnan(log.t_end[f]) else float(log.t_end[f])
    if said != (status, reason, left):
        is_, was = (f"{logs.STATUSES[s]} by activity {a} at {t}" for s, a, t in (said, (status, reason, left)))
        r.found.append(f"R7: {r.candidate(f)} is {is_}, and by its visits {was}")
    return left


def read_life(r: Reader, f: int, rows: range, refusals: Refusals, left: float) -> None:
    """R1, R6, R7, R8a, R13: the life in each order that refusals of one instant may have had; the best told one counts.

    Whether what would be passed at the instant at which a network is left still was, the Log does not say either.
    """
    told: list[tuple[list[str], dict[int, float]]] = []
    tellings = ((way, late) for way in orders(r, f, refusals) for late in product(LATE, repeat=len(way)))
    for phases, late in tellings:
        sentences, let_go = Life(r, f, rows, left).read(phases, late)
        told.append((sentences + read_until(r, f, phases, left), let_go))
        if not told[-1][0]:
            break
    sentences, let_go = min(told, key=lambda one: len(one[0]))
    r.found += sentences
    for i, t in let_go.items():
        r.left[i] = t


def orders(r: Reader, f: int, refusals: Refusals) -> Iterator[list[Phase]]:
    """R7, R8a, R15: the networks one candidate may have gone through, each with when it was entered.

    Refusals of one instant fall in the same round, where one of them counts, or in rounds one after another; where
    one of them is out, perhaps none of the others came to anything.
    """
    first = max(float(r.log.t_appears[f]), 0.0), int(r.case.network[f])
    chose, chosen = r.chosen.get(f, (inf, DECLINES))
    moments = sorted(refusals)
    ways = [
        [way for n in range(OUT not in to, len(to) + 1) for way in permutations(sorted(to.keys() - {OUT}), n)]
        for to in (refusals[t] for t in moments)
    ]
    for way in product(*ways):
        phases = [(t, n) for t, order in zip(moments, way, strict=True) for n in order]
        before = [phase for phase in phases if phase[0] < chose]
        choice = [(chose, chosen)] if chosen != DECLINES else []  # it comes before the refusals of its instant
        yield [first, *before, *choice, *phases[len(before) :]]


def read_stops(r: Reader) -> None:
    """R7: what was let go had come as far as it could when it was let go, and no further."""
    log, left = r.log, r.left
    begin, ready, start, _ = r.times
    reached = np.fmax(np.fmax(begin, ready), start)
    late = np.isin(log.outcome, DROPPED) & (reached > left)
    r.say(late, "R7", lambda i: f"went on after {left[i]}, when its firm left or fell back")
    r.say((log.outcome == VOID) & (log.t_finish < left), "R7", lambda i: f"is void before {left[i]}")
    # ends of preparation and of service are happenings: they come before the leaving of the same instant
    happens = np.where(np.isnan(ready), r.due_ready, np.where(np.isnan(start), inf, r.due_finish))
    waits = ~np.isnan(ready) & np.isnan(start)
    settles = np.where(waits, np.fmin(r.patience_ends, np.where(r.at_once, r.due_start, inf)), inf)
    early = (happens < left) | ((happens == left) & (happens > reached)) | (settles < left)
    early |= np.isnan(begin) & (log.attempt > 1) & (np.roll(log.t_finish, 1) != left)
    early &= (log.outcome == STOPPED) & ~(np.isnan(begin) & (log.attempt == 1))
    r.say(early, "R7", lambda i: f"was stopped at {left[i]} and should have come further by then")
    for t, quits in r.quit.items():
        only = {f for f in quits.keys() - r.refused.get(t, {}).keys() if not r.chooses(f, t)}
        with_them = [i for f in only for i in r.rows(f) if r.patience_ends[i] == t]
        stays = [i for i in with_them if waits[i] and left[i] == t and log.outcome[i] == STOPPED]
        r.say(stays, "R1", f"was stopped at {t}, when its own patience ended with that of another")
