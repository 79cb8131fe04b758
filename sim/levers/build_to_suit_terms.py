"""代建条款: on what terms the platform company builds to a firm's wishes, and to whom the building then belongs.

Mechanism: terms of the site mode change what firms pay and when, so who can afford the mode and who prefers it; the
steps of building to suit take as long as before. A building bought back is paid like a shell, with a loan if stated.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import model_validator

from sim.levers.fields import Form, Words, told, wrong
from sim.levers.numbers import Amount, Share
from sim.levers.parts import unknown_modes, with_modes, with_terms
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "build_to_suit_terms"
TITLE = Text("terms of build-to-suit", "代建条款")
SOURCE = Text(
    "county plans for building on behalf of firms, then rent or buy-back (S0); no figures there: ESTIMATE",
    "各县代建后租赁或回购的方案（S0）；其中无数字：ESTIMATE（估计）",
)
MODES = ("build_to_suit",)


class Settings(Form):
    """Nothing given: nothing changes."""

    site_modes: Words = told("site modes; none named: build_to_suit", "用地方式；不写则为 build_to_suit", ())
    buys: bool | None = told(
        "does the firm buy the building back (no rent then)?", "企业是否回购（回购则无租金）", None
    )
    rent: Amount | None = told("rent, yuan by m² and month", "租金，元每平方米每月", None)
    deposit_months: Amount | None = told("deposit, months of rent", "押金，月租金的倍数", None)
    lease_years: Amount | None = told("term of the lease, years", "租期，年", None)
    loan: Share | None = told("share of the price that is borrowed", "贷款占价款比例", None)
    loan_years: Amount | None = told("term of the loan, years", "贷款年限", None)
    loan_rate: Share | None = told("rate of the loan, share a year", "贷款年利率", None)
    resale_share: Share | None = told("share of the price that a resale brings", "转让时可收回价款比例", None)
    preference: Amount | None = told("weight among the modes where nobody reckons", "按比例选择时的权重", None)

    @model_validator(mode="after")
    def _rented_or_bought(self) -> Settings:
        if self.buys and self.rent:
            raise wrong("not_one_of", got="buys, rent", expected="buys, rent")
        return self


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have."""
    return unknown_modes(settings.site_modes or MODES, regime)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the terms of these modes; whoever buys owns, and pays no rent."""
    regime = with_terms(
        regime,
        settings.site_modes or MODES,
        buys=settings.buys,
        owns=settings.buys,
        rent=0.0 if settings.buys else settings.rent,
        deposit_months=settings.deposit_months,
        lease_years=settings.lease_years,
        loan=settings.loan,
        loan_years=settings.loan_years,
        loan_rate=settings.loan_rate,
        resale_share=settings.resale_share,
    )
    share = settings.preference
    if share is None:
        return regime
    return with_modes(regime, settings.site_modes or MODES, lambda mode: replace(mode, preference=share))
