"""Several histories of one strategy side by side: the Cases and Logs of a block as flat columns.

What an economist reads as tables is arithmetic on these columns, done for a whole block at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.case import Case, clocks
from sim.engine.log import Log


@dataclass(frozen=True, eq=False)
class Histories:
    """Columns over all candidates (firm_…) and all visits of a block; indices count through the block.

    `rules` is the Case whose names, activities, offices and calendar all of them share.
    """

    rules: Case
    replications: np.ndarray  # i8 [replications]

    firm_replication: np.ndarray
    firm_type: np.ndarray
    firm_place: np.ndarray
    firm_appears: np.ndarray
    firm_chose: np.ndarray  # day on which it chose its site mode, NaN = it did not
    firm_network: np.ndarray  # with which it started
    firm_attributes: np.ndarray  # [firms, attributes] index into attribute_labels, -1 = none
    firm_final_network: np.ndarray
    firm_status: np.ndarray
    firm_reason: np.ndarray
    firm_end: np.ndarray
    firm_milestones: np.ndarray  # [firms, milestones]
    firm_quantities: np.ndarray  # [firms, quantities]
    firm_value: np.ndarray  # [firms, site modes], as the next two
    firm_support: np.ndarray
    firm_choice_wait: np.ndarray
    firm_loss_per_day: np.ndarray
    firm_outside: np.ndarray

    visit_firm: np.ndarray
    visit_slot: np.ndarray  # counts through the block, as `visit_after`
    visit_activity: np.ndarray
    visit_attempt: np.ndarray
    begin: np.ndarray
    ready: np.ndarray
    start: np.ndarray
    finish: np.ndarray
    outcome: np.ndarray
    bound_by: np.ndarray
    bound_id: np.ndarray
    visit_after: np.ndarray
    visit_pays: np.ndarray  # yuan at the start of a first attempt
    visit_receives: np.ndarray  # yuan at its accepted finish
    slots: int

    holding_firm: np.ndarray
    holding_resource: np.ndarray
    holding_unit: np.ndarray
    holding_amount: np.ndarray
    holding_from: np.ndarray
    holding_to: np.ndarray
    unit_complete: np.ndarray  # [replications, units]
    unit_cost: np.ndarray  # [replications, units]
    supply_day: np.ndarray  # [replications, supplies]
    supply_amount: np.ndarray
    bond_issued: np.ndarray  # [replications]
    bond_raised: np.ndarray

    @property
    def enterprise(self) -> np.ndarray:
        """Which candidates are enterprises, not outside cases: bool [firms]."""
        return np.asarray(self.rules.type_outside[self.firm_type] == 0)

    def milestone(self, name: str) -> np.ndarray:
        """Day of reaching a milestone, NaN = not.

        A firm whose network does not carry `signed` signs as it appears. Who declined, or was lost before it chose, has
        no way in at all and never signs (R15).
        """
        column = np.flatnonzero(self.rules.milestone_names == name)
        if len(column) == 0:
            return np.full(len(self.firm_type), np.nan)
        reached = self.firm_milestones[:, column[0]]
        if name != "signed":
            return np.asarray(reached)
        chose = self.rules.network_chooses[self.firm_network] == 1
        network = np.where(chose, self.firm_final_network, self.firm_network)
        came = np.isfinite(self.firm_appears) & (self.rules.network_chooses[network] == 0)
        appears = np.where(came, self.firm_appears, np.nan)
        return np.where(self.carries("signed")[network], reached, appears)

    def carries(self, name: str) -> np.ndarray:
        """Per network: does one of its activities carry the milestone?"""
        rules = self.rules
        milestone = np.flatnonzero(rules.milestone_names == name)
        network = np.repeat(np.arange(len(rules.network_mode)), np.diff(rules.network_ptr))
        carries = np.isin(rules.activity_milestone[rules.node_activity], milestone)
        return np.bincount(network[carries], minlength=len(rules.network_mode)) > 0


DRAWN_FOR_THE_PARK = ("unit_complete", "unit_cost", "supply_day", "supply_amount", "bond_issued", "bond_raised")


def gather(cases: Sequence[Case], logs: Sequence[Log], replications: Sequence[int]) -> Histories:
    """Lay the histories of one strategy end to end."""
    firms = [len(case.type) for case in cases]
    slots = [len(case.slot_node) for case in cases]
    firm_from = np.concatenate(([0], np.cumsum(firms)))
    slot_from = np.concatenate(([0], np.cumsum(slots)))
    owner = [np.repeat(np.arange(f), np.diff(case.slot_ptr)) for f, case in zip(firms, cases)]

    def of_case(name: str) -> np.ndarray:
        return np.concatenate([getattr(case, name) for case in cases])

    def of_log(name: str) -> np.ndarray:
        return np.concatenate([getattr(log, name) for log in logs])

    after = [np.where(log.after >= 0, log.after + base, -1) for log, base in zip(logs, slot_from)]
    activity = [case.node_activity[case.slot_node[log.slot]] for case, log in zip(cases, logs)]
    return Histories(
        rules=cases[0],
        replications=np.asarray(replications),
        firm_replication=np.repeat(np.asarray(replications), firms),
        firm_type=of_case("type"),
        firm_place=of_case("place"),
        firm_appears=of_log("t_appears"),
        firm_chose=of_log("t_chose"),
        firm_network=of_case("network"),
        firm_attributes=of_case("attributes"),
        firm_final_network=of_log("final_network"),
        firm_status=of_log("status"),
        firm_reason=of_log("reason"),
        firm_end=of_log("t_end"),
        firm_milestones=of_log("milestones"),
        firm_quantities=of_case("quantities"),
        firm_value=of_case("value"),
        firm_support=of_case("support"),
        firm_choice_wait=of_log("choice_wait"),
        firm_loss_per_day=of_case("loss_per_day"),
        firm_outside=of_case("outside"),
        visit_firm=np.concatenate([o[log.slot] + base for o, log, base in zip(owner, logs, firm_from)]),
        visit_slot=np.concatenate([log.slot + base for log, base in zip(logs, slot_from)]),
        visit_activity=np.concatenate(activity),
        visit_attempt=of_log("attempt"),
        begin=of_log("t_begin"),
        ready=of_log("t_ready"),
        start=of_log("t_start"),
        finish=of_log("t_finish"),
        outcome=of_log("outcome"),
        bound_by=of_log("bound_by"),
        bound_id=of_log("bound_id"),
        visit_after=np.concatenate(after),
        visit_pays=np.concatenate([case.slot_pays[log.slot] for case, log in zip(cases, logs)]),
        visit_receives=np.concatenate([case.slot_receives[log.slot] for case, log in zip(cases, logs)]),
        slots=int(slot_from[-1]),
        holding_firm=np.concatenate([o[log.holding_slot] + base for o, log, base in zip(owner, logs, firm_from)]),
        **{f"holding_{what}": of_log(f"holding_{what}") for what in ("resource", "unit", "amount", "from", "to")},
        **{name: np.stack([getattr(case, name) for case in cases]) for name in DRAWN_FOR_THE_PARK},
    )


def worked(rules: Case, clock: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Open time between days `a` and `b` on each row's clock (index into CLOCKS); exact on the grid."""
    result: np.ndarray = b - a
    for number, one in enumerate(clocks(rules)):
        mine = np.flatnonzero((clock == number) & ~np.isnan(result))
        if number and len(mine):
            result[mine] = one.worked_many(b[mine]) - one.worked_many(a[mine])
    return result
