"""Loans of firms against numpy_financial, and at the edges."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.money.loans import balance, level_payment, payments

principals = st.floats(1.0, 1e9)
rates = st.floats(0.001, 0.3)
terms = st.integers(1, 480).map(lambda months: months / 12)


@settings(deadline=None)
@given(principals, rates, terms)
def test_the_level_payment_is_that_of_numpy_financial(principal, rate, years):
    expected = -npf.pmt(rate / 12, round(years * 12), principal)
    assert float(level_payment(principal, rate, years)) == pytest.approx(expected, rel=1e-9)


@settings(deadline=None)
@given(principals, rates, terms, st.integers(0, 500))
def test_the_balance_is_that_of_numpy_financial(principal, rate, years, paid):
    payment = float(level_payment(principal, rate, years))
    expected = -npf.fv(rate / 12, paid, -payment, principal) if paid < round(years * 12) else 0.0
    assert float(balance(principal, rate, years, paid)) == pytest.approx(expected, rel=1e-7, abs=1e-6 * principal)


def test_without_interest_the_principal_is_split_evenly():
    assert float(level_payment(1200.0, 0.0, 1.0)) == 100.0
    assert balance(1200.0, 0.0, 1.0, np.array([-3, 0, 3, 12, 99])).tolist() == [1200.0, 1200.0, 900.0, 0.0, 0.0]


@settings(deadline=None)
@given(principals, rates, terms)
def test_payments_add_up_to_principal_and_interest_on_each_balance(principal, rate, years):
    number = int(payments(years))
    owed = balance(principal, rate, years, np.arange(number))
    paid = number * float(level_payment(principal, rate, years))
    assert paid == pytest.approx(principal + float(owed.sum()) * rate / 12, rel=1e-9)


def test_a_firm_that_borrows_nothing_needs_no_term():
    assert level_payment(np.array([0.0, 1200.0]), 0.0, np.array([0.0, 1.0])).tolist() == [0.0, 100.0]
    assert balance(np.array([0.0, 1200.0]), 0.0, np.array([0.0, 1.0]), 1).tolist() == [0.0, 1100.0]


def test_a_loan_without_a_term_is_refused():
    with pytest.raises(ValueError, match="loan_years"):
        level_payment(np.array([0.0, 1.0]), 0.05, 0.0)
