"""先租后让: land is leased first, and transferred when the firm has passed a test of what it promised.

Mechanism: part of the price is paid as rent when land is taken, the rest at conversion, after the test; the year of the
test is the lag of that step. Price and tenure are terms of the site mode. It moves cash and risk: less is paid before
the first lot, and who fails loses the land. It shortens no step.
"""

from __future__ import annotations

from pydantic import field_validator

from sim.levers.fields import Form, Words, told, wrong
from sim.levers.numbers import Amount, Positive, Share
from sim.levers.parts import paid_nowhere, unknown_activities, unknown_modes, with_lag, with_payments, with_terms
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "lease_then_transfer_terms"
TITLE = Text("terms of lease-then-transfer", "先租后让条款")
SOURCE = Text(
    "rules of Shenzhen (5 years), Shanghai (2 to 6) and Lanzhou (5 years; rent is the term's share of the price times "
    "1.3: .13 of a tenure of 50 years, .33 of one of 20)",
    "深圳（5年）、上海（2至6年）、兰州（5年，租金为年期占比乘以地价的1.3倍：50年期为 .13，20年期约 .33）的规定",
)
MODES = ("lease_then_transfer",)
LAND = "land"
TEST = "conversion_test"
SOONEST, LATEST = 2.0, 6.0


class Settings(Form):
    """Nothing given: nothing changes."""

    site_modes: Words = told(
        "site modes; none named: lease_then_transfer", "用地方式；不写则为 lease_then_transfer", ()
    )
    test_years: Amount | None = told(
        "years to the test, 2 to 6, from the first lot in the network of the library",
        "距考核的年数，2至6（基础库中自投产起算）",
        None,
    )
    rent_share: Share | None = told(
        "share of the price that is paid as rent before conversion", "转让前以租金缴纳的地价比例", None
    )
    lease_step: str = told("step that pays the rent", "缴纳租金的活动", "land_payment")
    rest_step: str = told("step that pays the rest", "补缴余款的活动", "conversion_payment")
    factor: Amount | None = told(
        "price, all payments together, over that of a full tenure", "各期合计占满年期地价的比例", None
    )
    tenure_years: Positive | None = told("tenure in all, years", "总年期，年", None)

    @field_validator("test_years")
    @classmethod
    def _in_time(cls, years: float | None) -> float | None:
        if years is not None and not SOONEST <= years <= LATEST:
            raise wrong("not_between", got=years, least=f"{SOONEST:g}", most=f"{LATEST:g}")
        return years


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes or a test that the park does not have, or steps that do not pay for land."""
    modes = settings.site_modes or MODES
    found = unknown_modes(modes, regime)
    if settings.test_years is not None:
        found += unknown_activities("test_years", [TEST], regime)
    if settings.rent_share is not None:
        steps = {"lease_step": settings.lease_step, "rest_step": settings.rest_step}
        found += paid_nowhere(steps, LAND, modes, regime)
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with these terms, instalments and this test."""
    modes = settings.site_modes or MODES
    if settings.test_years is not None:
        regime = with_lag(regime, TEST, 365.0 * settings.test_years)
    if settings.rent_share is not None:
        shares = {settings.lease_step: settings.rent_share, settings.rest_step: 1.0 - settings.rent_share}
        regime = with_payments(regime, LAND, shares, modes)
    return with_terms(
        regime,
        modes,
        lease_years=settings.test_years,
        land_factor=settings.factor,
        tenure_years=settings.tenure_years,
    )
