"""The luck of every attempt that any state of the world can need.

Attempt k + 1 of a slot is stored only where the quantile of attempt k lies below the largest probability of being sent
back that any regime allows, so what is stored is ragged and small. Values come by inverse distribution function, law
by law over all slots at once.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.case import to_grid
from sim.engine.nodes import QUANTITIES
from sim.engine.pointers import pointers
from sim.engine.slots import Slots
from sim.luck.laws import ppf
from sim.luck.philox import name_hash, quantiles

FIRST, LATER, PREPARATION, CORRECTION, PATIENCE = range(5)  # columns of Node.laws
COLUMNS = ("preparation", "service", "u_sent_back", "u_refused", "patience")
Leaning = tuple[np.ndarray, np.ndarray]
"""Correlation with a shared factor, and the factor's normal score."""


class Owners(Protocol):
    """Whose slots they are: columns over candidates."""

    replication: np.ndarray
    place: np.ndarray
    type: np.ndarray


class Draws:
    """Draws for the rows of luck of a block."""

    def __init__(self, plan: Blueprint, shared: dict[str, np.ndarray], seed: int, owners: Owners, slots: Slots) -> None:
        self.plan = plan
        self.seed = seed
        self.owners = owners
        self.owner = slots.luck_owner
        self.node = slots.luck_node
        self.replication = owners.replication[self.owner]
        self.place = owners.place[self.owner]
        self.laws, self.hashes, self.p_happens = _by_node(plan)
        self.at_most = shared["node_at_most"]
        self.p_back = shared["p_sent_back"].max(axis=0, initial=0.0)
        self.p_refused = shared["p_refused"].max(axis=0, initial=0.0)
        self.office = _first_office(shared)
        self.replications = np.unique(owners.replication)
        self.pace, self.condition = self._pace(), self._condition()
        self.fixed = np.array(
            [law.params[0] * law.factor + law.shift if law.kind == "fixed" else np.nan for law in plan.laws]
        )

    def attempts(self) -> dict[str, np.ndarray]:
        """Columns over attempts, sorted by (slot, attempt), with `slot_applies` and `attempt_ptr`."""
        applies = self._applies()
        slots = np.flatnonzero(applies)
        rounds = []
        attempt = 1
        while len(slots):
            values = self._attempt(slots, attempt)
            rounds.append((slots, values))
            node = self.node[slots]
            again = (values["u_sent_back"] < self.p_back[node]) & (attempt < self.at_most[node])
            slots = slots[again]
            attempt += 1

        count = np.zeros(len(self.node), dtype=np.int64)
        for mine, _ in rounds:
            count[mine] += 1
        attempt_ptr = pointers(count)
        columns = {name: np.empty(int(attempt_ptr[-1])) for name in COLUMNS}
        for k, (mine, values) in enumerate(rounds):
            for name in COLUMNS:
                columns[name][attempt_ptr[mine] + k] = values[name]
        return {"slot_applies": applies.astype(np.uint8), "attempt_ptr": attempt_ptr, **columns}

    def _applies(self) -> np.ndarray:
        applies = np.ones(len(self.node), dtype=bool)
        p = self.p_happens[self.node]
        open_question = np.flatnonzero(p < 1.0)
        applies[open_question] = self._u("happens", open_question, 1) < p[open_question]
        return applies

    def _attempt(self, slots: np.ndarray, attempt: int) -> dict[str, np.ndarray]:
        node = self.node[slots]
        own_work = "preparation" if attempt == 1 else "correction"
        own_attempt = attempt if attempt == 1 else attempt - 1  # the correction after attempt k is the k-th correction
        own_law = self.laws[node, PREPARATION if attempt == 1 else CORRECTION]
        service_law = self.laws[node, FIRST if attempt == 1 else LATER]
        of_firm, of_office = self._leaning(slots, None), self._leaning(slots, self.office[node])
        return {
            "preparation": self._values(own_work, slots, own_attempt, own_law, 0.0, of_firm),
            "service": self._values("duration", slots, attempt, service_law, 0.0, of_office),
            "u_sent_back": self._thresholds("sent_back", slots, attempt, self.p_back[node]),
            "u_refused": self._thresholds("refused", slots, attempt, self.p_refused[node]),
            "patience": self._values("patience", slots, attempt, self.laws[node, PATIENCE], np.inf, None),
        }

    def _thresholds(self, quantity: str, slots: np.ndarray, attempt: int, p: np.ndarray) -> np.ndarray:
        """Quantiles where a verdict can fall, 1 (never) elsewhere."""
        u = np.ones(len(slots))
        possible = np.flatnonzero(p > 0.0)
        u[possible] = self._u(quantity, slots[possible], attempt)
        return u

    def _values(
        self, quantity: str, slots: np.ndarray, attempt: int, law: np.ndarray, without: float, shared: Leaning | None
    ) -> np.ndarray:
        values = np.append(self.fixed, without)[law]  # law -1 reads the appended entry; NaN where it is to be drawn
        drawn = np.flatnonzero(np.isnan(values))
        if len(drawn):
            u = self._u(quantity, slots[drawn], attempt)
            if shared is not None:
                u = _leaned(u, (shared[0][drawn], shared[1][drawn]))
            self._by_law(values, drawn, law[drawn], u)
        values = np.maximum(values, 0.0)
        return to_grid(values) if np.isfinite(without) else np.where(np.isinf(values), values, to_grid(values))

    def _by_law(self, values: np.ndarray, drawn: np.ndarray, law: np.ndarray, u: np.ndarray) -> None:
        order = np.argsort(law, kind="stable")
        ends = np.flatnonzero(np.diff(law[order])) + 1
        for group in np.split(order, ends):
            values[drawn[group]] = ppf(self.plan.laws[int(law[group[0]])], u[group])

    def _u(self, quantity: str, slots: np.ndarray, attempt: int) -> np.ndarray:
        hashes = self.hashes[self.node[slots], QUANTITIES.index(quantity)]
        return quantiles(self.seed, self.replication[slots], hashes, attempt, self.place[slots])

    def _pace(self) -> np.ndarray | None:
        """Normal score of the pace of each candidate, [candidates]; None where firms share no pace."""
        if self.plan.model.pace_correlation == 0.0:
            return None
        from scipy.special import ndtri

        names = np.array([name_hash(f"{name}|pace") for name in self.plan.names["type"]], dtype=np.uint64)
        who = self.owners
        return np.asarray(ndtri(quantiles(self.seed, who.replication, names[who.type], 0, who.place)))

    def _condition(self) -> np.ndarray | None:
        """Normal score of the condition of each office, [replications, offices]; None where offices have none."""
        if self.plan.model.condition_correlation == 0.0:
            return None
        from scipy.special import ndtri

        names = [name_hash(f"office:{name}|condition") for name in self.plan.names["office"]]
        replications = self.replications[:, None]
        return np.asarray(ndtri(quantiles(self.seed, replications, np.array(names, dtype=np.uint64)[None, :], 0, 0)))

    def _leaning(self, slots: np.ndarray, office: np.ndarray | None) -> Leaning | None:
        """Per slot the correlation with what it shares, its firm's pace or its office's condition, and that's score."""
        if self.pace is None and self.condition is None:
            return None
        own = np.ones(len(slots), dtype=bool) if office is None else office < 0
        model = self.plan.model
        correlation = np.where(own, model.pace_correlation, model.condition_correlation)
        score = np.zeros(len(slots))
        if self.pace is not None:
            score[own] = self.pace[self.owner[slots[own]]]
        if self.condition is not None and office is not None:
            replication = self.replication[slots[~own]]
            score[~own] = self.condition[np.searchsorted(self.replications, replication), office[~own]]
        return correlation, score


