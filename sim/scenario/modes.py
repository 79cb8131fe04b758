"""Site modes and their chains: the two names by which a condition may ask for the way in that a firm has taken."""

from __future__ import annotations

from collections.abc import Mapping

from sim.model.park import Regime
from sim.scenario.schema import Document

MODE_NAMES = SITE_MODE, SITE_CHAIN = ("site_mode", "site_chain")


def chains(park: Document | Regime) -> dict[str, str]:
    """The chain of each site mode: its own where it names none."""
    return {mode.id: mode.chain or mode.id for mode in park.site_modes}


def modes_where(when: Mapping[str, tuple[str, ...]], chain_of: Mapping[str, str]) -> set[str]:
    """Site modes in which conditions hold, as far as they ask for site modes.

    >>> sorted(modes_where({"site_chain": ("rent",)}, {"rent": "rent", "mortgage": "rent", "build": "build"}))
    ['mortgage', 'rent']
    """
    return {
        mode
        for mode, chain in chain_of.items()
        if mode in when.get(SITE_MODE, (mode,)) and chain in when.get(SITE_CHAIN, (chain,))
    }
