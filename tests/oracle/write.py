"""Columns of a Log out of the visits and holdings of the interpreter.

What flows in: records, and columns by candidate. What flows out: a `Log`. Rule: a record's fields are named as in the
Log.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from sim.engine.log import Log
from tests.oracle.ask import Visit
from tests.oracle.estate import Holding

KINDS = dict.fromkeys(("slot", "after", "holding_slot", "counts"), "i8")
KINDS |= dict.fromkeys(("outcome", "bound_by", "status", "help"), "i1")
KINDS |= dict.fromkeys(("t_begin", "t_ready", "t_start", "t_finish", "t_end", "milestones", "choice_wait"), "f8")
KINDS |= dict.fromkeys(("holding_amount", "holding_from", "holding_to", "t_appears", "t_chose"), "f8")


def as_log(visits: list[Visit], holdings: list[Holding], **columns: Any) -> Log:
    """Sorted by (slot, attempt) and (slot, resource, unit); every column that has no kind of its own is i4."""
    visits = sorted(visits, key=lambda v: (v.slot, v.attempt))
    holdings = sorted(holdings, key=lambda h: (h.holding_slot, h.holding_resource, h.holding_unit))
    for records, of in ((visits, Visit), (holdings, Holding)):
        names = {f.name for f in fields(Log)} & {f.name for f in fields(of)}
        columns |= {name: [getattr(record, name) for record in records] for name in names}
    return Log(**{name: np.array(column, KINDS.get(name, "i4")) for name, column in columns.items()})
