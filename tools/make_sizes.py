"""Measure what each lever does to a small park and set it beside the expected size, in docs/mechanisms.md.

Both are printed and where they differ the page says why; nothing is ever tuned to the expected size. Run by hand:

    python tools/make_sizes.py            writes the table between its markers
    python tools/make_sizes.py --print    prints it only
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sim
from sim.scenario.scenario import Scenario
from sim.text.rounding import fixed

ROOT = Path(__file__).resolve().parents[1]
PARK = ROOT / "tests" / "fixtures" / "service_park.yaml"
PAGE = ROOT / "docs" / "mechanisms.md"
MARKED = re.compile(r"(<!-- sizes -->\n).*?(<!-- end of sizes -->)", re.DOTALL)
REPLICATIONS, SEED, YEARS = 20, 1, 8
LIMIT = 1460
Levers = Iterable[Mapping[str, Any]]

SIGNED = ["first_contact", "visit", "negotiation", "pre_review", "joint_review"]
COMING = {
    "horizon_days": YEARS * 365,
    "limit_days": LIMIT,
    "enterprises.firm.already_done": SIGNED,
    "enterprises.firm.arrivals": {"poisson_per_year": 25, "stock": 10},
    "enterprises.firm.attributes.starts": "yes",
    "enterprises.shell_firm.arrivals": {"poisson_per_year": 0},
    "enterprises.emergency_firm.arrivals": {"poisson_per_year": 0},
}
"""Firms that come to sign and do go ahead: the sizes are those of days after signing."""


def forced(mode: str) -> dict[str, Any]:
    return {"site_modes": {"forced": mode}}


RENT, BUILD = forced("standard_rental"), forced("self_build")


def team(name: str, people: int) -> dict[str, Any]:
    return {"service_team": {"team": name, "people": people}}


def meetings(every: int, **more: object) -> dict[str, Any]:
    return {"dispatch_meetings": {"every_days": every, "places": 20, **more}}


def without_path(name: str) -> dict[str, Any]:
    return {"registration_path": {name: False}}


def squads(number: int) -> list[dict[str, Any]]:
    return [RENT, {"office_staff": {"office": "squads", "staff": number}}]


NEW, CLASS_ONE = "II / new_registration", "I / filing"
FIRM = "enterprises.firm"
PROSPECTS = {
    "horizon_days": 4 * 365,
    "limit_days": 365,
    f"{FIRM}.already_done": [],
    f"{FIRM}.arrivals": {"poisson_per_year": 320, "stock": 0},
    f"{FIRM}.attributes.starts": {"discrete": {"yes": 0.8, "no": 0.2}},
}


def class_two(path: str) -> dict[str, Any]:
    return {f"{FIRM}.attributes.device_class": "II", f"{FIRM}.attributes.licence_path": path}


@dataclass(frozen=True)
class Size:
    """One comparison: what is expected, what is compared in which group of firms, and why it comes out as it does."""

    lever: str
    expected: str
    without: Levers
    with_it: Levers
    why: str
    group: str = "all"
    park: Mapping[str, Any] = field(default_factory=dict)
    kpi: str = "rmst_time_to_production"
    over: float = 1.0  # what the difference is divided by


NOT_CRITICAL = "these papers are off the longest path mostly: -15 if all needed an assessment and moved their lines"
SIZES = (
    Size(
        "standard factories built ahead, against self-build (S0, S2)", "-550", [BUILD], [RENT],
        "a builder loses 138 days more than a renter to problems (175 against 37), 69 to land not ready, 13 to listing "
        "rounds, 29 to winters: -491 without. The expected size knew of no problems",
    ),
    Size("the same, class I", "-550", [BUILD], [RENT], "as above; no licence runs beside the building", CLASS_ONE),
    Size(
        "build-to-suit, against self-build (S0)", "-200", [BUILD], [forced("build_to_suit")],
        "no land to be made ready and listed, while land for it lasts",
    ),
    Size("factory mortgage, against rent (S0)", "+30", [RENT], [forced("factory_mortgage")], "as expected"),
    Size(
        "land mortgage, against self-build (S0)", "0", [BUILD], [forced("self_build_loan")],
        "as expected: no cash runs out",
    ),
    Size(
        "lease-then-transfer, against self-build (S3)", "0", [BUILD], [forced("lease_then_transfer")],
        "as expected: no cash runs out",
    ),
    Size(
        "flexible tenure, against self-build (S3)", "0", [BUILD], [forced("flexible_tenure")],
        "as expected: no cash runs out",
    ),
    Size(
        "converted offices, against rent (S2)", "about -20", [RENT], [forced("converted_building")],
        "hand-over and design fall away: -22 where lines are moved; lines that are bought come later than the floors",
        CLASS_ONE,
    ),
    Size(
        "land quota in advance (S1, S3)", "-65 (median)", [BUILD], [BUILD, {"land_in_advance": {"unready": 0.05}}],
        "a mean here; of those whose land was ready already nothing changes", CLASS_ONE,
    ),
    Size("start on land grant (S1)", "-110", [BUILD], [BUILD, {"start_on_land_grant": {}}], "as expected", CLASS_ONE),
    Size(
        "one window, renting (S0, S1, S3)", "-15", [RENT], [RENT, {"one_window": {}}],
        NOT_CRITICAL + "; a time limit or a green channel acts only where somebody waits",
    ),
    Size(
        "one window, self-build (S0, S1, S3)", "-40", [BUILD], [BUILD, {"one_window": {}}],
        "as expected: 34 of these days are the permits to start; at registration and filing it gains nothing, they run "
        "beside the land procedure",
    ),
    Size(
        "assistants, enough for all (S1, S2)", "-20 to -60", [RENT], [RENT, team("assistants", 20)],
        "class I has little to prepare (-7), class II much",
    ),
    Size(
        "assistants, class II new", "-20 to -60", [RENT], [RENT, team("assistants", 20)],
        "the reply to the review, the longest correction of all, is shorter too and asked for less often", NEW,
    ),
    Size(
        "leader-led team, as if for all (S2)", "large, for 1 to 3 firms", [RENT], [RENT, team("leader_team", 99)],
        "nobody loses by it here, for there is enough of it", NEW,
    ),
    Size("guidance, class II new (S2, S3)", "-40 to -90", [RENT], [RENT, {"guidance": {}}], "as expected", NEW),
    Size(
        "transferred certificate, against registering anew (S4)", "-315",
        [RENT, without_path("transferred_certificate")], [RENT],
        "a new registration loses more here to returns at acceptance, inspection and review", "all",
        class_two("transferred_certificate"),
    ),
    Size(
        "contract manufacture, against registering anew (M36)", "-355",
        [RENT, without_path("contract_manufacture")], [RENT], "as above", "all", class_two("contract_manufacture"),
    ),
    Size("test platform, class II new (S0, S3)", "-30", [RENT], [RENT, {"test_platform": {}}], "as expected", NEW),
    Size(
        "training centre (S0, S3)", "0 to -10", [RENT], [RENT, {"training_centre": {}}],
        "training runs beside installation and validation",
    ),
    Size(
        "monthly dispatch meetings (S0, S1, S2)", "-5 % idle time", [RENT], [RENT, meetings(30)],
        "in days, of 37 that a renter loses to problems: once reported, one lasts 29 by itself and 13 with meetings",
    ),
    Size(
        "weekly reports, meetings every two weeks", "-5 % idle time", [RENT], [RENT, meetings(14, reported=[0, 3, 7])],
        "in days; reported sooner, taken up sooner",
    ),
    Size(
        "starts by the quarter (S2)", "not stated", [RENT], [RENT, {"quarterly_starts": {}}],
        "half a quarter, less what runs beside the wait",
    ),
    Size(
        "a third squad (S0, S1), signings a year", "+4", squads(2), squads(3),
        "320 prospects a year are there for it", "all", PROSPECTS, "signed", 4,
    ),
    Size(
        "an eleventh squad, signings a year", "less", squads(10), squads(11),
        "falling, as expected: prospects are spoken to in time by ten", "all", PROSPECTS, "signed", 4,
    ),
)  # fmt: skip


def park(changes: Mapping[str, Any]) -> Scenario:
    """The small park with firms that come to sign, and roofs of every kind."""
    offices = [{"id": "f", "buildings": [{"id": "o", "count": 200, "units": {"count": 1, "area": 2000}}]}]
    return sim.load(PARK).replace({**COMING, "estate.spaces.incubator_floors.phases": offices, **changes})


def measured(size: Size) -> str:
    """Paired difference with its 95 % simulation error: of days from signing to the first lot, unless it says else."""
    strategies = {"without": list(size.without), "with": list(size.with_it)}
    comparison = sim.compare(park({**size.park, "strategies": strategies}), replications=REPLICATIONS, seed=SEED)
    one = comparison.differences().set_index(["strategy", "group", "kpi"]).loc[("with", size.group, size.kpi)]
    digits = 0 if size.over == 1 else 1
    half = (one.high - one.low) / 2 / size.over
    return f"{fixed(one.difference / size.over, digits, sign=True)} ±{fixed(half, digits)}"


def level(changes: Mapping[str, Any], group: str, kpi: str) -> float:
    """Mean of a KPI over histories, everybody renting."""
    run = sim.compare(park({**changes, "strategies": {"s": [RENT]}}), replications=REPLICATIONS, seed=SEED)
    found = run.summary().set_index(["strategy", "group", "kpi"])["mean"]
    return float(found[("s", group, kpi)])


def of_channel(channel: str) -> str:
    """How many times as many prospects of a channel sign as of the squads."""
    shares = [
        level({**PROSPECTS, f"{FIRM}.attributes.channel": c}, "all", "signed_of_appeared") for c in (channel, "squad")
    ]
    return f"x {fixed(shares[0] / shares[1], 1)}"


def against_squads(who: str, channel: str, why: str) -> str:
    """One row of the table on who is found through a channel."""
    return f"| {who}, against a squad's | x 1.5 to 2 | {of_channel(channel)} | {why} |"


def of_an_emergency() -> str:
    """Days of an emergency filing less those of class I."""
    changes = {
        "enterprises.emergency_firm.already_done": SIGNED,
        "enterprises.emergency_firm.arrivals": {"poisson_per_year": 25, "stock": 10},
        "enterprises.emergency_firm.attributes.starts": "yes",
    }
    kpi = "rmst_time_to_production"
    return fixed(level(changes, "II / emergency_filing", kpi) - level(changes, CLASS_ONE, kpi), sign=True)


def table() -> str:
    """The table of the page."""
    rows = ["| lever (seed) | expected | measured | why |", "|---|---|---|---|"]
    rows += [f"| {size.lever} | {size.expected} | {measured(size)} | {size.why} |" for size in SIZES]
    why = "the same network but for one office; class II fits out and validates longer"
    rows.append(f"| emergency filing (S1), against class I | class I-like | {of_an_emergency()} | {why} |")
    why = "by construction: fewer are lost at first contact and negotiation"
    rows.append(against_squads("prospects of a chamber that sign (S1, S2)", "chamber", why))
    why = "by construction, and nobody cools; in the parks 85 in 100 of them start, of others 77 (ESTIMATES); not here"
    rows.append(against_squads("firms of people who left that sign (S2, S4)", "hometown", why))
    return "\n".join(rows)


def main() -> None:
    """Print the table, or write it between its markers."""
    text = PAGE.read_text(encoding="utf-8")
    if not MARKED.search(text):
        sys.exit(f"{PAGE} has no markers <!-- sizes --> and <!-- end of sizes -->")
    made = table()
    if "--print" in sys.argv:
        print(made)
        return
    text = MARKED.sub(lambda found: f"{found[1]}\n{made}\n\n{found[2]}", PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
