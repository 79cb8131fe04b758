"""Discounting against numpy_financial; payback and the deepest point of the cash."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.money.present_value import discount_factors, lowest, payback_month, present_value

flows = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80).map(np.array)


@settings(deadline=None)
@given(flows, st.floats(0.0, 0.5))
def test_the_present_value_is_that_of_numpy_financial_at_the_monthly_rate(flows, rate):
    expected = npf.npv((1 + rate) ** (1 / 12) - 1, flows)
    assert float(present_value(flows, rate)) == pytest.approx(expected, rel=1e-9, abs=1e-3)
    assert float((flows * discount_factors(len(flows), rate)).sum()) == pytest.approx(expected, rel=1e-9, abs=1e-3)


@settings(deadline=None)
@given(flows, st.floats(0.0, 0.5))
def test_yearly_flows_are_discounted_by_the_year(flows, rate):
    assert float(present_value(flows, rate, a_year=1)) == pytest.approx(npf.npv(rate, flows), rel=1e-9, abs=1e-3)


@settings(deadline=None)
@given(flows)
def test_at_no_interest_the_present_value_is_the_sum(flows):
    assert float(present_value(flows, 0.0)) == pytest.approx(float(flows.sum()), abs=1e-6)


def test_each_firm_has_its_own_rate():
    rates = np.array([0.0, 0.1, 0.2])
    assert present_value(np.array([0.0] * 12 + [1.0]), rates) == pytest.approx(1 / (1 + rates))
    assert discount_factors(13, rates)[:, 12] == pytest.approx(1 / (1 + rates))


@settings(deadline=None)
@given(flows)
def test_the_deepest_point_is_where_the_sum_so_far_is_least(flows):
    amount, month = lowest(flows)
    so_far = np.cumsum(flows)
    assert float(amount) == so_far.min() == so_far[int(month)]


@pytest.mark.parametrize(
    ("flows", "month"),
    [
        ([-10.0, 4.0, 6.0, 1.0], 2.0),  # -10, -6, 0: back
        ([-10.0, 4.0, 5.0], np.inf),  # -1 at the end
        ([5.0, 1.0], 0.0),  # never below 0
        ([0.0, 0.0], 0.0),
        ([0.0, -4.0, 5.0, -20.0, 25.0], 4.0),  # back once in month 2, but the deepest point comes after
        ([-10.0, 12.0, -3.0, 2.0], 1.0),  # falls below 0 again, less deep
    ],
)
def test_payback_is_the_first_month_after_the_deepest_point_that_is_back_at_nought(flows, month):
    assert float(payback_month(np.array(flows))) == month
