"""What follows from a step that is behind a firm, besides the next steps: a milestone, or the choice of a site mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.simpy_engine.followers import tell_children
from sim.engine.simpy_engine.holding import give_back_at_milestone

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park


def reach(park: Park, firm: Enterprise, milestone: int) -> None:
    """A milestone, if it is the firm's earliest: quotas count it, those it brings set out, what was held goes back."""
    if not park.book.reach(firm.index, milestone, park.now):
        return
    park.quota.note(firm.index, milestone, park.now)
    if firm.index in park.script.children:
        tell_children(park, firm, milestone)
    if firm.holdings and milestone in park.script.until:
        give_back_at_milestone(park, firm, milestone)


def decide(park: Park, firm: Enterprise) -> None:
    """The terms are on the table: the firm chooses when the instant settles (R15)."""
    firm.undecided = False
    park.choosing.append(firm)
