"""Month-by-month flows of firms, summed from the entries of their accounts.

The sums are taken over all firms at once: a stream is added in the month where it begins and taken off where it ends,
and one running sum over the months makes flows of it. A hundred thousand firms over five years take well under a
second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.model.money import Money
from sim.money.entries import FLOW_ITEMS, Entries, Lump, Stream, entries
from sim.money.facts import Facts


@dataclass(frozen=True, eq=False)
class Flows:
    """What comes in less what goes out, and what it is made of; yuan."""

    net: np.ndarray  # [F, months]
    totals: Mapping[str, np.ndarray]  # item in FLOW_ITEMS -> [F], over all months


def firm_flows(facts: Facts, money: Money) -> Flows:
    """Net monthly flow and totals by item of every firm.

    Parameters
    ----------
    facts
        Of F firms; pass `wound_up(facts)` where ways in are compared, so that an owner's building counts.
    money
        For `taxes` and `ramp`.

    Returns
    -------
    Flows
        Over as many months as have begun by `last_day`. The totals of a firm add up to the sum of its net flow.
    """
    found = entries(facts, money)
    totals = {item: np.zeros(found.firms) for item in FLOW_ITEMS}
    for stream in found.streams:
        amount = stream.rate * (stream.end - stream.start)
        totals[stream.item] += np.bincount(stream.firm, weights=amount, minlength=found.firms)
    for lump in found.lumps:
        totals[lump.item] += np.bincount(lump.firm, weights=lump.amount, minlength=found.firms)
    net = tally(found.streams, found.lumps, np.arange(found.firms), found.firms, months(found))
    return Flows(net, totals)


def monthly_items(facts: Facts, money: Money, firms: np.ndarray) -> dict[str, np.ndarray]:
    """Flows by item and month of a few firms, for a figure of where one firm's cash goes.

    Parameters
    ----------
    facts, money
        As in `firm_flows`.
    firms
        Indices of the firms looked at, each once.

    Returns
    -------
    dict
        One array [len(firms), months] for each of FLOW_ITEMS.
    """
    found = entries(facts, money)
    row = np.full(found.firms, -1)
    row[firms] = np.arange(len(firms))
    return {item: tally(*of_item(found, item), row, len(firms), months(found)) for item in FLOW_ITEMS}


def months(found: Entries) -> int:
    """How many months have begun by the end of the accounts, at least one."""
    return max(int(np.ceil(found.last)), 1)


def of_item(found: Entries, item: str) -> tuple[tuple[Stream, ...], tuple[Lump, ...]]:
    """The entries of one item."""
    streams = tuple(stream for stream in found.streams if stream.item == item)
    return streams, tuple(lump for lump in found.lumps if lump.item == item)


def tally(
    streams: tuple[Stream, ...],
    lumps: tuple[Lump, ...],
    row: np.ndarray,
    rows: int,
    periods: int,
    length: int = 1,
    origin: float | np.ndarray = 0.0,
) -> np.ndarray:
    """Sum entries into rows and periods.

    Parameters
    ----------
    streams, lumps
        Entries, yuan and months.
    row
        Row of each firm, [F]; below 0: left out.
    rows, periods
        Shape of the result.
    length
        Of a period, months.
    origin
        Month at which period 0 begins; a number, or one for each row.

    Returns
    -------
    ndarray
        Yuan, [rows, periods]. What lies before period 0 or after the last is left out; a sum on the very last day
        belongs to the last period.
    """
    steps = np.zeros((periods + 2, rows))  # period first: neighbours in a running sum are then rows of the array
    sums = np.zeros((periods, rows))
    begins = np.broadcast_to(np.asarray(origin, dtype=np.float64), rows)
    for stream in streams:
        at = row[stream.firm]
        rate = stream.rate * length
        for edge, sign in ((stream.start, rate), (stream.end, -rate)):
            period = np.clip((edge - begins[at]) / length, 0.0, periods)
            whole = period.astype(np.int64)
            part = period - whole
            _add(steps, whole, at, sign * (1.0 - part))
            _add(steps, whole + 1, at, sign * part)
    for lump in lumps:
        at = row[lump.firm]
        period = (lump.month - begins[at]) / length
        inside = (period >= 0) & (period <= periods)
        _add(sums, np.minimum(period[inside].astype(np.int64), periods - 1), at[inside], lump.amount[inside])
    np.cumsum(steps, axis=0, out=steps)
    return np.asarray((steps[:periods] + sums).T)


def _add(to: np.ndarray, period: np.ndarray, row: np.ndarray, amount: np.ndarray) -> None:
    """Add amounts at [period, row], several to one place if need be, and nothing where the row is below 0."""
    kept = row >= 0
    np.add.at(to.reshape(-1), period[kept] * to.shape[1] + row[kept], amount[kept])
