"""水电气先行: power, water, gas and effluent come before the firms that need them.

Mechanism: what is planned for the utilities comes earlier, though never before the lever is in force, and more can be
added. A firm whose load fits does not wait for the line; one that finds too little waits as before.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Id, Many, Nested, Number, Three
from sim.levers.parts import law, merged, twice, unknown_resources, with_stocks
from sim.levers.settings import Faults
from sim.model.estate import UTILITY, Stock, Supply
from sim.model.park import Regime
from sim.model.text import Text

ID = "utilities_ahead"
TITLE = Text("utilities ahead", "水电气先行")
SOURCE = Text(
    "county plans for water, power, roads and gas (S0, S3), no figures there; connection times: World Bank 2018 for "
    "cities, else ESTIMATE",
    "各县水电路气配套方案（S0、S3），其中无数字；接入时间：世界银行2018年（城市），其余 ESTIMATE（估计）",
)


class SupplyForm(Form):
    """Capacity that is added."""

    stock: str = told("id of the utility", "公用设施的 id")
    id: Id = told("id of the supply", "供给批次的 id")
    day: Number = told(
        "day from the start of the scenario (negative: before it); while the lever is in force",
        "自情景起始日起的天数（负数为之前），须在该措施有效期内",
    )
    amount: Amount = told("amount, in the unit of the utility", "数量（按该设施的单位）")
    readiness: Three | None = told(
        "days until it is connected: shortest, most likely, longest", "接通所需天数：最短、最可能、最长", None
    )


class Settings(Nested):
    """Days 0 and nothing added: nothing changes."""

    stocks: Words = told("utilities that come earlier; none named: all", "提前的公用设施；不写则全部", ())
    days: Amount = told("days by which what is planned comes earlier", "计划供给提前的天数", 0.0)
    add: Many[SupplyForm] = told(
        "capacity that is added: stock, id, day, amount, readiness", "新增供给：stock、id、day、amount、readiness", ()
    )


class Between(Settings):
    """The settings with the days between which the lever is in force."""

    since: Number = told("first day", "首日", 0.0)
    until: float = told("day on which it ends", "终止日", float("inf"))


NEUTRAL = Settings()


def between(settings: Settings, from_day: float, until_day: float) -> Between:
    """The settings for a lever that holds from one day to another: only what is planned for that time moves."""
    return Between(**{**dict(settings), "since": from_day, "until": until_day})


def faults(settings: Settings, regime: Regime) -> Faults:
    """Utilities that the park does not have, or a supply that it has already."""
    utilities = {stock.id: stock for stock in regime.estate.stocks if stock.kind == UTILITY}
    found = unknown_resources("stocks", settings.stocks, utilities.values())
    found += unknown_resources("add", [form.stock for form in settings.add], utilities.values())
    for name, stock in utilities.items():
        ids = [form.id for form in settings.add if form.stock == name]
        found += twice("add", ids, [supply.id for supply in stock.supply])
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with earlier and larger supplies."""
    held = settings if isinstance(settings, Between) else between(settings, 0.0, float("inf"))

    def earlier(supply: Supply) -> Supply:
        if not held.since <= supply.day < held.until:
            return supply
        return replace(supply, day=max(held.since, supply.day - held.days))

    def ahead(stock: Stock) -> Stock:
        if stock.kind != UTILITY:
            return stock
        moved = [earlier(s) for s in stock.supply] if stock.id in held.stocks or not held.stocks else stock.supply
        added = [Supply(f.id, f.day, f.amount, law(f.readiness)) for f in held.add if f.stock == stock.id]
        return replace(stock, supply=merged(moved, added))

    return with_stocks(regime, ahead) if held.days or held.add else regime
