"""租金与减免: what a rented roof costs by month, and for how long part of it is waived.

Mechanism: terms of the site modes that are rented. Rent is paid from hand-over on, so relief eases a firm's cash and
makes the mode worth more to it; no step becomes faster, and the county forgoes what it waives. On the day on which
relief is over a stated share of those who came for it may leave (relief cliff).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Count, Many, Nested, Share
from sim.levers.parts import never_asked, unknown_modes, with_activities, with_policy, with_terms
from sim.levers.settings import Faults
from sim.model.law import fixed
from sim.model.money import Relief
from sim.model.park import Activity, Refused, Regime
from sim.model.text import Text

ID = "rent_relief"
TITLE = Text("rent and relief", "租金与减免")
SOURCE = Text(
    "listed rents of standard factories; Xichang: two years in full, then three by half, tied to tax; Xianju: free in "
    "incubation (press)",
    "标准厂房挂牌租金；西昌：前两年全额返还、后三年减半，与税收挂钩；仙居：孵化期免租（报道）",
)


POLICY = "relief_ends"
RUNS, CLIFF = "relief_runs", "relief_cliff"
DAYS_A_MONTH = 365.0 / 12.0


class ReliefForm(Form):
    """One stretch of the schedule."""

    months: Count = told("so many months, counted on from the stretch before", "月数，接前一段")
    share: Share = told("share of the rent that is waived", "减免比例", 1.0)


class Settings(Nested):
    """Nothing given: nothing changes."""

    site_modes: Words = told("site modes; none named: all that are rented", "用地方式；不写则所有租赁方式", ())
    rent: Amount | None = told("rent, yuan by m² and month", "租金，元每平方米每月", None)
    deposit_months: Amount | None = told("deposit, months of rent", "押金，月租金的倍数", None)
    relief: Many[ReliefForm] | None = told(
        "relief from hand-over on, in order: months, share; an empty list ends all relief",
        "交付后依次执行的减免：months、share；空列表为取消减免",
        None,
    )
    leaves_at_end: Share | None = told(
        "share of the firms that leave when relief is over", "减免到期时退出企业的比例", None
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have, and an end of relief without relief, or that the park does not know."""
    found = unknown_modes(settings.site_modes, regime)
    if settings.leaves_at_end:
        found += never_asked("leaves_at_end", POLICY, regime)
        found += [] if settings.relief else [("leaves_at_end", "leaves_without_relief", {})]
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with this rent and relief in these modes."""
    rented = [mode.id for mode in regime.site_modes if not mode.terms.buys and not mode.terms.builds]
    relief = None if settings.relief is None else tuple(Relief(part.months, part.share) for part in settings.relief)
    if settings.leaves_at_end and settings.relief:
        months = sum(part.months for part in settings.relief)
        regime = _with_cliff(regime, months, settings.leaves_at_end, settings.site_modes)
    return with_terms(
        regime,
        settings.site_modes or rented,
        rent=settings.rent,
        deposit_months=settings.deposit_months,
        relief=relief,
    )


def _with_cliff(regime: Regime, months: int, share: float, modes: Collection[str]) -> Regime:
    """The regime in which a share of those relieved leaves so many months after the keys were handed over."""

    def runs(activity: Activity) -> Activity:
        return replace(_only_in(activity, modes), duration=fixed(months * DAYS_A_MONTH))

    def ends(activity: Activity) -> Activity:
        return replace(_only_in(activity, modes), refused=Refused(share))

    return with_policy(with_activities(with_activities(regime, (RUNS,), runs), (CLIFF,), ends), POLICY, "yes")


def _only_in(activity: Activity, modes: Collection[str]) -> Activity:
    """The activity for those of its site modes that are named; none named: as it is."""
    asked = dict(activity.when)
    left = tuple(mode for mode in asked.get("site_mode", tuple(sorted(modes))) if mode in modes)
    return replace(activity, when=tuple(sorted({**asked, "site_mode": left}.items()))) if modes else activity