def _by_node(plan: Blueprint) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Laws, name hashes and the chance to happen of every node; worked out once a blueprint."""
    if plan.luck is None:
        plan.luck = (
            np.array([n.laws for n in plan.nodes], dtype=np.int64).reshape(-1, 5),
            np.array([n.hashes for n in plan.nodes], dtype=np.uint64).reshape(-1, len(QUANTITIES)),
            np.array([n.p_happens for n in plan.nodes]),
        )
    return plan.luck


def _leaned(u: np.ndarray, leaning: Leaning) -> np.ndarray:
    """Gaussian copula: a quantile leaned towards a shared factor; correlation 0 leaves it as it is, to the bit."""
    from scipy.special import ndtr, ndtri

    correlation, score = leaning
    leaned = ndtr(np.sqrt(correlation) * score + np.sqrt(1.0 - correlation) * ndtri(u))
    return np.where(correlation > 0.0, np.clip(leaned, 2.0**-54, 1 - 2.0**-53), u)


def _first_office(shared: dict[str, np.ndarray]) -> np.ndarray:
    """Per node the first office that it needs, -1 where the firm works alone."""
    starts, ends = shared["need_ptr"][:-1], shared["need_ptr"][1:]
    padded = np.append(shared["need_office"], -1)
    first = np.where(ends > starts, padded[np.minimum(starts, len(padded) - 1)], -1)
    return np.asarray(first[shared["node_activity"]])


def by_slot(luck: dict[str, np.ndarray], rows: np.ndarray) -> dict[str, np.ndarray]:
    """The luck of slots that have these rows of it."""
    first = luck["attempt_ptr"][rows]
    count = luck["attempt_ptr"][rows + 1] - first
    attempt_ptr = pointers(count)
    taken = np.repeat(first - attempt_ptr[:-1], count) + np.arange(int(attempt_ptr[-1]))
    columns = {name: luck[name][taken] for name in COLUMNS}
    return {"slot_applies": luck["slot_applies"][rows], "attempt_ptr": attempt_ptr, **columns}
