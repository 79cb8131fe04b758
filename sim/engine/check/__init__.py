"""Is this Log a history that the rules allow? Answered by reading it, not by playing the Case again.

Why it exists: two engines that agree may still share a mistake, and a real Case is too long to be looked through by
hand. A reader does not decide what happens next, only whether what is said to have happened may have; it shares no
code with an engine, and needs nothing but the Case and the Log, so it can be turned on any run.

What flows in: a `Case` and a finished `Log`. What flows out: one sentence for each violation of `docs/semantics.md`,
none if the Log is sound. Rule: there is no event loop here. The story is read again and again, from further and further
off:

- `visits`: each visit by itself (arithmetic, verdicts, what its start was bound by),
- `children`: when each candidate appeared,
- `choice`: when each candidate chose, what it went for, and the waits it reckoned with,
- `candidates` and `life`: each candidate (what came after what, when it left or fell back, what it let go),
- `holdings`: each holding (by whom, from when and until when, and that no two hold the same),
- `book`: each instant of the offices (who was served, and who could have been),
- `line` and `serving`: each instant of the spaces, stocks and teams (who took what, and who could have),
- `cash`: each instant of each purse (who could pay, and who did),
- `reader`: what all of them look things up in, the Log with the Case beside it; `estate`: what was free at a moment;
  `help`: what help a candidate may have had; `limits`: whom a milestone or a quota spared, and by when a visit was due
  at an office that had promised; `clock`: working time by table.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.engine.case import Case
from sim.engine.check.book import read_offices
from sim.engine.check.candidates import read_candidates, read_stops
from sim.engine.check.cash import read_cash
from sim.engine.check.children import read_appearances
from sim.engine.check.choice import read_choices, read_waits
from sim.engine.check.holdings import read_holdings
from sim.engine.check.line import read_lines
from sim.engine.check.reader import Reader
from sim.engine.check.visits import read_bounds, read_help, read_patience, read_times, read_verdicts
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
    read_appearances(reader)
    read_times(reader)
    read_patience(reader)
    read_verdicts(reader)
    read_bounds(reader)
    read_choices(reader)  # says when each candidate chose, and what
    read_help(reader)
    read_candidates(reader)  # says when each visit was let go, which the others need
    read_stops(reader)
    read_holdings(reader)
    read_waits(reader)
    read_offices(reader)
    read_lines(reader)
    read_cash(reader)
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
    sizes = {"outcome": len(OUTCOMES), "after": slots, "status": len(STATUSES), "help": len(case.help_places)}
    sizes |= {"holding_slot": slots, "holding_resource": len(case.resource_kind), "holding_unit": len(case.unit_area)}
    for name, size in sizes.items():
        if ((getattr(log, name) < -1) | (getattr(log, name) >= size)).any():
            return f"Log: {name} names what does not exist"
    if np.isnan(log.t_appears).any() or np.isinf(log.t_end).any():
        return "Log: t_appears is NaN or t_end is inf"
    of_holdings = log.holding_slot, log.holding_resource, log.holding_unit
    held = list(zip(*(column.tolist() for column in of_holdings), strict=True))
    if any(min(slot, resource) < 0 for slot, resource, _ in held):
        return "Log: a holding is of nobody or of nothing"
    if any(one >= other for one, other in pairwise(held)):
        return "Log: the holdings are not sorted by (slot, resource, unit), each once"
    return ""
