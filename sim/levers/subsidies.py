"""设备、注册证、装修、技改、专精特新奖补、招商佣金: public money for what a firm buys or reaches, or for bringing it.

Mechanism: subsidies are added to the money of the park; each is paid when its milestone is reached, a share of what
the item cost plus an amount, up to a cap. It makes the park worth more to firms that compare; no step becomes faster,
and most who take one would have come without it. A commission is paid to who recruited the firm; no firm weighs it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal, NamedTuple

from pydantic import model_validator

from sim.levers.device_classes import CLASS, CLASSES, classes_of, held
from sim.levers.fields import Form, Words, told, wrong
from sim.levers.numbers import Amount, Id, Many, Nested, Share
from sim.levers.parts import merged, twice, unknown_modes
from sim.levers.settings import Faults, unknown
from sim.model.law import By, Probability
from sim.model.money import AGENT, FIRM, Subsidy
from sim.model.park import Regime
from sim.model.text import Text

ID = "subsidies"
TITLE = Text("subsidies", "奖补")
SOURCE = Text(
    "county drafts name the kinds without figures (S0, S3), so rates are for the planner to set; Tonglu: first "
    "certificate 300,000 yuan in class II, 500,000 in class III",
    "各县文件列出奖补种类而无数字（S0、S3），标准由规划者填写；桐庐：首个注册证二类30万元、三类50万元",
)


class Kind(NamedTuple):
    """What a subsidy of one kind is called, what it is a share of, when it is paid, and to whom."""

    title: Text
    item: str | None
    milestone: str
    paid_to: str = FIRM


KINDS = {
    "equipment": Kind(Text("equipment subsidy", "设备奖补"), "equipment", "producing"),
    "certificate": Kind(Text("certificate award", "注册证奖励"), None, "licensed"),
    "fit_out": Kind(Text("fit-out subsidy", "装修补助"), "fit_out", "fitted_out"),
    "technical_upgrade": Kind(Text("technical upgrade subsidy", "技改奖补"), "equipment", "producing"),
    "little_giant": Kind(Text("award for specialised firms", "专精特新奖励"), None, "producing"),
    "commission": Kind(Text("commission for recruitment", "委托招商佣金"), "equipment", "signed", AGENT),
}


class SubsidyForm(Form):
    """One subsidy; share and amount add up."""

    kind: Literal["equipment", "certificate", "fit_out", "technical_upgrade", "little_giant", "commission"] = told(
        "kind, which says what it is a share of and when it is paid", "种类，决定补贴基数与兑现时点"
    )
    id: Id | None = told("id; left out: the kind", "id；不写则同种类", None)
    share: Share = told("share of the item's cost", "占该项费用比例", 0.0)
    amount: Amount = told("amount beside the share, yuan", "定额，元", 0.0)
    by_class: dict[str, Amount] = told(
        "amount by device class, yuan; classes not named get amount", "按器械类别的定额，元；未列出的类别按 amount", {}
    )
    by: dict[str, dict[str, Amount]] = told(
        "amount by the values of one attribute, yuan; values not named get amount",
        "按某一属性取值的定额，元；未列出的取值按 amount",
        {},
    )
    cap: Amount | None = told("at most, yuan", "封顶，元", None)
    milestone: str | None = told("paid when this is reached; left out: by kind", "达到该节点时兑现；不写则按种类", None)
    site_modes: Words = told("site modes; none named: all", "用地方式；不写则全部", ())

    @model_validator(mode="after")
    def _one_by(self) -> SubsidyForm:
        named = [*self.by, *([CLASS] if self.by_class else [])]
        if len(named) > 1 or not all(self.by.values()):
            raise wrong("by_one_attribute", got=", ".join(named))
        return self

    @property
    def name(self) -> str:
        """Its id among the park's subsidies."""
        return self.id or self.kind

    @property
    def due(self) -> str:
        """The milestone at which it is paid."""
        return self.milestone or KINDS[self.kind].milestone


class Settings(Nested):
    """None listed: nothing changes."""

    add: Many[SubsidyForm] = told(
        "subsidies that are added: kind, id, share, amount, by_class, by, cap, milestone, site_modes",
        "新增奖补：kind、id、share、amount、by_class、by、cap、milestone、site_modes",
        (),
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Milestones nobody reaches, modes and classes that the park does not have, ids that are taken."""
    reached = sorted({activity.milestone for activity in regime.activities if activity.milestone})
    classes = classes_of(regime)
    found = twice("add", [form.name for form in settings.add], [subsidy.id for subsidy in regime.money.subsidies])
    for form in settings.add:
        found += unknown_modes(form.site_modes, regime, "add")
        if form.due not in reached:
            found.append(unknown("add", "milestone", form.due, reached))
        if form.by_class and not classes:
            found.append(("add", "attribute_never_held", {"got": CLASS}))
        found += _of_nobody(form, regime)
    return found


def _of_nobody(form: SubsidyForm, regime: Regime) -> Faults:
    """An attribute, or values of it, that no firm of the park can have."""
    names = {attribute.name for kind in regime.enterprises for attribute in kind.attributes}
    found: Faults = [unknown("add", "attribute", name, sorted(names)) for name in form.by if name not in names]
    for name, cases in ({CLASS: form.by_class} if form.by_class else form.by).items():
        known = held(regime, name)
        known += [value for value in CLASSES if form.by_class and known and value not in known]  # a table may be whole
        wrong_ones = [value for value in cases if known and value not in known]
        found += [("add", "value_never_held", {"got": v, "attribute": name, "known": known}) for v in wrong_ones]
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with these subsidies beside those it has."""
    paying = (form for form in settings.add if form.share or form.amount or form.by_class or form.by)
    new = [_subsidy(form, regime) for form in paying]
    if not new:
        return regime
    return replace(regime, money=replace(regime.money, subsidies=merged(regime.money.subsidies, new)))


def _subsidy(form: SubsidyForm, regime: Regime) -> Subsidy:
    kind, amount = KINDS[form.kind], form.amount
    amounts: Probability = amount
    for name, stated in ({CLASS: form.by_class} if form.by_class else form.by).items():
        amounts = By(name, tuple((value, stated.get(value, amount)) for value in held(regime, name)))
    return Subsidy(
        id=form.name,
        title=kind.title,
        milestone=form.due,
        item=kind.item if form.share else None,
        share=form.share,
        amount=amounts,
        cap=math.inf if form.cap is None else form.cap,
        site_modes=tuple(sorted(form.site_modes)),
        source=ID,
        paid_to=kind.paid_to,
    )
