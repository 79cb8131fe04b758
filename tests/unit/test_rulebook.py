"""Replications of one strategy share a rulebook, and a Case with other rules never reads a strange one."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from sim.engine.simpy_engine import play
from sim.engine.simpy_engine.rulebook import READ, Rulebook, rulebook_of
from tests.oracle.generate import random_case


def test_a_rulebook_rests_on_nothing_but_the_arrays_by_which_it_is_told_apart() -> None:
    case = random_case(7, estate=True, people=True)
    alone = SimpleNamespace(**{name: getattr(case, name) for name in READ})
    assert vars(Rulebook(alone)).keys() == vars(Rulebook(case)).keys()  # type: ignore[arg-type]


def test_cases_that_share_their_arrays_share_the_rulebook() -> None:
    case = random_case(7, estate=True, people=True)
    assert rulebook_of(replace(case, appears=case.appears + 1.0)) is rulebook_of(case)


@pytest.mark.parametrize("name", READ)
def test_another_array_makes_another_rulebook(name: str) -> None:
    case = random_case(7, estate=True, people=True)
    before = rulebook_of(case)
    assert rulebook_of(replace(case, **{name: getattr(case, name).copy()})) is not before


def test_a_history_is_the_same_whatever_was_played_before() -> None:
    one, other = random_case(3, people=True), random_case(4, estate=True)
    alone = play(one).tobytes()
    play(other)
    assert play(one).tobytes() == alone
