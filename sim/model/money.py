"""Terms and prices as data; the formulas are in `sim.money`. Yuan, m², 亩 (mu), shares of 1, years of 12 months."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.law import Law, Probability
from sim.model.text import Text

BULLET, LEVEL, SERIAL = REPAYMENTS = ("bullet", "level", "serial")
ITEMS = ("deposit", "shell", "land", "construction", "fit_out", "equipment")
"""What a payment or a subsidy is a share of."""
FIRM, AGENT = PAID_TO = ("firm", "agent")
PAYMENT_ITEMS = (*ITEMS, "down_payment")  # down payment: the shell less the loan on it
RECEIPT_ITEMS = (*ITEMS, "loan")  # loan: what the bank lends on shell or construction

Amount = Probability
"""A number, or one chosen by attribute or site mode."""


@dataclass(frozen=True, slots=True)
class Relief:
    """For so many months, in order from hand-over on, this share of the rent is waived (or refunded)."""

    months: int
    share: float


@dataclass(frozen=True, slots=True)
class Terms:
    """What a site mode costs the firm, and whom it admits.

    A renter pays `rent` after `relief` from hand-over on, and gets `deposit_months` back when it leaves. A buyer pays
    the shell price, of which the share `loan` is borrowed. A builder pays land x `land_factor`, then construction, of
    which `loan` is borrowed. `test` years after hand-over a lease ends or is converted.
    """

    rent: float = 0.0  # yuan/m²/month
    relief: tuple[Relief, ...] = ()
    lease_years: float = 0.0
    deposit_months: float = 0.0
    buys: bool = False
    builds: bool = False
    owns: bool = False
    land_factor: float = 1.0  # price paid over the price of a full tenure, all payments together
    tenure_years: float = 50.0
    fit_out_factor: float = 1.0
    loan: float = 0.0  # share of shell or construction that is borrowed
    loan_years: float = 0.0
    loan_rate: float = 0.0
    most_loan: float = float("inf")
    least: tuple[tuple[str, float], ...] = ()  # eligibility: (quantity of the firm, at least)
    resale_share: float = 0.0  # of what was paid for land, building and shell, when it leaves


@dataclass(frozen=True, slots=True)
class Prices:
    """What things cost a firm in this park."""

    land: float = 0.0  # yuan/mu, full tenure
    construction: Amount = 0.0  # yuan/m² of floor area, self-build
    shell: float = 0.0  # yuan/m² of a standard unit sold
    fit_out: Amount = 0.0  # yuan/m² of floor area
    property_fee: float = 0.0  # yuan/m²/month, by whoever sits in the park's buildings
    wage: float = 0.0  # yuan/year and job
    source_wage: float = 0.0  # yuan/year and job where it would stay
    moving: float = 0.0  # yuan, once, by whoever comes


@dataclass(frozen=True, slots=True)
class Subsidy:
    """Paid when a milestone is reached: a share of an item plus a fixed amount, capped.

    An amount that differs by attribute is nothing for firms that no case covers. What is `paid_to` an agent who
    recruited the firm (委托招商佣金) costs the county as much, and the firm neither gets nor weighs it.
    """

    id: str
    title: Text
    milestone: str
    item: str | None = None
    share: float = 0.0
    amount: Amount = 0.0
    cap: float = float("inf")
    site_modes: tuple[str, ...] = ()  # none named: all
    source: str = ""
    paid_to: str = FIRM


INCOME_TAX_RATE = 0.25  # of enterprises, before reliefs; only checks (known, not retrieved: K)


@dataclass(frozen=True, slots=True)
class Taxes:
    """How the taxes of a firm (realised output x its `tax_share`) split by tax and level.

    `tax_share` does not hold property, land-use and deed taxes. Statutory rates only check it (a warning).
    """

    vat: float = 0.5  # share of all taxes
    income: float = 0.3
    other: float = 0.2
    local_vat: float = 0.5  # local share of each
    local_income: float = 0.4
    local_other: float = 1.0
    county_retention: float = 0.65  # of the local share
    vat_rate: float = 0.13  # input credit on equipment; .09 on construction and land-free building work
    construction_vat_rate: float = 0.09
    property_owner: float = 0.0084  # a year, of the building's cost: 1.2 % of 70 %
    property_let: float = 0.12  # of the rent, by the landlord
    land_use: float = 3.0  # yuan/m² of land and year
    deed: float = 0.03  # of land and shell bought


@dataclass(frozen=True, slots=True)
class Bond:
    """A special bond (专项债券): interest every year; `repayment` of the principal; issued `delay` after `issued`."""

    amount: float
    rate: float
    years: int
    repayment: str = BULLET
    issued: float = 0.0
    delay: Law | None = None  # days
    raised: Law | None = None  # share of the amount that the market takes
    pledged: float = 0.0  # other fund revenue, yuan/year
    threshold: float = 1.2  # cover that the bond file promises
    source: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """The county's side."""

    land_preparation: float = 0.0  # yuan/mu
    land_set_asides: float = 0.0  # share of land income reserved by rule
    service_staff: float = 0.0  # yuan/year
    grants: float = 0.0  # paired region, yuan/year
    fees: float = 0.0  # yuan a signed firm
    running_cost: float = 0.0  # share of rent
    discount_rate: float = 0.04
    churn: float = 0.06  # of tenants, a year, after the horizon
    reletting_days: float = 180.0
    attract_until: float | None = None  # day; None: to the horizon
    but_for: float = 0.12  # share of subsidised firms that would not have come without (Bartik), under `forced` only


@dataclass(frozen=True, slots=True)
class Money:
    """Everything about money that a planner can set; it moves a date only where cash can run out or firms choose."""

    prices: Prices = field(default_factory=Prices)
    taxes: Taxes = field(default_factory=Taxes)
    county: County = field(default_factory=County)
    bond: Bond | None = None
    subsidies: tuple[Subsidy, ...] = ()
    appraisal_years: int = 10  # over which a firm compares ways in
    ramp: tuple[float, ...] = (0.4, 0.7, 1.0)  # share of full output in year 1, 2, 3 … of production
    estimates: tuple[str, ...] = ()  # paths whose source is ESTIMATE
