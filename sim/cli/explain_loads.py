"""What `explain` says about offices: service times that were derived, and how busy their staff is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.calendar import date_of
from sim.text.labels import label
from sim.text.language import Language, say
from sim.text.rounding import fixed, half_up
from sim.text.screen import screen
from sim.views.screen.columns import indented

if TYPE_CHECKING:
    from sim.engine.paper import OnPaper
    from sim.model.office_load import Derived, Load
    from sim.model.park import Model

SIGNS = {"en": ("; ", ": "), "zh": ("；", "：")}


def derived_lines(model: Model, derived: tuple[Derived, ...], lang: Language) -> list[str]:
    """Each activity whose sourced time contains waiting, taken apart."""
    lines = [screen("explain_derived", lang)]
    names = _names(model, lang)
    for d in derived:
        words = {
            "activity": f"{names[d.activity]} ({d.case})" if d.case else names[d.activity],
            "office": names[d.office],
            "elapsed": fixed(d.elapsed, 1),
        }
        lines += indented(screen("explain_service", lang, **words, wait=fixed(d.wait, 1), service=fixed(d.service, 1)))
    return lines if derived else [*lines, f"  {screen('explain_no_derived', lang)}"]


def load_lines(model: Model, lang: Language) -> list[str]:
    """Staff and load of every office from day to day, and of the park's own firms over the whole run.

    Takes the park before problems are laid into it.
    """
    from sim.engine.paper import on_paper
    from sim.scenario.office_loads import open_shares, timeline

    semicolon, colon = SIGNS[lang]
    names, own, lines = _names(model, lang), on_paper(model), [screen("explain_loads", lang)]
    for office, loads in timeline(model, open_shares(model)).items():
        parts = [_since(model, day, load, lang) for day, load in loads]
        parts += [_own(own[office], lang)] if office in own else []
        lines += indented(f"{names[office]}{colon}{semicolon.join(parts)}")
    return [*lines, *indented(screen("explain_own_note", lang))] if own else lines


def _since(model: Model, day: float, load: Load | None, lang: Language) -> str:
    said = screen("explain_ample", lang) if load is None else _staff(load, day, lang)
    return screen("explain_from", lang, day=date_of(model.start, day), said=said) if day else said


def _staff(load: Load, day: float, lang: Language) -> str:
    if not load.others:
        return screen("explain_staff", lang, staff=load.staff)
    line = "∞" if math.isinf(load.line) else fixed(load.line, 1)
    said = screen("explain_load", lang, staff=load.staff, load=fixed(load.load * 100), line=line)
    return said if day else said + screen("explain_today", lang, today=load.line_on_day_one)


def _own(own: OnPaper, lang: Language) -> str:
    if math.isnan(own.wanted):
        return screen("explain_own_unknown", lang)
    if not own.wanted:
        return screen("explain_own_brought_only" if own.brought else "explain_own_none", lang)
    wanted, there = (f"{int(half_up(days)):,}" for days in (own.wanted, own.there))
    days = {"wanted": wanted, "there": there, "clock": label(own.clock, lang)}
    if math.isinf(own.load):
        said = screen("explain_own_nobody", lang, **days)
    else:
        said = screen("explain_own", lang, load=fixed(own.load * 100), **days)
    return said + (screen("explain_own_brought", lang) if own.brought else "")


def _names(model: Model, lang: Language) -> dict[str, str]:
    """Ids are English words, so they do for English; who reads Chinese is told the title, too."""
    titles = {office.id: say(office.title, lang) for regime in model.regimes for office in regime.offices}
    titles |= {step.id: say(step.title, lang) for regime in model.regimes for step in regime.activities}
    return {name: f"{title}（{name}）" if lang == "zh" and title != name else name for name, title in titles.items()}
