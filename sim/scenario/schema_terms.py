"""What activities cost and bring in, and the terms of a site mode, as the file writes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from sim.levers.fields import told, wrong
from sim.model.money import ITEMS, PAYMENT_ITEMS, RECEIPT_ITEMS
from sim.scenario.faults import near
from sim.scenario.quantities import MONEY, MONTHS, RATIO, RENT, SHARE, YEARS, Quantity
from sim.scenario.schema_base import SOURCE, AtLeastOne, Many, Short, Sourced, Value
from sim.scenario.schema_quantities import KIND_OF
from sim.scenario.schema_units import In, PickedForm, law_in, measured


def _one_of(known: tuple[str, ...]) -> Any:
    """An item of such a list, or the fault that names the list."""

    def check(name: str) -> str:
        if name not in known:
            raise wrong("unknown_item", got=name, near=near(name, known), known=", ".join(known))
        return name

    return AfterValidator(check)


def _enum(known: tuple[str, ...]) -> Any:
    return WithJsonSchema({"type": "string", "enum": list(known)})


Item = Annotated[str, _one_of(ITEMS), _enum(ITEMS)]
PaymentItem = Annotated[str, _one_of(PAYMENT_ITEMS), _enum(PAYMENT_ITEMS)]
ReceiptItem = Annotated[str, _one_of(RECEIPT_ITEMS), _enum(RECEIPT_ITEMS)]


class PaymentForm(Short):
    """A share of a cost that must be in hand at the start."""

    item: PaymentItem = told("what is paid; down_payment: the shell less the loan", "费用项；down_payment 为首付")
    share: Annotated[PickedForm, law_in(SHARE)] | None = told("share of it; left out: all", "比例；不写则全部", None)
    source: str = told(*SOURCE, "")


class ReceiptForm(Short):
    """A share of a cost that comes in."""

    item: ReceiptItem = told("what it is a share of; loan: what the bank lends", "费用项；loan 为银行贷款额")
    share: Annotated[PickedForm, law_in(SHARE)] | None = told("share of it; left out: all", "比例；不写则全部", None)
    source: str = told(*SOURCE, "")


class ReliefForm(Sourced):
    """Months for which a share of the rent is waived."""

    months: AtLeastOne = told("number of months", "月数")
    share: Annotated[float, In(SHARE)] = told("share of the rent that is waived", "减免比例", 1.0)


def _least(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    known = {name: measured(least, KIND_OF[name]) for name, least in value.items() if name in KIND_OF}
    return {name: known.get(name, Quantity(0.0)) for name in value}  # an unknown name is the fault of a rule


class TermsForm(Sourced):
    """What a site mode costs the firm, and whom it admits."""

    rent: Annotated[float, In(RENT)] = told("rent", "租金", 0.0, unit="yuan/m2/month")
    relief: Many[ReliefForm] = told("rent waived, from hand-over on, in this order", "租金减免，自交付起依次", ())
    lease_years: Annotated[float, In(YEARS)] = told("length of the lease", "租期", 0.0, unit="years")
    deposit_months: Annotated[float, In(MONTHS)] = told("deposit in months of rent", "押金（月租金数）", 0.0)
    buys: bool = told("buys a standard unit", "是否购买标准厂房", False)
    builds: bool = told("builds on land of its own", "是否自建", False)
    owns: bool = told("owns its building", "是否拥有厂房产权", False)
    land_factor: Annotated[float, In(RATIO)] = told(
        "price of land over that of a full tenure", "地价与满年期地价之比", 1.0
    )
    tenure_years: Annotated[float, In(YEARS, above_zero=True)] = told("tenure of land", "土地年期", 50.0, unit="years")
    fit_out_factor: Annotated[float, In(RATIO)] = told("share of the fit-out that is the firm's", "装修费用系数", 1.0)
    loan: Annotated[float, In(SHARE)] = told("share of shell or construction borrowed", "贷款占厂房或建设费之比", 0.0)
    loan_years: Annotated[float, In(YEARS)] = told("length of the loan", "贷款年限", 0.0, unit="years")
    loan_rate: Annotated[float, In(SHARE)] = told("interest", "贷款利率", 0.0, unit="1/year")
    most_loan: Annotated[float, In(MONEY, above_zero=True)] | None = told(
        "largest loan; left out: any", "贷款上限；不写则不限", None, unit="yuan"
    )
    least: Annotated[dict[str, Value], BeforeValidator(_least)] = told(
        "whom it admits: quantity of the firm -> at least", "准入条件：企业数量 -> 最低值", {}
    )
    resale_share: Annotated[float, In(SHARE)] = told(
        "share of land, building and shell that it gets back when it leaves", "离开时土地、厂房的回收比例", 0.0
    )
