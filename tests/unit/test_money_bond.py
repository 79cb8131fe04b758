"""The bond: three ways to repay it, early repayment, cover, and the rent it needs."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.money import BULLET, LEVEL, REPAYMENTS, SERIAL
from sim.money.bond import cover, debt_service, rent_for_interest, rent_needed

bonds = {
    "principal": st.floats(1e3, 1e9),
    "rate": st.just(0.0) | st.floats(0.001, 0.2),
    "years": st.integers(1, 40),
}
early = st.lists(st.floats(0.0, 1e8), min_size=40, max_size=40)


@settings(deadline=None)
@given(**bonds, repayment=st.sampled_from(REPAYMENTS), early=early)
def test_what_is_repaid_is_the_principal(principal, rate, years, repayment, early):
    service = debt_service(principal, rate, years, repayment, np.array(early[:years]))
    assert float((service.principal + service.early).sum()) == pytest.approx(principal, rel=1e-9)
    assert np.all(service.early <= np.array(early[:years]) + 1e-9)
    assert service.interest == pytest.approx(service.opening * rate)


@settings(deadline=None)
@given(**bonds)
def test_level_service_is_the_annuity_of_numpy_financial(principal, rate, years):
    due = debt_service(principal, rate, years, LEVEL).due
    assert due == pytest.approx(np.full(years, -npf.pmt(rate, years, principal)), rel=1e-7)


def test_the_three_repayments_worked_by_hand():
    # 300 at 10 % over 3 years
    bullet, serial = debt_service(300.0, 0.1, 3, BULLET), debt_service(300.0, 0.1, 3, SERIAL)
    assert bullet.due == pytest.approx([30.0, 30.0, 330.0])  # interest, interest, interest and all
    assert serial.due == pytest.approx([130.0, 120.0, 110.0])  # 100 a year and 10 % of 300, 200, 100
    # level: 300 x 0.1 / (1 - 1.1^-3) = 30 / 0.248685 = 120.634
    assert debt_service(300.0, 0.1, 3, LEVEL).due == pytest.approx([120.634] * 3, abs=1e-3)


def test_early_repayment_lowers_what_is_due_later_and_not_in_its_own_year():
    early = np.array([100.0, 0.0, 0.0])
    # bullet: 200 left, 20 interest, and 200 at the end
    assert debt_service(300.0, 0.1, 3, BULLET, early).due == pytest.approx([30.0, 20.0, 220.0])
    # serial: 100 by schedule, 100 early, 100 left over two years
    assert debt_service(300.0, 0.1, 3, SERIAL, early).due == pytest.approx([130.0, 60.0, 55.0])
    # level: 90.634 by schedule, 100 early, 109.366 left: x 0.1 / (1 - 1.1^-2) = 63.0156
    assert debt_service(300.0, 0.1, 3, LEVEL, early).due == pytest.approx([120.634, 63.0156, 63.0156], abs=1e-3)


def test_no_more_is_repaid_early_than_is_owed():
    service = debt_service(300.0, 0.1, 3, BULLET, np.array([1000.0, 1000.0, 0.0]))
    assert service.early.tolist() == [300.0, 0.0, 0.0]
    assert service.due.tolist() == [30.0, 0.0, 0.0]


def test_replications_are_served_each_by_its_own_sales():
    early = np.array([[0.0, 0.0], [60.0, 0.0]])
    assert debt_service(np.array([100.0, 100.0]), 0.1, 2, BULLET, early).due == pytest.approx(
        np.array([[10.0, 110.0], [10.0, 44.0]])
    )


def test_fifteen_years_at_ziyuan_need_24_yuan_a_square_metre_and_interest_alone_9_6():
    assert rent_needed(3370.0, 0.0342, 15, LEVEL) == pytest.approx(24.2, abs=0.05)
    assert rent_for_interest(3370.0, 0.0342) == pytest.approx(9.6, abs=0.05)
    assert rent_needed(3370.0, 0.0342, 15, LEVEL, occupancy=0.5) == pytest.approx(2 * 24.24, abs=0.05)


def test_where_service_differs_by_year_the_rent_is_that_of_the_worst_year():
    assert rent_needed(1200.0, 0.1, 10, SERIAL) == pytest.approx((120 + 120) / 12)  # year 1
    assert rent_needed(1200.0, 0.1, 10, BULLET) == pytest.approx((120 + 1200) / 12)  # year 10


def test_cover_by_year_over_the_life_and_in_the_worst_year():
    service = debt_service(100.0, 0.1, 2, BULLET)  # due: 10, 110
    found = cover(np.array([[20.0, 55.0], [5.0, 220.0]]), service)
    assert found.yearly == pytest.approx(np.array([[2.0, 0.5], [0.5, 2.0]]))
    assert found.lifetime == pytest.approx([75 / 120, 225 / 120])
    assert found.worst_year.tolist() == [1, 0]


def test_a_sale_repays_the_bond_and_does_not_count_twice():
    # units are sold for 100 in year 1: all is repaid; rent of 20 covers the interest of 10 twice, then nothing is due
    service = debt_service(100.0, 0.1, 2, BULLET, np.array([100.0, 0.0]))
    found = cover(np.array([120.0, 20.0]), service)
    assert found.yearly.tolist() == [2.0, np.inf]
    assert float(found.lifetime) == pytest.approx(140 / 110)


@pytest.mark.parametrize(
    "wrong",
    [{"repayment": "balloon"}, {"years": 0}, {"repaid_early": np.zeros(2)}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_bond_is_refused(wrong):
    with pytest.raises(ValueError, match=r"unknown repayment|at least one year|3 years"):
        debt_service(**{"principal": 1.0, "rate": 0.1, "years": 3, "repayment": BULLET, **wrong})
