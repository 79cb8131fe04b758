"""Random Cases, small and full of ties: what two engines are compared on.

What flows in: a seed and a few knobs. What flows out: a consistent `Case`. Rule: every rule of `docs/semantics.md` is
met here often: whole days and many zeros make happenings coincide, and luck equals the probability it is compared with.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from sim.engine.case import GRID, OUT, Case
from tests.oracle import company, extras, hurried
from tests.oracle.extras import PAYS, PLAIN, TAKES, joined, pointers


def random_case(
    seed: int,
    *,
    candidates: int | None = None,
    activities: int | None = None,
    horizon: int | None = None,
    fractions: bool | None = None,
    fallbacks: bool = True,
    outside: bool = True,
    estate: bool | None = None,
    people: bool | None = None,
    hurry: bool | None = None,
    staff: tuple[int, ...] = (0, 1, 1, 1, 2, 2, 3),
) -> Case:
    """A small Case out of nothing but a seed.

    Parameters
    ----------
    seed
        The same seed and knobs give the same Case.
    candidates, activities, horizon
        Sizes; None draws 1-12, 1-8 and 5-25.
    fractions
        Whether times carry a few multiples of 2^-20 day; None lets one seed in four.
    fallbacks
        Whether a refusal may lead to another network.
    outside
        Whether there may be single visits from elsewhere, some of them waiting since before day 0.
    estate
        Whether there may be spaces, stocks, cash and choice; None lets one seed in two.
    people
        Whether there may be teams that help, children, and work before a choice; None lets one seed in three.
    hurry
        Whether there may be going on, sparing, quotas and due dates; None lets one seed in three.
    staff
        The levels that offices draw from.
    """
    rng = np.random.default_rng(seed)
    n_firms = candidates or int(rng.integers(1, 13))
    n_acts = activities or int(rng.integers(1, 9))
    end = horizon or int(rng.integers(5, 26))
    also = np.random.default_rng(
        (seed, 1)
    )  # for spaces, stocks, cash and choice, so that a Case without stays the same
    met = also.random() < 0.5 if estate is None else estate
    takes, pays, chooses = met & (also.random(3) < 0.75)
    more = also.integers(0, (16, 5, 2)) * met  # more to meet, and beyond the first funds
    n_firms += 0 if candidates else int(more[0])
    n_acts += 0 if activities else int(more[1])
    end += 0 if horizon else 30 * int(more[2])
    new = np.random.default_rng((seed, 2))  # for teams, children and work before a choice, likewise
    met = new.random() < 1 / 3 if people is None else people
    teams, prepares, children = met & (new.random(3) < 0.75)
    more = new.integers(0, (8, 5, 15)) * met
    n_firms += 0 if candidates else int(more[0])
    n_acts += 0 if activities else int(more[1])
    end += 0 if horizon else int(more[2])
    last = np.random.default_rng((seed, 3))  # for going on, sparing, quotas and due dates, likewise
    in_a_hurry = last.random() < 1 / 3 if hurry is None else hurry
    goes, spares, presses, promised = in_a_hurry & (last.random(4) < 0.75)
    chooses |= prepares
    n_teams = int(new.integers(1, 4)) if teams else 0
    crumbs = (
        rng.integers(0, int(GRID), 2) / GRID
        if (rng.random() < 0.25 if fractions is None else fractions)
        else np.zeros(1)
    )
    crumbs = np.concatenate(([0.0], crumbs))

    def times(size: int | tuple[int, ...], *choices: float, by: np.random.Generator = rng) -> np.ndarray:
        whole = by.choice(np.array(choices, dtype="f8"), size)
        return np.where(whole > 0, whole + by.choice(crumbs, size), whole)

    def moments(most: int) -> np.ndarray:
        """Distinct times after 0, ascending."""
        return np.unique(times(int(rng.integers(0, most + 1)), *range(1, end + 3)))

    # offices, activities
    n_offices = int(rng.integers(1, 5))
    steps = [np.concatenate(([0.0], moments(3))) for _ in range(n_offices)]
    levels = [rng.choice(staff, len(each)) for each in steps]
    sizes = np.minimum(n_offices, rng.choice((0, 1, 1, 1, 2, 3), n_acts))
    needs = [np.sort(rng.choice(n_offices, size, replace=False)) for size in sizes]
    has_sessions = rng.random(n_acts) < 0.3
    sessions = [moments(6) if each else np.zeros(0) for each in has_sessions]
    regimes = np.concatenate(([0.0], moments(2)))
    n_milestones = int(rng.integers(1, 4))

    # networks: those of firms, each with those further on that it may fall back to; then one per outside activity
    nodes: list[np.ndarray] = []
    ways: list[list[int]] = []
    n_inside = int(rng.integers(1, 5))
    rigid = int(rng.integers(0, 2))  # so many networks allow no fallback
    for n in range(n_inside):
        nodes.append(np.sort(rng.choice(n_acts, int(rng.integers(1, n_acts + 1)), replace=False)))
        ways.append(list(range(n + 1, n_inside)) if fallbacks and n >= rigid else [])
    n_outside = int(rng.integers(0, 3)) if outside else 0
    for _ in range(n_outside):
        nodes.append(rng.integers(0, n_acts, 1))
        ways.append([])
    network_ptr = pointers(nodes)
    node_activity = np.concatenate(nodes)
    n_nodes = len(node_activity)
    preds: list[np.ndarray] = []
    refused_to: list[int] = []
    for n, own in enumerate(nodes):
        rank = rng.permutation(len(own))
        for i, activity in enumerate(own):
            earlier = np.flatnonzero(rank < rank[i])
            chosen = np.sort(rng.choice(earlier, min(len(earlier), int(rng.integers(0, 3))), replace=False))
            preds.append(network_ptr[n] + chosen)
            # a visit that is kept may be refused later: never back to a network whose slots are used up
            targets = ways[n][-1:] if any(activity in nodes[m] for m in ways[n]) else ways[n]
            refused_to.append(int(rng.choice(targets)) if targets and rng.random() < 0.75 else OUT)
    chances = (0.0, 0.25, 0.25, 0.375, 0.5, 1.0)
    shape = (len(regimes), n_nodes)
    bare = np.arange(n_nodes) >= network_ptr[n_inside]  # an outside case has nothing but a start and a service
    p_sent_back = np.where(rng.random(shape) < rng.choice((0.0, 0.3, 0.8)), rng.choice(chances, shape), 0.0)
    p_refused = np.where(rng.random(shape) < rng.choice((0.0, 0.1, 0.4)), rng.choice(chances, shape), 0.0)
    p_sent_back[:, bare], p_refused[:, bare] = 0.0, 0.0
    milestone = rng.integers(-1, n_milestones, n_acts)
    milestone[node_activity[bare]] = -1
    at_most = rng.integers(1, 5, n_nodes)

    # what takes or pays has no office and no session, what takes is never sent back nor refused
    share = np.array((2 + 2 * teams, 4 * takes or 2 * teams, 2 * pays))
    do = also.choice(3, n_acts, p=share / share.sum())
    do[node_activity[bare]] = PLAIN
    needs = [each if k == PLAIN else each[:0] for each, k in zip(needs, do)]
    sessions = [each if k == PLAIN else each[:0] for each, k in zip(sessions, do)]
    has_sessions &= do == PLAIN
    land = extras.resources(also, int(also.integers(1, 4 - 2 * teams)) if takes else 0, end, partial(times, by=also))
    choosers = [extras.chooser(also, ways, n_inside) for _ in range(int(also.integers(1, 3)) if chooses else 0)]
    n_modes = len(nodes)
    firsts, their_preds, decides = company.before_choice(new, len(choosers), n_acts, n_nodes, bool(prepares))
    decides = np.concatenate(((new.random(n_nodes) < 0.1) & prepares, decides))  # without meaning where nobody chooses
    preds += their_preds
    refused_to += [OUT for _ in their_preds]
    node_activity = np.concatenate((node_activity, *firsts))
    bare = np.concatenate((bare, np.zeros(len(their_preds), bool)))
    at_most = np.concatenate((at_most, new.integers(1, 5, len(their_preds))))
    shape = (len(regimes), len(their_preds))
    p_sent_back = np.hstack((p_sent_back, np.where(new.random(shape) < 0.4, new.choice(chances, shape), 0.0)))
    p_refused = np.hstack((p_refused, np.where(new.random(shape) < 0.1, new.choice(chances, shape), 0.0)))
    n_nodes = len(node_activity)
    shape = (len(regimes), n_nodes)
    taking = do[node_activity] == TAKES
    p_sent_back[:, taking], p_refused[:, taking] = 0.0, 0.0
    p_refused = hurried.more_refusals(last, p_refused, ~(taking | bare), bool(spares or presses))
    goes_on = hurried.going_on(last, (do[node_activity] != PAYS) & ~bare, bool(goes))
    p_sent_back[:, goes_on] = 0.0
    options = [[] for _ in nodes] + [options for options, _ in choosers]
    nodes += firsts
    ways += [reach for _, reach in choosers]
    network_ptr = pointers(nodes)

    # candidates, by (type, place): some types are single visits from outside
    n_types = int(rng.integers(1, 4))
    kind = np.sort(rng.integers(0, n_types + n_outside, n_firms))
    outside = np.arange(n_types + n_outside) >= n_types
    network = np.array([n_inside + k - n_types if outside[k] else rng.integers(0, n_inside) for k in kind])
    may_choose = ~outside[kind] & (also.random(n_firms) < 0.6) & (len(choosers) > 0)
    network = np.where(may_choose, n_modes + also.integers(0, max(len(choosers), 1), n_firms), network)
    backlog = outside[kind] & (rng.random(n_firms) < 0.5)
    appears = np.where(
        backlog, -times(n_firms, 1, 2, 5), times(n_firms, 0, 0, 0, 1, 2, 3, end, end + 1, *range(1, end, 4))
    )
    slots = [np.concatenate([np.arange(network_ptr[m], network_ptr[m + 1]) for m in [n, *ways[n]]]) for n in network]
    slot_node = np.concatenate(slots)
    attempts = np.where(p_sent_back.max(axis=0) > 0, at_most, 1)[slot_node]
    stored = int(attempts.sum())
    patient = rng.random(n_acts) < rng.choice((0.5, 0.9, 1.0))
    owner = np.repeat(node_activity[slot_node], attempts)
    plain = np.repeat(bare[slot_node], attempts)
    patience = np.where(patient[owner] | plain, np.inf, times(stored, 0, 1, 2, 2, 4, 7, np.inf))
    longing = also.choice((0.0, 1.0, 2.0, 4.0, 9.0, 30.0, np.inf, np.inf), stored)
    patience = np.where(do[owner] == PLAIN, patience, longing)
    patience = hurried.patience(patience, np.repeat(goes_on[slot_node], attempts), partial(times, by=last))
    quantities = also.choice(
        (0.0, 1.0, 1.0, 2.0, 3.0, 5.0), (n_firms, int(also.integers(0, 3)) if takes or teams else 0)
    )
    land = company.with_teams(new, land, n_teams, quantities.shape[1], partial(times, by=new), bool(met))
    bits = int(land["resource_help"].max(initial=-1)) + 1
    carried, sizes = np.unique(milestone[milestone >= 0]), (len(regimes), n_types + n_outside)
    kin = company.kin(
        new, ~outside[kind], appears, carried, sizes, partial(times, by=new), bool(children and len(carried))
    )

    return Case(
        horizon=np.float64(end + (rng.choice(crumbs) if fractions else 0.0)),
        regime_from=regimes,
        type_names=np.array([f"firm{k}" for k in range(n_types)] + [f"outside:o{k}" for k in range(n_outside)]),
        type_counted=(~outside).astype("u1"),
        type_outside=outside.astype("u1"),
        activity_names=np.array([f"a{k}" for k in range(n_acts)]),
        office_names=np.array([f"o{k}" for k in range(n_offices)]),
        mode_names=np.array([f"m{k}" for k in range(n_modes)]),
        milestone_names=np.array(["operating", "producing", "signed"][:n_milestones]),
        quantity_names=np.array([f"q{k}" for k in range(quantities.shape[1])], "U2"),
        stage_names=np.array(["s"]),
        attribute_names=np.zeros(0, "U1"),
        attribute_labels=np.zeros((0, 0), "U1"),
        type=kind.astype("i4"),
        place=(np.arange(n_firms) - np.searchsorted(kind, kind)).astype("i4"),
        network=network.astype("i4"),
        attributes=np.zeros((n_firms, 0), "i4"),
        slot_ptr=pointers(slots),
        quantities=quantities,
        slot_node=slot_node.astype("i4"),
        slot_applies=(bare[slot_node] | (decides[slot_node] == 1) | (rng.random(len(slot_node)) < 0.85)).astype("u1"),
        attempt_ptr=np.concatenate(([0], np.cumsum(attempts))).astype("i8"),
        preparation=np.where(plain, 0.0, times(stored, 0, 0, 0, 1, 2)),
        service=times(stored, 0, 0, 0, 1, 1, 2, 3),
        u_sent_back=rng.choice((0.0, 0.25, 0.375, 0.5, 0.75), stored),
        u_refused=rng.choice((0.0, 0.25, 0.375, 0.5, 0.75), stored),
        patience=patience,
        network_ptr=network_ptr,
        network_mode=np.where(np.arange(len(nodes)) < n_modes, np.arange(len(nodes)), -1).astype("i4"),
        network_type=np.zeros(len(nodes), dtype="i4"),
        fallback_ptr=pointers(ways),
        fallback_network=np.concatenate(ways).astype("i4"),
        network_chooses=(np.arange(len(nodes)) >= n_modes).astype("u1"),
        option_ptr=pointers(options),
        option_network=joined(options, "i4"),
        node_activity=node_activity.astype("i4"),
        node_arrival_lag=np.where(bare, 0.0, times(n_nodes, 0, 0, 0, 0, 1, 3)),
        node_at_most=at_most.astype("i4"),
        node_then=rng.integers(0, 2, n_nodes).astype("i1"),
        node_decides=decides.astype("u1"),
        node_goes_on=goes_on.astype("u1"),
        node_refused_to=np.array(refused_to, dtype="i4"),
        pred_ptr=pointers(preds),
        pred_node=np.concatenate(preds).astype("i4"),
        pred_lag=times(sum(map(len, preds)), 0, 0, 0, 1, 2),
        p_sent_back=p_sent_back,
        p_refused=p_refused,
        factor=rng.choice((1.0, 1.0, 1.0, 0.0, 0.5, 2.0, 1 / 3), shape),
        priority=rng.choice((0.0, 0.0, 1.0, -1.0), shape),
        activity_clock=rng.integers(0, 3, n_acts).astype("i1"),
        activity_stage=np.zeros(n_acts, "i4"),
        activity_milestone=milestone.astype("i4"),
        need_ptr=pointers(needs),
        need_office=np.concatenate(needs).astype("i4"),
        need_amount=rng.choice((1, 1, 1, 2), sum(map(len, needs))).astype("i4"),
        session_ptr=pointers(sessions),
        session_day=np.concatenate(sessions),
        has_sessions=has_sessions.astype("u1"),
        office_finite=(rng.random(n_offices) < 0.8).astype("u1"),
        office_strict=(rng.random(n_offices) < 0.4).astype("u1"),
        staff_ptr=pointers(steps),
        staff_from=np.concatenate(steps),
        staff_level=np.concatenate(levels).astype("i4"),
        day_open=(rng.random((2, end + 4)) < 0.7).astype("u1"),
        **land,
        **kin,
        **hurried.refusals(last, p_refused, ~(taking | bare), n_milestones, bool(spares), bool(presses)),
        **hurried.quotas(last, carried, end, partial(times, by=last), bool(presses)),
        **hurried.promises(last, n_offices, n_acts, partial(times, by=last), bool(promised)),
        **company.helpings(new, bits, n_nodes),
        **extras.takings(also, do, land, quantities.shape[1], n_milestones, partial(times, by=also)),
        **extras.purses(also, pays & ~outside[kind]),
        **extras.payments(also, do[node_activity[slot_node]], bool(pays)),
        **extras.worths(also, n_firms, n_modes),
    )
