"""用地指标前置: quota and cleared land are made ready before firms ask for them.

Mechanism: land is added to a stock on given days, so that fewer firms wait for it; and fewer firms find at signing
that their net land is not ready, because the step in which it is made ready applies to fewer. Land nobody takes idles.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Amount, Id, Many, Nested, Number, Share, Three
from sim.levers.parts import (
    law,
    merged,
    stock_named,
    twice,
    unknown_activities,
    unknown_resources,
    with_activities,
    with_stocks,
)
from sim.levers.settings import Faults
from sim.model.estate import LAND, Supply
from sim.model.park import Regime
from sim.model.text import Text

ID = "land_in_advance"
TITLE = Text("land quota in advance", "用地指标前置")
SOURCE = Text(
    "county practice: quota prepared ahead, quota earned by renewal of old sites (S1, S3); from .6 of the sites ready "
    "to .95: ESTIMATE",
    "各县做法：土地指标前置准备，三旧改造奖励指标（S1、S3）；净地就绪比例由 .6 到 .95：ESTIMATE（估计）",
)


class SupplyForm(Form):
    """Land that comes on a day, or later if it must be made ready."""

    id: Id = told("id of the supply", "供地批次的 id")
    day: Number = told(
        "day from the start of the scenario (negative: before it); while the lever is in force",
        "自情景起始日起的天数（负数为之前），须在该措施有效期内",
    )
    amount: Amount = told("mu of land", "亩数")
    readiness: Three | None = told(
        "days until it is ready: shortest, most likely, longest", "达到净地所需天数：最短、最可能、最长", None
    )
    earned_by: str = told(
        "what earned it, such as renewal of old sites or idle land taken back", "指标来源，如三旧改造、盘活闲置土地", ""
    )

    @property
    def supply(self) -> Supply:
        """The same as part of a stock."""
        return Supply(self.id, self.day, self.amount, law(self.readiness), Text(self.earned_by, self.earned_by))


class Settings(Nested):
    """Nothing given: nothing changes."""

    stock: str = told("id of the stock of land", "土地储备的 id", "industrial_land")
    supplies: Many[SupplyForm] = told(
        "land that is added: id, day, amount, readiness, earned_by",
        "新增供地：id、day、amount、readiness、earned_by",
        (),
    )
    activity: str = told("step in which land is made ready", "净地整备活动的 id", "land_readiness")
    unready: Share | None = told(
        "chance that land is not ready at signing (.4 without the lever, .05 with it)",
        "签约时净地未就绪的概率（无此措施 .4，有则 .05）",
        None,
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """A stock of land or a step that the park does not have, or a supply that it has already."""
    found: Faults = []
    if settings.supplies:
        stock = stock_named(regime, settings.stock)
        taken = [supply.id for supply in stock.supply] if stock else []
        land = [s for s in regime.estate.stocks if s.kind == LAND]
        found += unknown_resources("stock", [settings.stock], land)
        found += twice("supplies", [form.id for form in settings.supplies], taken)
    if settings.unready is not None:
        found += unknown_activities("activity", [settings.activity], regime)
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with more land, and with land readier at signing."""
    new = [form.supply for form in settings.supplies]
    if new:
        regime = with_stocks(
            regime, lambda s: replace(s, supply=merged(s.supply, new)) if s.id == settings.stock else s
        )
    chance = settings.unready
    if chance is None:
        return regime
    return with_activities(regime, (settings.activity,), lambda a: replace(a, probability=chance))
