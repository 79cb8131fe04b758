"""出口信贷与退税: a firm that exports gets the tax of a year's exports early, because a bank lends on it.

Mechanism: one subsidy, paid when the firm produces: output x share exported x rate of the rebate. The credit goes on
being renewed by the rebates that follow, so the firm keeps one year's rebate as working capital; that is all the
Model knows of it. It comes after the first lot, so it moves cash and no date.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Share
from sim.levers.parts import merged, twice, unknown_modes
from sim.levers.settings import Faults, unknown
from sim.model.money import Subsidy
from sim.model.park import Regime
from sim.model.text import Text

ID = "export_credit"
TITLE = Text("export credit and tax rebate", "出口信贷与退税")
SOURCE = Text(
    "statutory rebate of value-added tax on exports (rate not retrieved); one year's rebate as a lump: ESTIMATE",
    "出口退税（税率未查到原文）；按一年退税额一次计入：ESTIMATE（估计）",
)


class Settings(Form):
    """Nothing exported: nothing changes."""

    output: Amount = told("output of such a firm, yuan a year", "企业年产值，元每年", 0.0)
    exported: Share = told("share of the output that is exported", "出口占产值比例", 0.0)
    rebate: Share = told("rate of the rebate", "退税率", 0.13)
    milestone: str = told("paid when this is reached", "达到该节点时到账", "producing")
    site_modes: Words = told("site modes; none named: all", "用地方式；不写则全部", ())


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """A milestone nobody reaches, modes that the park does not have, a second credit."""
    reached = sorted({activity.milestone for activity in regime.activities if activity.milestone})
    found = unknown_modes(settings.site_modes, regime)
    if settings.milestone not in reached:
        found.append(unknown("milestone", "milestone", settings.milestone, reached))
    return found + twice("output", [ID], [subsidy.id for subsidy in regime.money.subsidies])


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the credit among its subsidies."""
    amount = settings.output * settings.exported * settings.rebate
    if amount == 0:
        return regime
    credit = Subsidy(
        id=ID,
        title=TITLE,
        milestone=settings.milestone,
        amount=amount,
        site_modes=tuple(sorted(settings.site_modes)),
        source=ID,
    )
    return replace(regime, money=replace(regime.money, subsidies=merged(regime.money.subsidies, (credit,))))
