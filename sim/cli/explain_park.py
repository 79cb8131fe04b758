"""What `explain` says about floors, land, supplies, terms of the ways in and targets; nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.model.calendar import date_of
from sim.text.amounts import amount, price
from sim.text.labels import LABELS, label
from sim.text.language import Language, say
from sim.text.rounding import half_up
from sim.text.screen import screen
from sim.views.screen.columns import indented

if TYPE_CHECKING:
    from sim.model.estate import Phase, Space, Supply
    from sim.model.law import Law
    from sim.model.money import Terms
    from sim.model.park import Model, Regime
    from sim.model.text import Text

LIST = {"en": "; ", "zh": "；"}


def park_lines(model: Model, lang: Language) -> list[str]:
    """Under each heading a line a phase, a stock, a way in and a target, by the rules of the first day."""
    parts = {
        "explain_spaces": _phases(model, lang),
        "explain_stocks": _stocks(model, lang),
        "explain_terms": _ways_in(model.regimes[0], lang),
        "explain_targets": _targets(model, lang),
    }
    lines = []
    for heading, found in parts.items():
        rows = [row for line in found for row in indented(line)]
        lines += [screen(heading, lang), *rows] if rows else []
    return lines


def _phases(model: Model, lang: Language) -> Iterator[str]:
    from sim.engine.estate_arrays import phases_of

    for space in model.regimes[0].estate.spaces:
        for phase in sorted(phases_of(model, space.id), key=lambda phase: phase.decided):
            yield _phase(model, space, phase, lang)


def _phase(model: Model, space: Space, phase: Phase, lang: Language) -> str:
    areas = [area for building in phase.buildings for area in building.units for _ in range(building.count)]
    sizes = amount(int(half_up(max(areas))), "m2", lang)
    if min(areas) < max(areas):
        sizes = f"{int(half_up(min(areas))):,}–{sizes}"
    days = _days(phase.construction)
    more = screen("explain_phase_time", lang, days=days) if days else ""
    more += screen("explain_phase_cost", lang, cost=price(phase.cost, lang)) if phase.cost else ""
    names = {"space": _title(space.title, space.id, lang), "phase": _title(phase.title, phase.id, lang)}
    area = amount(int(half_up(sum(areas))), "m2", lang)
    day = date_of(model.start, phase.decided)
    return screen("explain_phase", lang, **names, day=day, units=len(areas), sizes=sizes, area=area, more=more)


def _days(law: Law) -> str:
    """Days of a law in a few words: the number, the three numbers of a PERT law, or nothing for other laws."""
    from sim.model.law import Distribution

    if isinstance(law, float | int):
        return f"{law:g}" if law else ""
    if isinstance(law, Distribution) and law.kind in ("fixed", "pert") and law.factor == 1 and not law.shift:
        text = "–".join(f"{days:g}" for days in law.params)
        return "" if text == "0" else text
    return ""


def _stocks(model: Model, lang: Language) -> Iterator[str]:
    from sim.engine.estate_arrays import supplies_of

    for stock in model.regimes[0].estate.stocks:
        supplies = sorted(supplies_of(model, stock.id), key=lambda supply: supply.day)
        told = LIST[lang].join(_supply(model, supply, stock.unit, lang) for supply in supplies)
        colon = "：" if lang == "zh" else ": "
        yield f"{_title(stock.title, stock.id, lang)}{colon}{told}"


def _supply(model: Model, supply: Supply, unit: str, lang: Language) -> str:
    key = "explain_supply" if supply.readiness is None else "explain_supply_later"
    told = screen(key, lang, amount=amount(supply.amount, unit, lang), day=date_of(model.start, supply.day))
    what = say(supply.earned_by, lang)
    return screen("explain_earned", lang, supply=told, what=what) if what else told


def _ways_in(regime: Regime, lang: Language) -> Iterator[str]:
    """Ways that a firm can take: offered or forced, or fixed for a type of firm. Nothing where none costs anything."""
    forced = regime.forced_site_mode
    fixed = {kind.site_mode for kind in regime.enterprises}
    modes = [m for m in regime.site_modes if m.id in fixed or (m.id == forced if forced else m.offered)]
    told = {mode.id: _terms(mode.terms, regime, lang) for mode in modes}
    if not any(told.values()):
        return
    colon = "：" if lang == "zh" else ": "
    for mode in modes:
        parts = told[mode.id] or [screen("terms_none", lang)]
        yield f"{_title(mode.title, mode.id, lang)}{colon}{LIST[lang].join(parts)}"


def _terms(terms: Terms, regime: Regime, lang: Language) -> list[str]:
    prices = regime.money.prices
    land = price(prices.land * terms.land_factor, lang)
    told = {
        "terms_rent": {"rent": f"{terms.rent:g}"} if terms.rent else None,
        "terms_deposit": {"months": f"{terms.deposit_months:g}"} if terms.deposit_months else None,
        "terms_lease": {"years": f"{terms.lease_years:g}"} if terms.lease_years else None,
        "terms_buys": {"price": price(prices.shell, lang)} if terms.buys else None,
        "terms_builds": {"price": land, "years": f"{terms.tenure_years:g}"} if terms.builds else None,
        "terms_loan": _loan(terms),
        "terms_most": {"most": amount(terms.most_loan, "yuan", lang)} if terms.most_loan < float("inf") else None,
        "terms_fit_out": {"factor": f"{terms.fit_out_factor:g}"} if terms.fit_out_factor != 1 else None,
        "terms_resale": {"share": f"{100 * terms.resale_share:g}"} if terms.resale_share else None,
    }
    parts = [screen(key, lang, **values) for key, values in told.items() if values]
    relief = [screen("terms_relief", lang, months=part.months, share=f"{100 * part.share:g}") for part in terms.relief]
    return [*parts[:1], *relief, *parts[1:], *(_least(name, least, lang) for name, least in terms.least)]


def _loan(terms: Terms) -> dict[str, str] | None:
    if not terms.loan:
        return None
    return {
        "share": f"{100 * terms.loan:g}",
        "years": f"{terms.loan_years:g}",
        "rate": f"{100 * terms.loan_rate:g}",
    }


def _least(quantity: str, least: float, lang: Language) -> str:
    from sim.model.estate import QUANTITIES

    told = (
        amount(least, QUANTITIES[quantity][0].removesuffix("/year"), lang) if quantity in QUANTITIES else f"{least:g}"
    )
    return screen("terms_least", lang, quantity=label(f"quantity.{quantity}", lang), least=told)


def _targets(model: Model, lang: Language) -> Iterator[str]:
    from sim.outcome.targets import TARGET_KPIS

    titles = {kind.id: kind.title for kind in model.regimes[0].enterprises}
    for number, target in enumerate(model.targets, 1):
        wanted = amount(target.at_least, TARGET_KPIS[target.kpi], lang)
        wants = say(LABELS[f"target.{target.kpi}"], lang).format(wanted=wanted, size=amount(target.size, "yuan", lang))
        if target.types:
            only = LIST[lang].join(_title(titles[name], name, lang) for name in target.types)
            wants = screen("target_types", lang, wants=wants, types=only)
        name, day = screen("target_name", lang, number=number), date_of(model.start, target.by)
        yield screen("target_line", lang, name=name, title=_title(target.title, target.id, lang), wants=wants, day=day)


def _title(text: Text, name: str, lang: Language) -> str:
    return say(text, lang) or name
