"""What a yuan of public money bought: gross, and net of what would have come anyway.

Most firms that take a subsidy would have come without it (Bartik 2018: all but 2 to 25 of a hundred, 12 is a fair
middle). Where firms choose freely in the model, the share that came because of a policy is measured; where a site mode
is forced on everybody nothing of the kind can be measured, and the literature's share stands in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.land_grades import SQUARE_METRES_A_MU
from sim.model.money import County


@dataclass(frozen=True, eq=False)
class Effect:
    """What a policy adds over the baseline; numbers, or arrays [replications] of one shape."""

    firms: np.ndarray  # producing
    jobs: np.ndarray
    tax: np.ndarray  # that the county keeps, yuan
    days_saved: np.ndarray  # firm-days on the way to production


@dataclass(frozen=True, eq=False)
class CostOfEffect:
    """Yuan of public money by unit of effect; the last is yuan by yuan."""

    firm: np.ndarray
    job: np.ndarray
    tax: np.ndarray
    day_saved: np.ndarray


def measured_share(firms_with: float | np.ndarray, firms_without: float | np.ndarray) -> np.ndarray:
    """Share of the firms under a policy that did not come without it, from two runs on the same luck.

    0 where the policy brings none or drives some away, NaN where no firm came under it.

    >>> float(measured_share(40.0, 34.0))
    0.15
    """
    came = np.asarray(firms_with, dtype=np.float64)
    return np.asarray(np.maximum(ratio(came - np.asarray(firms_without, dtype=np.float64), came), 0.0))


def but_for_share(site_choice: str, county: County, measured: float | np.ndarray | None = None) -> np.ndarray:
    """Share of the effect that the policy may claim.

    Parameters
    ----------
    site_choice
        `free`: firms compare or stay away, so `measured` counts; anything else: `county.but_for`.
    county
        For `but_for`.
    measured
        From `measured_share`.

    Raises
    ------
    ValueError
        If firms choose freely and nothing was measured.

    Examples
    --------
    >>> float(but_for_share("forced", County())), float(but_for_share("free", County(), 0.3))
    (0.12, 0.3)
    """
    if site_choice != "free":
        return np.asarray(county.but_for)
    if measured is None:
        raise ValueError("firms choose freely: measure the but-for share against a run without the policy")
    return np.asarray(measured, dtype=np.float64)


def net_effect(gross: Effect, but_for: float | np.ndarray) -> Effect:
    """The part of an effect that would not have happened without the policy.

    Days saved are left whole: they are a difference on the same firms already.
    """
    return Effect(gross.firms * but_for, gross.jobs * but_for, gross.tax * but_for, gross.days_saved)


def cost_of(effect: Effect, cost: float | np.ndarray) -> CostOfEffect:
    """What each unit of an effect cost.

    Parameters
    ----------
    effect
        Gross or net.
    cost
        Public money, yuan, positive where spent.

    Returns
    -------
    CostOfEffect
        inf where money was spent for no effect, NaN where there was neither; negative where the effect is a loss.

    Examples
    --------
    >>> gross = Effect(np.array(10.0), np.array(400.0), np.array(2e6), np.array(0.0))
    >>> found = cost_of(net_effect(gross, 0.12), 6e6)
    >>> round(float(found.firm)), round(float(found.job)), round(float(found.tax), 1), float(found.day_saved)
    (5000000, 125000, 25.0, inf)
    """
    return CostOfEffect(*(ratio(cost, by) for by in (effect.firms, effect.jobs, effect.tax, effect.days_saved)))


def ratio(of: float | np.ndarray, by: float | np.ndarray) -> np.ndarray:
    """`of` over `by`; where `by` is 0: NaN for 0 over 0, else inf with the sign of `of`.

    >>> ratio(np.array([1.0, 0.0, -1.0]), 0.0).tolist()
    [inf, nan, -inf]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.asarray(of, dtype=np.float64) / (np.asarray(by, dtype=np.float64) + 0.0))


def land_held(
    land_area: np.ndarray, floor_area: np.ndarray, builds: np.ndarray, plot_ratio: float | np.ndarray
) -> np.ndarray:
    """Land under each firm, mu [F]: its own where it builds, else its floor over the park's plot ratio.

    >>> land_held(np.array([12.0, 0.0]), np.array([9e3, 2e3]), np.array([True, False]), 1.5).round(6).tolist()
    [12.0, 2.0]
    """
    return np.where(builds, land_area, floor_area / plot_ratio / SQUARE_METRES_A_MU)


def per_mu(amount: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Output or tax of a year by mu, yuan/mu: sums over sums, so that big plots count for what they are.

    Parameters
    ----------
    amount, land
        Yuan/year and mu, [..., F] over the firms of a park.

    Examples
    --------
    >>> float(per_mu(np.array([3e6, 1e6]), np.array([15.0, 5.0])))
    200000.0
    """
    return ratio(np.sum(amount, axis=-1), np.sum(land, axis=-1))
