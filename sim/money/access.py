"""Who may take a way in at all: thresholds that are reached, and cash that covers what comes before the first sale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.model.money import Terms
from sim.money.costs import Later, Quantities, borrowed


def eligible(quantities: Quantities, least: tuple[tuple[str, float], ...]) -> np.ndarray:
    """Does the firm reach every threshold of `Terms.least`? bool [F]; everybody does where there is none.

    Raises KeyError where a threshold names a quantity that was not drawn.

    >>> eligible({"age_years": np.array([0.0, 3.0])}, (("age_years", 3.0),)).tolist()
    [False, True]
    """
    met = np.ones(np.shape(next(iter(quantities.values()))), dtype=bool)
    for name, at_least in least:
        met = met & (np.asarray(quantities[name]) >= at_least)
    return met


def affordable(
    quantities: Quantities, costs: Mapping[str, np.ndarray], terms: Terms, later: Sequence[Later] = ()
) -> np.ndarray:
    """Does the firm's own cash cover what is paid before the first lot: all items less the loan? bool [F].

    Land that is paid for after the first lot is paid from sales. For an instalment before it the firm counts what its
    parent adds in the months between; else that is not counted, so a firm that is refused here might scrape through.

    >>> costs = {"deposit": np.array([10.0]), "shell": np.array([100.0]), "construction": np.array([0.0])}
    >>> affordable({"cash": np.array([40.0])}, costs, Terms(buys=True, loan=0.7, loan_years=5.0)).tolist()
    [True]
    """
    needed = sum(costs.values(), start=np.zeros(())) - borrowed(costs, terms)
    for part in later:
        saved = np.maximum(quantities.get("monthly_funds", 0.0), 0.0) * part.months
        owed = part.share * costs["land"]
        needed = needed - np.where(part.after_lot, owed, np.minimum(owed, saved))
    return np.asarray(quantities["cash"] >= needed)
