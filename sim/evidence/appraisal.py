"""What a strategy costs more than the baseline, and what that buys: cost per firm, job, tax yuan and day saved.

A ratio of two uncertain differences has no ordinary error. Fieller's interval holds its promise even where the effect
may be nothing; then it is unbounded, and says so, instead of printing a number that a lucky sample made finite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.intervals import LEVEL
from sim.evidence.rows import half_width_factor

if TYPE_CHECKING:
    import pandas as pd

PARK, ALL = "park", "all"
BUYS: dict[str, tuple[str, str]] = {
    "firm": (ALL, "producing"),
    "job": (PARK, "jobs"),
    "tax_yuan": (PARK, "tax_retained"),
    "day_saved": (ALL, "firm_days_saved"),
}
"""What is bought -> group and KPI whose difference from the baseline it is."""
BARTIK = (0.02, 0.25)  # share of subsidised firms that would not have come otherwise, in the literature


@dataclass(frozen=True)
class Ratio:
    """Mean cost over mean effect with its interval; infinite ends where the effect may be nothing."""

    value: float
    low: float
    high: float


def fieller(cost: np.ndarray, effect: np.ndarray, level: float = LEVEL) -> Ratio:
    """Fieller's interval of mean(cost) / mean(effect), paired by replication.

    Parameters
    ----------
    cost, effect
        One value a replication, of one length; replications where either is NaN are left out.
    level
        Of the interval.

    Returns
    -------
    Ratio
        NaN without two replications; (-inf, inf) where the interval of the effect holds 0.

    Examples
    --------
    >>> found = fieller(np.array([10.0, 12.0, 8.0, 10.0]), np.array([2.0, 2.2, 1.9, 2.1]))
    >>> round(found.value, 3), found.low < found.value < found.high
    (4.878, True)
    >>> fieller(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.0, 1.0])).high
    inf
    """
    known = ~np.isnan(cost) & ~np.isnan(effect)
    a, b = cost[known], effect[known]
    if len(a) < 2:
        return Ratio(float("nan"), float("nan"), float("nan"))
    mean_a, mean_b = float(a.mean()), float(b.mean())
    value = mean_a / mean_b if mean_b else float("inf")
    t2 = float(half_width_factor(np.array(len(a)), level)) ** 2  # t / sqrt(n), squared
    var_a, var_b, cov = float(a.var(ddof=1)), float(b.var(ddof=1)), float(np.cov(a, b)[0, 1])
    lead = mean_b * mean_b - t2 * var_b
    if lead <= 0:
        return Ratio(value, float("-inf"), float("inf"))
    middle = mean_a * mean_b - t2 * cov
    root = np.sqrt(max(middle * middle - lead * (mean_a * mean_a - t2 * var_a), 0.0))
    return Ratio(value, float((middle - root) / lead), float((middle + root) / lead))


def appraise(kpis: pd.DataFrame, baseline: str, level: float = LEVEL) -> pd.DataFrame:
    """Extra public cost of each strategy over the baseline, and that cost by what it buys, gross and net.

    Columns: strategy, baseline, buys (firm, job, tax_yuan, day_saved), effect (mean difference), cost (mean difference
    of `public_cost`, yuan), gross, low, high (yuan a unit, Fieller), net (gross over `but_for`), but_for. Empty where
    the scenario keeps no books. `day_saved` is days saved by all firms watched for the limit.
    """
    import pandas as pd

    wide = _wide(kpis)
    rows = []
    for strategy in [name for name in kpis["strategy"].unique() if name != baseline]:
        if (strategy, PARK, "public_cost") not in wide.columns:
            continue
        cost = _difference(wide, strategy, baseline, (PARK, "public_cost"))
        share = _mean(wide[strategy, PARK, "but_for"].to_numpy(dtype=np.float64))
        for buys, cell in BUYS.items():
            effect = _difference(wide, strategy, baseline, cell)
            gross = fieller(cost, effect, level)
            rows.append(
                {
                    "strategy": strategy,
                    "baseline": baseline,
                    "buys": buys,
                    "effect": _mean(effect),
                    "cost": _mean(cost),
                    "gross": gross.value,
                    "low": gross.low,
                    "high": gross.high,
                    "net": gross.value / share if share > 0 else float("inf"),
                    "but_for": share,
                }
            )
    columns = ("strategy", "baseline", "buys", "effect", "cost", "gross", "low", "high", "net", "but_for")
    return pd.DataFrame(rows, columns=list(columns))


def _mean(values: np.ndarray) -> float:
    """Over the replications in which it is defined; NaN where it is in none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _wide(kpis: pd.DataFrame) -> pd.DataFrame:
    """One column a strategy, group and KPI, one row a replication."""
    wanted = {cell for cell in BUYS.values() if cell[1] != "firm_days_saved"}
    wanted |= {(PARK, "public_cost"), (PARK, "but_for"), (ALL, "rmst_time_to_production"), (ALL, "cohort")}
    groups, names = zip(*wanted)
    few = kpis[kpis["kpi"].isin(names) & kpis["group"].isin(groups)]  # a table of ten million rows is looked at once
    chosen = few[[pair in wanted for pair in zip(few["group"].astype(str), few["kpi"].astype(str))]]
    chosen = chosen.assign(**{name: chosen[name].astype(str) for name in ("strategy", "group", "kpi")})
    return chosen.pivot_table("value", "replication", ["strategy", "group", "kpi"], dropna=False)


def _difference(wide: pd.DataFrame, strategy: str, baseline: str, cell: tuple[str, str]) -> np.ndarray:
    if cell[1] == "firm_days_saved":
        days = wide[baseline, ALL, "rmst_time_to_production"] - wide[strategy, ALL, "rmst_time_to_production"]
        return np.asarray(days * wide[strategy, ALL, "cohort"], dtype=np.float64)
    return np.asarray(wide[(strategy, *cell)] - wide[(baseline, *cell)], dtype=np.float64)
