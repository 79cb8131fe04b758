"""What a firm holds of the estate, from the start of the step that took it until it gives it back (R13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.case import UNTIL_FINISH
from sim.engine.simpy_engine.estate import Stock, Want
from sim.engine.simpy_engine.space import Run, Space

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.estate_line import Line
    from sim.engine.simpy_engine.park import Park


class Holding:
    """What a firm holds by one visit of one resource, until it gives it back."""

    __slots__ = ("activity", "amount", "given_back", "resource", "run", "serves", "since", "slot", "until")

    def __init__(self, slot: int, activity: int, want: Want, run: Run, now: float) -> None:
        self.slot = slot
        self.activity = activity
        self.resource, self.amount, self.until, _ = want
        self.run = run
        self.since = now
        self.serves = False  # a team: the step that took it is over
        self.given_back = float("nan")

    def take(self) -> None:
        """Nobody else can have it now."""
        if isinstance(self.resource, Space):
            self.resource.mark(self.run, free=False)
        else:
            self.resource.held += self.amount

    def give_back(self, now: float) -> None:
        """From now on others can have it."""
        self.given_back = now
        if isinstance(self.resource, Space):
            self.resource.mark(self.run, free=True)
        else:
            self.resource.held -= self.amount


def help_of(firm: Enterprise) -> int:
    """The union of the help of all teams that a firm holds (R16)."""
    bits = 0
    for holding in firm.holdings:
        bits |= holding.resource.help
    return bits


def stir_whole(park: Park, line: Line) -> None:
    """Something is free again, or ranks have changed: everybody in line is looked at when the instant settles."""
    line.whole = True
    park.stir(line)


def give_back(park: Park, firm: Enterprise, which: list[Holding]) -> None:
    """A firm gives something back; whoever waits for it is served in this instant."""
    for holding in which:
        holding.give_back(park.now)
        firm.holdings.remove(holding)
        stir_whole(park, holding.resource.line)
        if holding.resource.help:
            firm.help = help_of(firm)


def give_back_at_finish(park: Park, firm: Enterprise, slot: int) -> None:
    """What was taken until the finish of this step, and teams below one that serves the firm from now on (R22)."""
    mine = [h for h in firm.holdings if h.slot == slot]
    give_back(park, firm, [h for h in mine if h.until == UNTIL_FINISH])
    for holding in mine:
        if holding.resource.team and holding.until != UNTIL_FINISH:
            holding.serves = True
            give_back(park, firm, [h for h in firm.holdings if h.resource.above == holding.resource.index])


def comes_too_late(park: Park, firm: Enterprise, team: Space | Stock, until: int) -> bool:
    """Has the firm got beyond a team: by the milestone up to which it would have it, or by one above it (R22)?"""
    if until >= 0 and park.book.has_reached(firm.index, until):
        return True
    return any(h.serves and h.resource.index == team.above for h in firm.holdings)


def give_back_at_milestone(park: Park, firm: Enterprise, milestone: int) -> None:
    """What was taken until this milestone."""
    give_back(park, firm, [h for h in firm.holdings if h.until == milestone])
