"""地价与分期、土地贷款: what land costs, in which instalments it is paid, and what a bank lends against it.

Mechanism: the price of land, the shares paid at the first and at the last instalment, and the loan of the named site
modes. Law lets nobody pay less than half at first, nor the price with a loan: the bank lends on the building, with
the land as security. All this moves cash; a date moves only where a firm was short of it.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import field_validator

from sim.levers.fields import Form, Words, told, wrong
from sim.levers.numbers import Amount, Share
from sim.levers.parts import paid_nowhere, unknown_modes, with_payments, with_terms
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "land_terms"
TITLE = Text("land price, instalments and loan", "地价与分期、土地贷款")
SOURCE = Text(
    "rule of 2010 on payment for land: half within a month, the rest within a year (not retrieved); price: Beihai "
    "listing 2023; loans on land: county plans (S0), no figures there",
    "2010年土地价款缴纳规定：一个月内缴一半，其余一年内缴清（未查到原文）；地价：北海2023年挂牌；土地按揭：县方案（S0），其中无数字",
)
LAND = "land"
LEAST_FIRST = 0.5
IN_PARTS = ("self_build_instalments",)
ON_LOAN = ("self_build_loan",)


class Settings(Form):
    """Nothing given: nothing changes."""

    price: Amount | None = told("price of land of full tenure, yuan by mu", "土地出让价（满年期），元每亩", None)
    first: Share | None = told("share paid at the first instalment, at least .5", "首期缴纳比例，不低于 .5", None)
    first_step: str = told("step that pays it", "缴纳首期的活动", "land_payment")
    rest_step: str = told("step that pays the rest", "缴纳余款的活动", "land_second_payment")
    site_modes: Words = told(
        "site modes; none named: self_build_instalments for instalments, self_build_loan for the loan",
        "用地方式；不写则分期为 self_build_instalments，贷款为 self_build_loan",
        (),
    )
    loan: Share | None = told("share of the building that is borrowed", "贷款占建设费用比例", None)
    loan_years: Amount | None = told("term of the loan, years", "贷款年限", None)
    loan_rate: Share | None = told("rate of the loan, share a year", "贷款年利率", None)

    @field_validator("first")
    @classmethod
    def _half(cls, first: float | None) -> float | None:
        if first is not None and first < LEAST_FIRST:
            raise wrong("not_between", got=first, least=f"{LEAST_FIRST:g}", most="1")
        return first


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have, or that do not pay for land in these steps."""
    found = unknown_modes(settings.site_modes, regime)
    if settings.first is not None:
        steps = {"first_step": settings.first_step, "rest_step": settings.rest_step}
        found += paid_nowhere(steps, LAND, settings.site_modes or IN_PARTS, regime)
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with this price, these instalments and loans."""
    if settings.price is not None:
        prices = replace(regime.money.prices, land=settings.price)
        regime = replace(regime, money=replace(regime.money, prices=prices))
    if settings.first is not None:
        shares = {settings.first_step: settings.first, settings.rest_step: 1.0 - settings.first}
        regime = with_payments(regime, LAND, shares, settings.site_modes or IN_PARTS)
    return with_terms(
        regime,
        settings.site_modes or ON_LOAN,
        loan=settings.loan,
        loan_years=settings.loan_years,
        loan_rate=settings.loan_rate,
    )
