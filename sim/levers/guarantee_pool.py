"""风险补偿与增信: public money stands behind a bank's loans, so that the bank refuses fewer firms.

Mechanism: the chance of a refusal at the bank's step is multiplied by a factor, and thresholds that a parent's or the
pool's guarantee makes good are waived in the named site modes. What the pool may lose is stated for readers only:
no loan of the Model goes bad.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Share
from sim.levers.parts import not_among, scaled, unknown_modes, with_activities, with_modes
from sim.levers.settings import Faults
from sim.model.park import Activity, Regime, SiteMode
from sim.model.text import Text

ID = "guarantee_pool"
TITLE = Text("risk compensation and credit enhancement", "风险补偿与增信")
SOURCE = Text(
    "county policy drafts on a risk compensation fund and credit enhancement (S3); effect on refusals: ESTIMATE",
    "关于信贷风险补偿金与增信的政策征求意见稿（S3）；拒贷减少多少：ESTIMATE（估计）",
)
MODES = ("factory_mortgage",)


class Settings(Form):
    """Factor 1 and nothing waived: nothing changes."""

    activity: str = told("id of the bank's step", "银行审批活动的 id", "mortgage_approval")
    factor: Amount = told("multiplies the chance of refusal", "拒贷概率的倍数", 0.5)
    waives: Words = told(
        "thresholds that a guarantee makes good, such as age_years", "由担保代替的准入条件，如 age_years", ()
    )
    site_modes: Words = told(
        "site modes in which they are waived; none named: factory_mortgage", "用地方式；不写则为 factory_mortgage", ()
    )
    share: Share = told("share of the risk that the county bears; for readers", "县里承担的风险比例（仅供说明）", 0.5)


NEUTRAL = Settings(factor=1.0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A step that refuses nobody, modes that the park does not have, thresholds that they do not set."""
    found: Faults = []
    if settings.factor != 1:
        found += not_among("activity", [settings.activity], [a.id for a in regime.activities if a.refused])
    if settings.waives:
        modes = settings.site_modes or MODES
        named = [mode for mode in regime.site_modes if mode.id in modes]
        found += unknown_modes(modes, regime)
        found += not_among("waives", settings.waives, {name for mode in named for name, _ in mode.terms.least})
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with fewer refusals and without the waived thresholds."""

    def eased(activity: Activity) -> Activity:
        if activity.refused is None:
            return activity
        chance = scaled(activity.refused.probability, settings.factor)
        return replace(activity, refused=replace(activity.refused, probability=chance))

    def waived(mode: SiteMode) -> SiteMode:
        least = tuple((name, at_least) for name, at_least in mode.terms.least if name not in settings.waives)
        return replace(mode, terms=replace(mode.terms, least=least))

    if settings.factor != 1:
        regime = with_activities(regime, (settings.activity,), eased)
    return with_modes(regime, settings.site_modes or MODES, waived) if settings.waives else regime
