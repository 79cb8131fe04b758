"""What levers do to parts of a regime: the same few moves, written once, each giving a new regime.

Lists with ids stay sorted by id; where nothing moves, the regime that comes back equals the one that went in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from sim.levers.settings import Faults, unknown
from sim.model.estate import Space, Stock
from sim.model.law import By, Distribution, Law, Probability
from sim.model.park import Activity, Regime, SentBack, SiteMode
from sim.model.people import Eased, beyond, strongest


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def with_modes(regime: Regime, names: Collection[str], change: Callable[[SiteMode], SiteMode]) -> Regime:
    """The regime with the named site modes changed."""
    return replace(regime, site_modes=tuple(change(m) if m.id in names else m for m in regime.site_modes))


def with_terms(regime: Regime, names: Collection[str], **given: Any) -> Regime:
    """The regime with these terms of the named site modes; a None leaves a term as it is."""
    new = {name: value for name, value in given.items() if value is not None}
    return with_modes(regime, names, lambda mode: replace(mode, terms=replace(mode.terms, **new))) if new else regime


def with_activities(regime: Regime, names: Collection[str], change: Callable[[Activity], Activity]) -> Regime:
    """The regime with the named activities changed."""
    return replace(regime, activities=tuple(change(a) if a.id in names else a for a in regime.activities))


def with_spaces(regime: Regime, change: Callable[[Space], Space]) -> Regime:
    """The regime with every space changed."""
    return replace(regime, estate=replace(regime.estate, spaces=tuple(map(change, regime.estate.spaces))))


def with_stocks(regime: Regime, change: Callable[[Stock], Stock]) -> Regime:
    """The regime with every stock changed."""
    return replace(regime, estate=replace(regime.estate, stocks=tuple(map(change, regime.estate.stocks))))


def with_policy(regime: Regime, name: str, value: str) -> Regime:
    """The regime with a policy set."""
    return replace(regime, policies=tuple(sorted({**dict(regime.policies), name: value}.items())))


def merged(old: Iterable[_N], new: Iterable[_N]) -> tuple[_N, ...]:
    """Both lists by id; what is new stands in place of what had its id."""
    by_id = {item.id: item for item in (*old, *new)}
    return tuple(by_id[name] for name in sorted(by_id))


def law(three: tuple[float, ...] | None) -> Distribution | None:
    """Shortest, most likely and longest as a law; None stays None."""
    return None if three is None else Distribution("pert", three)


def scaled(probability: Probability, factor: float) -> Probability:
    """A probability times a factor, at most 1, in every case of a `By`.

    >>> scaled(By("device_class", (("I", 0.1), ("II", 0.4))), 0.5)
    By(attribute='device_class', cases=(('I', 0.05), ('II', 0.2)))
    """
    if isinstance(probability, By):
        cases = tuple((value, scaled(case, factor)) for value, case in probability.cases)  # type: ignore[arg-type]
        return By(probability.attribute, cases)
    return min(1.0, probability * factor)


def stretched(law: Law, factor: float) -> Law:
    """A law whose every value is a factor times as long, in every case of a `By`.

    >>> stretched(Distribution("fixed", (10.0,), shift=2.0), 0.5)
    Distribution(kind='fixed', params=(10.0,), of=(), shift=1.0, factor=0.5)
    """
    if isinstance(law, By):
        return By(law.attribute, tuple((value, stretched(case, factor)) for value, case in law.cases))  # type: ignore[arg-type]
    return replace(law, shift=law.shift * factor, factor=law.factor * factor)


def eased(activity: Activity, own: Eased) -> Activity:
    """The activity with these factors on its work, own preparation, correction and the chance of being sent back.

    Next to what levers before it have taken off, the stronger counts on each; a factor above 1 makes worse all the
    same. What is taken off is written down, for teams add nothing to it that is weaker.
    """
    factors = (own.preparation, own.correction, own.returns, own.work)
    if factors == (1.0, 1.0, 1.0, 1.0):
        return activity
    before = [one for one in activity.eased if one.id == own.id]
    preparation, correction, returns = (
        factor if factor > 1 else beyond(was, factor)
        for was, factor in zip(strongest(activity.eased), factors[:3], strict=True)
    )
    work = what_is_left(activity, own.work)
    noted = Eased(own.id, *strongest((own, *before)), work=_least_work((own, *before)))
    return replace(
        activity,
        duration=activity.duration if work == 1 else stretched(activity.duration, work),
        preparation=_times(activity.preparation, preparation),
        sent_back=_sent_back_less(activity.sent_back, returns, correction, work),
        eased=merged(activity.eased, (noted,)),
    )


def what_is_left(activity: Activity, factor: float) -> float:
    """By how much a factor shortens work next to what levers before it have taken off it already."""
    return factor if factor > 1 else beyond(_least_work(activity.eased), factor)


def _least_work(levers: Iterable[Eased]) -> float:
    return min((1.0, *(one.work for one in levers)))


def _times(law: Law | None, factor: float) -> Law | None:
    return law if law is None or factor == 1 else stretched(law, factor)


def _sent_back_less(verdict: SentBack | None, chance: float, correction: float, work: float) -> SentBack | None:
    if verdict is None:
        return None
    new = replace(verdict, probability=scaled(verdict.probability, chance)) if chance != 1 else verdict
    if work != 1 and new.duration is not None:
        new = replace(new, duration=stretched(new.duration, work))
    return new if correction == 1 else replace(new, correction=stretched(verdict.correction, correction))


def with_lag(regime: Regime, name: str, days: float) -> Regime:
    """The regime in which the named activity may begin so many days after what comes before it."""

    def later(activity: Activity) -> Activity:
        lagging = any(after.lag_days for after in activity.after)
        moved = (replace(a, lag_days=days) if a.lag_days or not lagging else a for a in activity.after)
        return replace(activity, after=tuple(moved))

    return with_activities(regime, (name,), later)


def with_payments(regime: Regime, item: str, shares: Mapping[str, float], modes: Collection[str]) -> Regime:
    """The regime in which each named activity pays its share of the item, in the named site modes."""

    def share(old: Probability, new: float) -> By:
        before = dict(old.cases) if isinstance(old, By) and old.attribute == "site_mode" else None
        cases = {mode.id: old if before is None else before.get(mode.id) for mode in regime.site_modes}
        cases |= dict.fromkeys(modes, new)
        return By("site_mode", tuple(sorted((mode, case) for mode, case in cases.items() if case is not None)))

    def paying(activity: Activity) -> Activity:
        new = shares[activity.id]
        pays = (replace(p, share=share(p.share, new)) if p.item == item else p for p in activity.pays)
        return replace(activity, pays=tuple(pays))

    return with_activities(regime, shares, paying)


def not_among(field: str, names: Iterable[str], known: Iterable[str]) -> Faults:
    """Names that are not among those that would do."""
    known = sorted(known)
    expected = ", ".join(known) or "-"
    return [(field, "not_one_of", {"got": n, "expected": expected, "known": known}) for n in names if n not in known]


def fitting(field: str, named: Iterable[str], default: Iterable[str], known: Collection[str], off: str = "") -> Faults:
    """Named activities that would not do; where none is named, the defaults if not one of them would.

    `off` says what to write instead where the park is to do without: that part of the lever then changes nothing.
    """
    named = tuple(named)
    found = not_among(field, named or ([] if set(default) & set(known) else default), known)
    return [(field, code, {**values, "off": off}) for field, code, values in found]


def unknown_modes(names: Iterable[str], regime: Regime, field: str = "site_modes") -> Faults:
    """Site modes that the park does not have."""
    known = [mode.id for mode in regime.site_modes]
    return [unknown(field, "site_mode", name, known) for name in names if name not in known]


def unknown_activities(field: str, names: Iterable[str], regime: Regime) -> Faults:
    """Activities that the park does not have."""
    known = [activity.id for activity in regime.activities]
    return [unknown(field, "activity", name, known) for name in names if name not in known]


def unknown_resources(field: str, names: Iterable[str], resources: Iterable[Space | Stock]) -> Faults:
    """Spaces or stocks that the park does not have."""
    known = [resource.id for resource in resources]
    return [unknown(field, "resource", name, known) for name in names if name not in known]


def paid_nowhere(
    fields: Mapping[str, str], item: str, modes: Iterable[str], regime: Regime, field: str = "site_modes"
) -> Faults:
    """Activities (by field) that do not pay for the item, and site modes that do not go through all of them."""
    paying = {a.id: a for a in regime.activities if any(payment.item == item for payment in a.pays)}
    found = [fault for name, step in fields.items() for fault in not_among(name, [step], paying)]
    steps = [paying[step] for step in fields.values() if step in paying]
    through = [mode.id for mode in regime.site_modes if all(_goes_through(mode, step) for step in steps)]
    return found or not_among(field, [name for name in modes if name in {m.id for m in regime.site_modes}], through)


def _goes_through(mode: SiteMode, activity: Activity) -> bool:
    asked, names = dict(activity.when), {"site_mode": mode.id, "site_chain": mode.chain or mode.id}
    return all(name in asked.get(kind, (name,)) for kind, name in names.items())


def never_asked(field: str, policy: str, regime: Regime) -> Faults:
    """A policy for which no activity asks: setting it would move nothing."""
    asked = {name for activity in regime.activities for name, _ in activity.when}
    return [] if policy in asked else [(field, "policy_never_asked", {"got": policy})]


def twice(field: str, names: Iterable[str], taken: Iterable[str] = ()) -> Faults:
    """Ids that stand a second time, or are taken already."""
    seen = set(taken)
    found: Faults = []
    for name in names:
        if name in seen:
            found.append((field, "duplicate_id", {"got": name}))
        seen.add(name)
    return found


def stock_named(regime: Regime, name: str) -> Stock | None:
    """The stock of that id, if there is one."""
    return next((stock for stock in regime.estate.stocks if stock.id == name), None)


def space_named(regime: Regime, name: str) -> Space | None:
    """The space of that id, if there is one."""
    return next((space for space in regime.estate.spaces if space.id == name), None)
