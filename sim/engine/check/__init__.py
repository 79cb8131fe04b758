"""Is this Log a history that the rules allow? Answered by reading it, not by playing the Case again.

Why it exists: two engines that agree may still share a mistake, and a real Case is too long to be looked through by
hand. A reader does not decide what happens next, only whether what is said to have happened may have; it shares no
code with an engine, and needs nothing but the Case and the Log, so it can be turned on any run.

What flows in: a `Case` and a finished `Log`. What flows out: one sentence for each violation of `docs/semantics.md`,
none if the Log is sound. Rule: there is no event loop here. The story is read four times, each time from further off:

- `visits`: each visit by itself (arithmetic, verdicts, what its start was bound by),
- `candidates` and `life`: each candidate (what came after what, when it left or fell back, what it let go),
- `book`: each instant of the offices (who was served, and who could have been),
- `reader`: what all of them look things up in, the Log with the Case beside it.
"""

from __future__ import annotations

from itertools import pairwise

from sim.engine.case import Case
from sim.engine.check.book import read_offices
from sim.engine.check.candidates import read_candidates, read_stops
from sim.engine.check.reader import Reader
from sim.engine.check.visits import read_bounds, read_patience, read_times, read_verdicts
from sim.engine.log import OUTCOMES, STATUSES, Log


def check(case: Case, log: Log) -> list[str]:
    """Verify a finished Log against its Case.

    Parameters
    ----------
    case
        What was played.
    log
        What an engine made of it.

    Returns
    -------
    list of str
        One readable sentence for each violation, naming rule, candidate, activity and times; empty if the Log is sound.
    """
    if unreadable := read_shape(case, log):
        return [unreadable]
    reader = Reader(case, log)
    read_times(reader)
    read_patience(reader)
    read_verdicts(reader)
    read_bounds(reader)
    read_candidates(reader)  # says when each visit was let go, which the last two need
    read_stops(reader)
    read_offices(reader)
    return reader.found


def read_shape(case: Case, log: Log) -> str:
    """Whether the Log can be read beside this Case at all.

    No rule of the page yet, only that the columns are those that `sim.engine.log` describes.

    Parameters
    ----------
    case
        What was played.
    log
        Columns that may be anything: of another Case, out of order, cut short.

    Returns
    -------
    str
        What is wrong with the columns, empty if they can be read.
    """
    slots, keys = len(case.slot_node), list(zip(log.slot.tolist(), log.attempt.tolist(), strict=True))
    if any(not 0 <= s < slots or not 1 <= k <= case.attempt_ptr[s + 1] - case.attempt_ptr[s] for s, k in keys):
        return "Log: a row names a slot or an attempt that the Case does not have"
    if any(one >= other for one, other in pairwise(keys)):
        return "Log: the rows are not sorted by (slot, attempt), each once"
    for name, size in (("outcome", len(OUTCOMES)), ("after", slots), ("status", len(STATUSES))):
        if ((getattr(log, name) < -1) | (getattr(log, name) >= size)).any():
            return f"Log: {name} names what does not exist"
    return ""
