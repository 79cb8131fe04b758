"""Is there a setting in which self-build ties with standard-factory rental, or wins?

Run it with `python docs/examples/self_build_ties.py`. Each setting changes a few values of the packaged scenario
`rent_or_build`. The faster self-build (start on land grant) is set against standard-factory rental on the same luck.
Printed: difference of the restricted mean in days (self-build minus rental) with its 95 % simulation error, by class
and path. What each result means stands in docs/validation.md. A changed value is an ESTIMATE unless a source is named
beside it.
"""

import sys

import sim
from sim.text.rounding import fixed

RENT, BUILD = "standard_rental", "self_build_start_on_land_grant"
GROUPS = {
    "all": "all",
    "I / filing": "I filing",
    "II / contract_manufacture": "II contract",
    "II / transferred_certificate": "II transfer",
    "II / new_registration": "II new",
    "III / new_registration": "III new",
}

LAND_READY = {"activities.land_readiness.probability": 0}
SHED = {"activities.construction.duration": {"pert": [50, 60, 90]}}  # SELF_BUILD: one shed in Jiyuan in 2 months
SAMPLES_ELSEWHERE = {"activities.samples.after": ["quality_system"]}  # on a line the firm has, while the site is built
WATCHED_LONGER = {"until": "2034-12-31", "limit_days": 2920}
OWN_OFFICE = {
    "activities.production_licence.office": "licence_office",
    "activities.production_licence.basis": "service",
}
LINE = {  # the line of two to three years of the scenario `shenzhen_line`, in front of every production licence
    "offices.licence_office": {
        "staff": 10,
        "other_applicants": {"poisson_per_year": 156, "like": "production_licence"},
        "line_on_day_one": 415,
    }
}
OPENS = {  # no production licence before 2026, then many hands
    "offices.licence_office": {"steps": [{"from": "2022-01-01", "staff": 0}, {"from": "2026-01-01", "staff": 60}]},
    "enterprises.entrant.arrivals": {"poisson_per_year": 40, "count": 60},  # so that all sign well before it opens
}


def shells_late(longest):
    """A unit is handed over up to so many days after signing: the shells are not finished."""
    return {"activities.unit_handover.duration": {"uniform": [0, longest]}}


SETTINGS = {
    "as it is": {},
    "net land always ready": LAND_READY,
    "shed in 2 months, land ready": LAND_READY | SHED,
    "... rented shells up to 180 days late": LAND_READY | SHED | shells_late(180),
    "... rented shells up to 360 days late": LAND_READY | SHED | shells_late(360),
    "... rented shells up to 540 days late": LAND_READY | SHED | shells_late(540),
    "as it is, shells up to 1000 days late": shells_late(1000),
    "watched to the end (limit 2920 days)": WATCHED_LONGER,
    "samples elsewhere, limit 2920": SAMPLES_ELSEWHERE | WATCHED_LONGER,
    "... shed in 2 months, land ready": SAMPLES_ELSEWHERE | LAND_READY | SHED | WATCHED_LONGER,
    "licence line of 2-3 years, limit 1095": OWN_OFFICE | LINE,
    "licence line of 2-3 years, limit 2920": OWN_OFFICE | LINE | WATCHED_LONGER,
    "no licences before 2026, limit 2920": OWN_OFFICE | OPENS | WATCHED_LONGER,
}


def main(replications):
    """Print one row a setting."""
    rent_or_build = sim.load("rent_or_build")
    print(f"{replications} replications, seed 1; self-build minus rental, days")
    print(f"{'':38}" + "".join(f"{short:>13}" for short in GROUPS.values()))
    for title, values in SETTINGS.items():
        comparison = sim.compare(rent_or_build.replace(values), [RENT, BUILD], replications=replications, seed=1)
        found = comparison.differences()
        found = found[found.kpi == "rmst_time_to_production"].set_index("group")
        rows = (found.loc[group] for group in GROUPS)
        cells = [f"{fixed(row.difference, sign=True)} ±{fixed((row.high - row.low) / 2)}" for row in rows]
        print(f"{title:38}" + "".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
