"""厂房按揭条款: how much of a standard factory a bank lends on, for how long, and to whom.

Mechanism: terms of the site mode. The down payment must be in hand, so a smaller one lets in firms with less cash; the
least age and the largest loan decide who may ask at all. The approval takes as long as the bank takes.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Share
from sim.levers.parts import unknown_modes, with_modes, with_terms
from sim.levers.settings import Faults
from sim.model.park import Regime, SiteMode
from sim.model.text import Text

ID = "factory_mortgage_terms"
TITLE = Text("terms of the factory mortgage", "厂房按揭条款")
SOURCE = Text(
    "product pages of ICBC and ABC: at least 30 % down, at most 5 years and 30 million yuan, firm of at least 3 years",
    "工商银行、农业银行产品页：首付不低于30%，不超过5年、3000万元，企业成立满3年",
)
AGE = "age_years"
MODES = ("factory_mortgage",)


class Settings(Form):
    """Nothing given: nothing changes."""

    site_modes: Words = told("site modes; none named: factory_mortgage", "用地方式；不写则为 factory_mortgage", ())
    down_payment: Share | None = told("share of the price paid at once", "首付比例", None)
    years: Amount | None = told("term of the loan, years", "贷款年限", None)
    rate: Share | None = told("rate of the loan, share a year", "贷款年利率", None)
    most_loan: Amount | None = told("largest loan, yuan", "贷款上限，元", None)
    least_age: Amount | None = told("least age of the firm, years; 0: any", "企业最低成立年限；0 为不限", None)


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have."""
    return unknown_modes(settings.site_modes or MODES, regime)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the terms of these modes."""
    regime = with_terms(
        regime,
        settings.site_modes or MODES,
        loan=None if settings.down_payment is None else 1.0 - settings.down_payment,
        loan_years=settings.years,
        loan_rate=settings.rate,
        most_loan=settings.most_loan,
    )
    age = settings.least_age
    if age is None:
        return regime

    def aged(mode: SiteMode) -> SiteMode:
        least = {**dict(mode.terms.least), AGE: age}
        kept = tuple(sorted((name, at_least) for name, at_least in least.items() if name != AGE or at_least > 0))
        return replace(mode, terms=replace(mode.terms, least=kept))

    return with_modes(regime, settings.site_modes or MODES, aged)
