"""The park as frozen data: what a strategy rewrites and what a Case is laid out from.

Everything with an `id` is kept in tuples sorted by id, so that no result can depend on the order of a file.
Durations are days; `day` means days since the scenario's start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import inf

from sim.model.estate import Estate, Payment, Quantity, Receipt, Take
from sim.model.law import By, Law, Probability
from sim.model.money import Money, Terms
from sim.model.people import BroughtBy, Eased, Problems, Quota, Team
from sim.model.reported import Evidence, Tally, Target
from sim.model.text import Text

LEAVE, GO_ON = AFTER_PATIENCE = ("leave", "go_on")

When = tuple[tuple[str, tuple[str, ...]], ...]
"""Conditions that must all hold: (attribute, policy or `site_mode`; accepted values)."""


@dataclass(frozen=True, slots=True)
class After:
    """A predecessor; the activity may begin `lag_days` calendar days after it has finished."""

    activity: str
    lag_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """What an activity holds while it runs: an amount of one office's staff, given back at its finish."""

    office: str
    amount: int = 1


@dataclass(frozen=True, slots=True)
class SentBack:
    """退回补正: the verdict at finish sends the firm back; it corrects (calendar days), then queues again."""

    probability: Probability
    correction: Law
    duration: Law | None = None  # of later attempts; None: as the first
    at_most: int = 10  # attempts in all
    then: str = "pass"  # what a return at the last attempt means: pass | refused


@dataclass(frozen=True, slots=True)
class Refused:
    """A final no at finish: the firm is `out`, or falls back to the site mode named by `then`."""

    probability: Probability
    then: str = "out"
    unless: str | None = None  # a milestone: who has reached it is spared


@dataclass(frozen=True, slots=True)
class Activity:
    """One step between signing and production; see docs/semantics.md for what each field makes the engine do."""

    id: str
    title: Text
    duration: Law
    clock: str = "calendar"  # calendar | working | site
    basis: str = "service"  # elapsed: the sourced figure contains waiting already | service: it does not
    stage: str = "all"
    needs: tuple[Need, ...] = ()
    after: tuple[After, ...] = ()
    when: When = ()
    probability: Probability = 1.0
    preparation: Law | None = None
    sent_back: SentBack | None = None
    refused: Refused | None = None
    gives_up_after: Law | None = None
    gives_up_then: str = LEAVE  # leave: the firm leaves the park | go_on: it goes on as if the step were done
    sessions: tuple[float, ...] | None = None  # days on which it may start; None: any instant
    limit_working_days: float | None = None
    milestone: str | None = None
    takes: tuple[Take, ...] = ()  # spaces and stocks; then it needs no office and no session
    pays: tuple[Payment, ...] = ()  # must be in hand at its start; then it needs no office and no session
    receives: tuple[Receipt, ...] = ()
    eased: tuple[Eased, ...] = ()  # what levers have taken off already; next to teams the strongest counts
    platform_builds: bool = False  # as it starts the platform company spends a shell on the firm's floor
    decides: bool = False  # at its end a candidate chooses its site mode, where it chooses at all
    luck: str | None = None  # quantity whose luck it shares; None: its own id
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When candidates appear: `poisson` (rate a year of 365 days), `every` (days) or `at` (days)."""

    kind: str
    params: tuple[float, ...]
    count: int | None = None
    stock: int = 0  # with poisson: so many more, there on day 0
    until: float = inf  # nobody appears after this day


@dataclass(frozen=True, slots=True)
class OtherApplicants:
    """Visits of firms from elsewhere: arrivals, and a law of service of their own or like an activity's."""

    arrivals: Arrivals
    duration: Law | None = None
    like: str | None = None
    priority: float = 1.0


@dataclass(frozen=True, slots=True)
class Office:
    """An authority (审批部门). `staff` are steps (day, cases in hand at once); None means ample."""

    id: str
    title: Text
    staff: tuple[tuple[float, int], ...] | None = None
    other_applicants: OtherApplicants | None = None
    line_on_day_one: int | None = None
    strict: bool = False  # True: nobody passes a visit that cannot start for want of this office
    promise_working_days: float | None = None  # 限时办结: works by due date, so many working days after ready
    source: str = ""
    cost_per_year: float = 0.0  # yuan the county pays for each of the staff, open or closed


