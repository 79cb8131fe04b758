"""弹性年期: land is granted for fewer years than fifty, at a lower price.

Mechanism: terms of the site mode: tenure, and price over that of a full tenure. Where no factor is stated, the price is
that of an annuity of so many years over one of fifty. The step in which the
tenure is renewed comes when it ends. It moves cash; no step becomes shorter.
"""

from __future__ import annotations

from pydantic import field_validator

from sim.levers.fields import Form, Words, told, wrong
from sim.levers.numbers import Amount, Share
from sim.levers.parts import unknown_modes, with_lag, with_terms
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "flexible_tenure"
TITLE = Text("flexible tenure of land", "弹性年期出让")
SOURCE = Text(
    "rule of Lanzhou: steps of ten years from ten on; price by the ratio of two annuities at 5 %: computed",
    "兰州的规定：自10年起每10年一档；价格按5%年金之比：推算",
)
FULL = 50
MODES = ("flexible_tenure",)
RENEWAL = "tenure_renewal"
STEPS = (10, 20, 30, 40, FULL)


class Settings(Form):
    """Years left out: nothing changes."""

    site_modes: Words = told("site modes; none named: flexible_tenure", "用地方式；不写则为 flexible_tenure", ())
    years: int | None = told("tenure, years: 10, 20, 30, 40 or 50", "年期：10、20、30、40 或 50 年", None)
    factor: Amount | None = told(
        "price over that of a full tenure; left out: by annuities", "价格占满年期地价的比例；不写则按年金之比", None
    )
    rate: Share = told("rate of the annuities, share a year", "年金利率（年）", 0.05)

    @field_validator("years")
    @classmethod
    def _in_steps(cls, years: int | None) -> int | None:
        if years is not None and years not in STEPS:
            raise wrong("not_one_of", got=years, expected=", ".join(map(str, STEPS)))
        return years


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have."""
    return unknown_modes(settings.site_modes or MODES, regime)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with this tenure in these modes."""
    if settings.years is None:
        return with_terms(regime, settings.site_modes or MODES, land_factor=settings.factor)
    factor = annuity_ratio(settings.years, settings.rate) if settings.factor is None else settings.factor
    regime = with_terms(regime, settings.site_modes or MODES, tenure_years=float(settings.years), land_factor=factor)
    return with_lag(regime, RENEWAL, 365.0 * settings.years)


def annuity_ratio(years: float, rate: float) -> float:
    """An annuity of so many years over one of fifty.

    >>> [round(annuity_ratio(years, 0.05), 2) for years in STEPS]
    [0.42, 0.68, 0.84, 0.94, 1.0]
    """
    if rate == 0:
        return years / FULL
    return float((1 - (1 + rate) ** -years) / (1 - (1 + rate) ** -FULL))
