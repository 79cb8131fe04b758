"""Teams that a firm keeps only for their own step, or gives back for a better one (R22).

What flows in: a `Reader`, holdings. What flows out: when a team's take ends, and with which steps. Rule: where the Log
does not say what came first at an instant, both ends are sound.
"""

from __future__ import annotations

from math import inf, isnan
from typing import NamedTuple

import numpy as np

from sim.engine.case import RESOURCES, UNTIL_FINISH
from sim.engine.check.reader import Reader

TEAM = RESOURCES.index("team")


class Spell(NamedTuple):
    """A time in which a team serves a firm; it may be none where it is given back as it begins (`sure` is False)."""

    row: int  # that took it
    since: float
    until: float
    sure: bool


def as_late(t: float) -> float:
    """What never comes is later than everything."""
    return inf if isnan(t) else t


def spells(r: Reader, f: int, team: int) -> list[Spell]:
    """R22: when a team served a candidate; -1 is no team."""
    c, log, found = r.case, r.log, list[Spell]()
    for h in np.flatnonzero((log.holding_resource == team) & (r.holder >= 0)).tolist() if team >= 0 else ():
        i, until = int(r.holder[h]), int(c.take_until[r.take[h]])
        since, gone = float(log.t_finish[i]), as_late(float(log.holding_to[h]))
        if r.firm[i] != f or isnan(since) or gone < since:
            continue
        over = until == UNTIL_FINISH or (until >= 0 and bool(log.milestones[f, until] < since))
        over |= gone == since and i in r.reached_by(f, until, since)  # its own finish gives it back before it serves
        if gone > since or not over:
            found.append(Spell(i, since, gone, gone > since))
    return found


def ended_by(r: Reader, h: int, t: float) -> tuple[bool, list[int]]:
    """R13, R22: whether a holding ended at t with its own step, and the rows of other steps with which it may have."""
    c, log, i = r.case, r.log, int(r.holder[h])
    f, until, q = int(r.firm[i]), int(c.take_until[r.take[h]]), int(log.holding_resource[h])
    above = spells(r, f, int(c.resource_above[q]))
    late = until >= 0 and bool(log.milestones[f, until] <= log.t_start[i])
    late |= any(spell.since <= log.t_start[i] <= spell.until for spell in above)
    own = (until == UNTIL_FINISH or (c.resource_kind[q] == TEAM and late)) and log.t_finish[i] == t
    return bool(own), [*r.reached_by(f, until, t), *(spell.row for spell in above if spell.since == t)]


def outranked(r: Reader, i: int, team: int, ends: set[float], finish: float) -> set[float]:
    """R22: ends of a row's take of a team that one above may have replaced; `finish` is that of its own step."""
    start = float(r.log.t_start[i])
    for spell in spells(r, int(r.firm[i]), int(r.case.resource_above[team])):
        found = set[float]()
        for end in ends:
            if spell.since > start:  # it is given back for a better one
                found |= {min(end, spell.since)} | (set() if spell.sure else {end})
            elif spell.until >= start:  # it comes too late, or at the same instant just before
                found |= {min(end, finish)} | ({start} if spell.since == start else set())
                found |= {end} if spell.until == start or not spell.sure else set()
            else:
                found.add(end)
        ends = found
    return ends
