"""What the extra public money of a strategy buys: per firm, job, yuan of tax and day saved, gross and net."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.evidence.appraisal import BARTIK
from sim.text.amounts import yuan_unit
from sim.text.language import Language
from sim.text.rounding import fixed, significant
from sim.text.screen import screen
from sim.views.screen.columns import table, wrap
from sim.views.screen.money import Titled

if TYPE_CHECKING:
    import pandas as pd

IN_YUAN = {"firm": "appraisal_firm", "job": "appraisal_job", "day_saved": "appraisal_day"}


def appraisal_lines(found: pd.DataFrame, strategies: Titled, lang: Language) -> list[str]:
    """A row a strategy; nothing where no books are kept."""
    if not len(found):
        return []
    kinds = (*IN_YUAN, "tax_yuan")
    units = {kind: _unit(found, kind, lang) for kind in kinds}
    head = [screen("strategy", lang), *(screen(IN_YUAN.get(k, "appraisal_tax"), lang, unit=units[k][1]) for k in kinds)]
    head.append(screen("appraisal_but_for", lang))
    rows = []
    for name, title in strategies[1:]:
        mine = found[found.strategy == name].set_index("buys")
        cells = [_cell(next(mine.loc[[kind]].itertuples()), units[kind][0], lang) for kind in kinds]
        rows.append([title, *cells, f"{fixed(100 * float(mine.but_for.iloc[0]), 1)} %"])
    low, high = (fixed(100 * share) for share in BARTIK)
    note = screen("appraisal_note", lang, baseline=strategies[0][1], low=low, high=high)
    return [*wrap(screen("appraisal_head", lang, baseline=strategies[0][1])), *table(head, rows), *wrap(note)]


def _unit(found: pd.DataFrame, kind: str, lang: Language) -> tuple[float, str]:
    if kind == "tax_yuan":
        return 1.0, ""
    known = found.loc[(found.buys == kind) & (found.low > float("-inf")), "gross"].abs()
    size, word = yuan_unit(float(known.max()) if len(known) else 0.0, lang)
    return size, "m" if lang == "en" else word


def _cell(row: Any, size: float, lang: Language) -> str:
    """The interval where it has ends; a word where money was saved, nothing was bought, or it cannot be told."""
    if row.effect <= 0 and row.cost > 0:
        return screen("appraisal_nothing", lang)
    if row.cost <= 0:
        return screen("appraisal_cheaper", lang)
    if not row.high < float("inf") or row.low != row.low:
        return screen("appraisal_open", lang)
    return f"{_plain(row.gross / size)} ({_plain(row.low / size)}–{_plain(row.high / size)})"


def _plain(value: float) -> str:
    return significant(value, 2)
