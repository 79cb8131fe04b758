"""One candidate, read from its appearance through its networks.

What flows in: a `Reader`, a candidate with its rows, and the networks it is said to have gone through. What flows out:
sentences, and when each visit was let go. Rule: a network is read whole. From what was done before it and what was
done in it follows when each first attempt was due and after which slot; only then are the rows looked at.
"""

from __future__ import annotations

from math import inf, isnan

from sim.engine.check.reader import DROPPED, Reader
from sim.engine.log import DONE, REFUSED

Phase = tuple[float, int]  # when a network was entered, and which
Done = tuple[float, int]  # when an activity was done, and by which slot (a passed slot hands on whom it came after)
Due = tuple[float, int, float]  # when a visit was to begin, after which slot, and since when that was known
Weighed = dict[int, tuple[Done | None, Due | None]]  # activity: when it was done in a network, and when it was due


LATE = NONE, WITHOUT_WORK, ALL = range(3)
"""Which slots are still passed at the instant at which their network is left: none, those that no work led to which
ended at that instant, or all."""


class Life:
    """One telling of the life of one candidate."""

    def __init__(self, reader: Reader, f: int, rows: range, left: float) -> None:
        self.r, self.f, self.left, self.wrong = reader, f, left, list[str]()
        case, log = reader.case, reader.log
        self.first = {int(log.slot[i]): i for i in reversed(rows)}  # slot: the row of its first attempt
        self.last = {int(log.slot[i]): i for i in rows}
        self.done: dict[int, Done] = {}  # activity: in the networks before this one
        self.live: dict[int, int] = {}  # activity: slot that was begun and goes on
        self.let_go: dict[int, float] = {}  # row: when its candidate or its network left it
        self.explained: set[int] = set()
        self.slot_of = {int(case.slot_node[s]): s for s in range(int(case.slot_ptr[f]), int(case.slot_ptr[f + 1]))}
        self.outside = bool(case.type_outside[case.type[f]])

    def read(self, phases: list[Phase], late: tuple[int, ...]) -> tuple[list[str], dict[int, float]]:
        """R1, R7, R8a: the networks in turn, each with which slots are still passed when it is left (LATE)."""
        exits = [t for t, _ in phases[1:]] + [self.left]
        for k, ((enter, network), leave) in enumerate(zip(phases, exits, strict=True)):
            last = k + 1 == len(phases)
            self.read_network(self.nodes(network), enter, leave, late[k], last)
            self.leave_network(leave, {} if last else self.nodes(phases[k + 1][1]))
        self.read_rest(phases[-1][1])
        return self.wrong, self.let_go

    def read_network(self, here: dict[int, int], enter: float, leave: float, late: int, last: bool) -> None:
        """R1, R6, R8a: first attempts of one network, held against when they were due; then what was done in it."""
        weighed = self.weigh(here, enter, leave, late)
        for activity, node in here.items():
            due = weighed[activity][1]
            if due is not None and self.r.case.slot_applies[self.slot_of[node]]:
                self.compare(activity, self.slot_of[node], due, leave, last)
        for activity, (reached, _) in weighed.items():
            if reached is not None:
                self.done.setdefault(activity, reached)

    def leave_network(self, leave: float, there: dict[int, int]) -> None:
        """R7, R8a: what has begun and is not in the next network is let go; without a next network everything is."""
        for activity, slot in list(self.live.items()) if leave < inf else ():
            ended = any(self.over(slot, leave))
            if ended or not self.r.log.t_begin[self.first[slot]] <= leave or activity not in there:
                del self.live[activity]
                if not ended:
                    self.let_go[self.last[slot]] = leave

    def read_rest(self, network: int) -> None:
        """R1, R7, R8a: the last network is the one logged, and no row is without a reason to be there or to stop."""
        r, log = self.r, self.r.log
        if network != log.final_network[self.f]:
            is_ = log.final_network[self.f]
            self.wrong.append(f"R8a: {r.candidate(self.f)} ends in network {is_}, and by its refusals in {network}")
        for slot, i in self.first.items():
            if slot not in self.explained:
                self.wrong.append(f"R1: {r.name(i)} has a row although its predecessors were not done")
            elif (log.outcome[self.last[slot]] in DROPPED) != (self.last[slot] in self.let_go):
                self.wrong.append(f"R7: {r.name(self.last[slot])} does not end with its firm or its network")

    def compare(self, activity: int, slot: int, due: Due, leave: float, last: bool) -> None:
        """R1, R7, R8a: the first attempt of a slot has a row, begun when it was due, after the slot that fixed it."""
        if activity in self.done or activity in self.live:
            return
        r, (t, after, known), i = self.r, due, self.first.get(slot)
        if i is None:
            gives_up = last and self.f in r.quit.get(leave, {})  # in phase 4, when all that was done is known
            if (known < leave or (known == leave and gives_up)) and known <= r.end:
                where = f"{r.candidate(self.f)}, {r.case.activity_names[activity]}"
                self.wrong.append(f"R1: {where} has no visit although its predecessors were done at {known}")
            return
        begin, reaches = float(r.log.t_begin[i]), t <= min(leave, r.end)
        if not (begin == t if reaches else isnan(begin)) and not (isnan(begin) and t == leave):
            if t >= leave and not last:
                return  # perhaps begun later, in this network entered anew
            self.wrong.append(f"R1: {r.name(i)} should {f'have begun at {t}' if reaches else 'not have begun'}")
        if r.log.after[i] != after:
            self.wrong.append(f"after: {r.name(i)} came after slot {after}, not {r.log.after[i]}")
        self.explained.add(slot)
        self.live[activity] = slot
        self.let_go.pop(self.last[slot], None)  # laid anew in the network that it was let go of

    def weigh(self, here: dict[int, int], enter: float, leave: float, late: int) -> Weighed:
        """R1, R6, R8a: for each activity of a network, when and by whom it was done there, and when it was due."""
        r, c, known = self.r, self.r.case, Weighed()

        def passes(due: Due, before: list[Done | None]) -> bool:
            if due[0] != leave or late == NONE:
                return due[0] < leave
            slots = [one[1] for one in before if one is not None and one[0] == leave and one[1] >= 0]
            return late == ALL or not any(r.log.t_finish[self.last[slot]] == leave for slot in slots)

        def visit(activity: int) -> Done | None:
            if activity not in known:
                known[activity] = (self.done[activity], None) if activity in self.done else look(activity)
            return known[activity][0]

        def look(activity: int) -> tuple[Done | None, Due | None]:
            node, due, reached = here[activity], None, None
            edges = range(c.pred_ptr[node], c.pred_ptr[node + 1])
            before = [(visit(int(c.node_activity[c.pred_node[p]])), float(c.pred_lag[p])) for p in edges]
            if all(one is not None for one, _ in before):
                due = self.due(node, [(one, lag) for one, lag in before if one is not None], enter)
            slot = self.live.get(activity, self.slot_of[node])
            if c.slot_applies[slot]:
                if slot in self.first and (due or activity in self.live) and self.over(slot, leave)[0]:
                    reached = float(r.log.t_finish[self.last[slot]]), slot
            elif due is not None and due[0] <= r.end and passes(due, [one for one, _ in before]):
                reached = due[0], due[1]  # passed
            return reached, due

        for activity in here:
            visit(activity)
        return known

    def due(self, node: int, before: list[tuple[Done, float]], enter: float) -> Due:
        """When a node was to begin (the life of a candidate, before R1) and after whom (what came last, after R10)."""
        c = self.r.case

        def rank(end: Done) -> tuple[float, bool, int]:  # ties: a slot, the smallest activity
            return end[0], end[1] >= 0, -int(c.node_activity[c.slot_node[end[1]]])

        appears = float(self.r.log.t_appears[self.f] + c.node_arrival_lag[node]), -1
        t, after = max([appears, *((done[0] + lag, done[1]) for done, lag in before)], key=rank)
        since = max([enter, *(done[0] for done, _ in before)])
        return (t if self.outside else max(t, enter)), after, since

    def over(self, slot: int, by: float) -> tuple[bool, bool]:
        """R3: whether the slot was accepted, and whether it was refused, by this time."""
        i = self.last[slot]
        in_time = bool(self.r.log.t_finish[i] <= by)
        return in_time and self.r.log.outcome[i] in DONE, in_time and self.r.log.outcome[i] == REFUSED

    def nodes(self, network: int) -> dict[int, int]:
        """R8a: the node of each activity of a network."""
        c = self.r.case
        return {int(c.node_activity[x]): x for x in range(int(c.network_ptr[network]), int(c.network_ptr[network + 1]))}
