"""监管前置服务、驻点联系: the regulator looks at a dossier before it is handed in.

Mechanism: factors on the chance of being sent back at acceptance, and on that chance and the firm's own correction in
review. It cannot alter a step of law: how long acceptance and review themselves take, and what they judge, stays.
"""

from __future__ import annotations

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount
from sim.levers.parts import eased, fitting, with_activities
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.people import Eased
from sim.model.text import Text

ID = "guidance"
TITLE = Text("guidance before application", "监管前置服务")
SOURCE = Text(
    "counties call on the provincial regulator, guidance one to one (S2, S3), no figures there; returns at acceptance "
    ".3 to .1, correction x .6, returns in review .9 to .75: ESTIMATE",
    "拜访省级药监部门、前置服务一对一（S2、S3），其中无数字；受理退件 .3 到 .1，补正时间 x .6，审评发补 .9 到 .75："
    "ESTIMATE（估计）",
)
ACCEPTANCE = ("registration_acceptance", "registration_acceptance_national")
REVIEW = ("technical_review",)


class Settings(Form):
    """All factors 1: nothing changes."""

    activities: Words = told(
        "steps that send back less often; none named: acceptance of registrations",
        "退件减少的活动；不写则为注册受理",
        (),
    )
    factor: Amount = told("multiplies the chance of being sent back there", "这些活动退件概率的倍数", 1 / 3)
    reviews: Words = told(
        "steps whose correction is shorter too; none named: technical_review",
        "补正也缩短的活动；不写则为 technical_review",
        (),
    )
    review_factor: Amount = told("multiplies the chance of a correction there", "这些活动发补概率的倍数", 0.83)
    correction: Amount = told("multiplies the firm's own correction there", "这些活动企业补正时长的倍数", 0.6)


NEUTRAL = Settings(factor=1.0, review_factor=1.0, correction=1.0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """Steps that send nobody back, by name or by default."""
    judging = [activity.id for activity in regime.activities if activity.sent_back]
    found: Faults = []
    if settings.factor != 1:
        found += fitting("activities", settings.activities, ACCEPTANCE, judging, off="factor: 1")
    if settings.review_factor != 1 or settings.correction != 1:
        found += fitting("reviews", settings.reviews, REVIEW, judging, off="review_factor: 1, correction: 1")
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with fewer returns, and shorter corrections in review."""
    if settings.factor != 1:
        accepting = settings.activities or ACCEPTANCE
        regime = with_activities(
            regime, accepting, lambda activity: eased(activity, Eased(ID, returns=settings.factor))
        )
    if settings.review_factor == 1 and settings.correction == 1:
        return regime
    own = Eased(ID, correction=settings.correction, returns=settings.review_factor)
    return with_activities(regime, settings.reviews or REVIEW, lambda activity: eased(activity, own))
