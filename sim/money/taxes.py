"""Margin and taxes on output: how production ramps up, and how early VAT is set off against what was invested.

Taxes are realised output x the firm's `tax_share`, split into VAT, income tax and others by fixed shares. The VAT in
what the firm paid for equipment and building is credited against its own: it pays none until the credit is used up.
There is no refund. Input VAT on materials is inside `tax_share`, which is net.

What a parent books elsewhere (研发在外、落地在本地) is taxed there: the firm earns and pays as ever, and the county
gets less.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.model.money import Money, Taxes
from sim.money.facts import Facts
from sim.money.units import MONTHS_A_YEAR, to_months

Piece = tuple[str, np.ndarray, np.ndarray, np.ndarray]
"""Item, start and end in months from day 0, yuan a month; [F] each."""


def input_credit(equipment: np.ndarray, construction: np.ndarray, taxes: Taxes) -> np.ndarray:
    """VAT contained in prices paid, yuan: rate x price net of tax, and net = paid / (1 + rate).

    >>> input_credit(np.array([1.13e6]), np.array([2.18e6]), Taxes()).round(2).tolist()
    [310000.0]
    """
    on_equipment = equipment * taxes.vat_rate / (1.0 + taxes.vat_rate)
    on_building = construction * taxes.construction_vat_rate / (1.0 + taxes.construction_vat_rate)
    return np.asarray(on_equipment + on_building)


def realised_output(facts: Facts) -> np.ndarray:
    """Full yearly output as it comes true, not as it was announced, and as far as the plant books it, yuan/year [F]."""
    return np.asarray(made(facts) * facts.kept_here)


def made(facts: Facts) -> np.ndarray:
    """The same, wherever it is booked."""
    return np.asarray(facts.planned_output * facts.output_share)


def tax_streams(facts: Facts, money: Money) -> Iterator[Piece]:
    """Margin and taxes on output as pieces of constant rate, one for each year of the ramp; the last has no end.

    All credit is on hand when production begins, for all of it is paid for by then. In each piece VAT begins when
    what is left of the credit has been used up at the rate of that piece. The margin is on all that is made; taxes on
    what is booked elsewhere are one item, without any credit, for what was paid here is set off here.
    """
    taxes = money.taxes
    output, kept = made(facts) / MONTHS_A_YEAR, facts.kept_here
    paid = facts.payments
    equipment, building = (paid.sum_by_firm(facts.firms, item) for item in ("equipment", "construction"))
    credit = input_credit(equipment, building, taxes)
    begin = to_months(facts.producing)
    ramp = money.ramp or (1.0,)
    for year, share in enumerate(ramp):
        end = begin + (MONTHS_A_YEAR if year + 1 < len(ramp) else np.inf)
        yield "margin", begin, end, output * share * facts.margin
        whole = output * share * facts.tax_share
        tax = whole * kept
        yield "taxes_elsewhere", begin, end, tax - whole
        yield "income_tax", begin, end, -taxes.income * tax
        yield "other_taxes", begin, end, -taxes.other * tax

        vat = taxes.vat * tax
        with np.errstate(over="ignore"):  # next to no VAT: covered for ever
            covered = np.divide(credit, vat, out=np.full(vat.shape, np.inf), where=vat > 0)  # months
        yield "vat", np.minimum(begin + covered, end), end, -vat
        credit = np.maximum(credit - vat * MONTHS_A_YEAR, 0.0)
        begin = end
