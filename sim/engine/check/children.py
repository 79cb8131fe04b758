"""When each candidate appeared: by itself, or because of another.

What flows in: a `Reader`. What flows out: sentences in `Reader.found`. Rule: whether a child appears follows from when
its parent reached the milestone and when it left; both are taken from the Log and read elsewhere. Where a child appears
at the very instant of its parent's milestone, it may be there only after a serving: the others ask here.
"""

from __future__ import annotations

from math import inf

import numpy as np

from sim.engine.check.reader import Reader


def read_appearances(r: Reader) -> None:
    """R17: each candidate appeared when the Case, or its parent, made it appear."""
    for f, said in enumerate(r.log.t_appears.tolist()):
        parent = int(r.case.parent[f])
        due = float(r.case.appears[f]) if parent < 0 else follows(r, f, parent)
        if said != due:
            by = "by itself" if parent < 0 else f"after {r.candidate(parent)}"
            r.found.append(f"R17: {r.candidate(f)} appeared at {said}, and should {by} at {due}")


def follows(r: Reader, f: int, parent: int) -> float:
    """R17: when a child appears; inf if its parent did not get there, had no luck, or had left by then."""
    c, log = r.case, r.log
    reached, left = float(log.milestones[parent, c.trigger[f]]), float(log.t_end[parent])
    if not reached <= r.end:
        return inf
    regime = int(np.searchsorted(c.regime_from, reached, side="right")) - 1
    t = reached + float(c.trigger_delay[f])
    lucky = c.u_trigger[f] < c.p_trigger[regime, c.type[f]]
    return t if lucky and t <= r.end and not left < t else inf


def at_first(r: Reader, f: int, t: float) -> bool:
    """R17: whether a candidate that is there at an instant was there in its first phase 1."""
    c, log, parent = r.case, r.log, int(r.case.parent[f])
    if parent < 0 or log.t_appears[f] < t or c.trigger_delay[f] > 0:
        return True
    return bool((log.t_start[r.reached_by(parent, int(c.trigger[f]), t)] < t).any())


def comes_late(r: Reader, f: int, t: float) -> bool:
    """R17: whether a candidate may have appeared after a serving of this instant."""
    return bool(r.swift.get(t)) and not at_first(r, f, t)