@dataclass(frozen=True, slots=True)
class Choice:
    """An attribute value drawn by probability."""

    values: tuple[str, ...]
    probabilities: tuple[float, ...]


AttributeLaw = str | Choice | By


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a type. `instead` maps drawn values to others: luck stays, only the outcome moves."""

    name: str
    law: AttributeLaw
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EnterpriseType:
    """A type of enterprise; one that is not `counted` (a probe, a sector apart) stays out of the group `all`."""

    id: str
    title: Text
    arrivals: Arrivals
    priority: float = 1.0
    attributes: tuple[Attribute, ...] = ()
    counted: bool = True
    site_mode: str | None = None  # fixed: no strategy moves this firm
    already_done: tuple[str, ...] = ()  # activities behind it when it arrives
    in_progress: tuple[tuple[str, float | None], ...] = ()  # in the midst of which it arrives, days since each began
    quantities: tuple[Quantity, ...] = ()
    brought_by: BroughtBy | None = None  # then it has no arrivals of its own
    source: str = ""


@dataclass(frozen=True, slots=True)
class SiteMode:
    """A way to get a roof. `preference` is its share among firms when several modes are offered and nobody reckons.

    `chain` is the mode whose activities it goes through: modes of one chain differ in money only. Conditions may ask
    for `site_mode` and for `site_chain`.
    """

    id: str
    title: Text
    offered: bool = True
    preference: float = 1.0
    chain: str = ""  # empty: its own
    graduates_to: str = ""  # mode on whose terms a firm has the unit to which it moves later; empty: its own
    terms: Terms = field(default_factory=Terms)
    source: str = ""


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """Green channel: firms that meet `when` gain `places` of priority at the named offices (none named: at all)."""

    when: When
    offices: tuple[str, ...]
    places: float


@dataclass(frozen=True, slots=True)
class Regime:
    """The park's rules from `from_day` on.

    A firm's network and laws are those of the day it appears; factors, probabilities, priorities, staff those of now.
    """

    from_day: float
    activities: tuple[Activity, ...]
    offices: tuple[Office, ...]
    site_modes: tuple[SiteMode, ...]
    enterprises: tuple[EnterpriseType, ...]
    policies: tuple[tuple[str, str], ...] = ()
    forced_site_mode: str | None = None
    priority_rules: tuple[PriorityRule, ...] = ()
    estate: Estate = field(default_factory=Estate)
    teams: tuple[Team, ...] = ()
    quota: Quota | None = None
    problems: Problems | None = None  # laid into the activities when the park is played (sim.model.problems)
    money: Money = field(default_factory=Money)
    site_choice: str = "shares"  # shares: by preference, nobody reckons | free: each firm compares, or stays away
    levers_cost: float = 0.0  # yuan a year that the county pays for levers in force, beside people


def and_all_before(regime: Regime, steps: Iterable[str]) -> frozenset[str]:
    """These activities and all that come before them, whatever their conditions."""
    before = {activity.id: [link.activity for link in activity.after] for activity in regime.activities}
    ways, found = list(steps), set[str]()
    while ways:
        step = ways.pop()
        if step not in found:
            found.add(step)
            ways += before[step]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An id with its title: stages and milestones, in the order in which figures show them."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Closures:
    """When building sites stand still: days before and after each Spring Festival, and periods by date."""

    before_spring_festival: int = 0
    after_spring_festival: int = 0
    periods: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A whole park under one strategy; `regimes` has one entry until a lever has `from` or `until`."""

    title: Text
    start: date
    horizon: float
    limit_days: float
    regimes: tuple[Regime, ...]
    calendar: str = "none"  # none | CN
    closures: Closures = field(default_factory=Closures)
    decided: float = 0.0  # day of the county's decision, <= 0
    groups: tuple[str, ...] = ()  # attributes by which every KPI is also reported
    stages: tuple[Labelled, ...] = ()
    milestones: tuple[Labelled, ...] = ()
    margin_days: float = 7.0  # two strategies closer than this are practically tied
    pace_correlation: float = 0.0
    condition_correlation: float = 0.0
    assumptions: tuple[Text, ...] = ()
    estimates: tuple[str, ...] = ()  # paths whose source is ESTIMATE
    evidence: tuple[Evidence, ...] = ()
    targets: tuple[Target, ...] = ()
    tallies: tuple[Tally, ...] = ()
