"""What a firm brings and wants in numbers: floor area, cash, output; drawn at its birth, whatever the strategy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.attributes import Values
from sim.engine.case import to_grid
from sim.luck.laws import ppf
from sim.model.estate import QUANTITIES
from sim.model.law import By, Distribution
from sim.model.park import EnterpriseType

NEARNESS = "nearness"
"""Less the days that a firm has before it as it appears, when nobody waits: for teams that help the nearest first."""


def draw_numbers(
    kind: EnterpriseType, names: list[str], values: Values, quantile: Callable[[str], np.ndarray], firms: int
) -> np.ndarray:
    """Quantities of the firms of a type, [firms, names]; the default where the type states none.

    Parameters
    ----------
    kind
        The type, under the rules of the day on which the firms appear.
    names
        Of quantities, in the order of the columns.
    values
        Attributes of the firms, by which a law may differ.
    quantile
        Gives one quantile a firm for a quantity.
    firms
        How many.
    """
    laws = {quantity.name: quantity.law for quantity in kind.quantities}
    columns = np.zeros((firms, len(names)))
    for number, name in enumerate(names):
        if name in laws:
            drawn = np.zeros(firms)
            _fill(drawn, laws[name], values, quantile(name), np.arange(firms))
            least = -np.inf if name == "monthly_funds" else 0.0
            columns[:, number] = _kept(name, np.maximum(drawn, least))
        elif name != NEARNESS:
            columns[:, number] = QUANTITIES[name][1]
    return columns


def _kept(name: str, drawn: np.ndarray) -> np.ndarray:
    """On the grid, where amounts are added up exactly; a share is only ever multiplied, and stays what it is."""
    unit, _ = QUANTITIES[name]
    return drawn if unit in ("1", "1/year") else to_grid(drawn)


def _fill(drawn: np.ndarray, law: object, values: Values, u: np.ndarray, who: np.ndarray) -> None:
    if isinstance(law, By):
        for value, case in law.cases:
            _fill(drawn, case, values, u, who[values[law.attribute][who] == value])
    elif isinstance(law, Distribution) and len(who):
        drawn[who] = ppf(law, u[who])


def by_name(columns: np.ndarray, names: list[str]) -> dict[str, np.ndarray]:
    """Every quantity of QUANTITIES as an array over firms, those that nobody states at their default."""
    known = {name: columns[:, number] for number, name in enumerate(names)}
    return {name: known.get(name, np.full(len(columns), default)) for name, (_, default) in QUANTITIES.items()}
