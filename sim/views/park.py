"""What a figure needs of the park beside tables and titles: when it begins, what it holds, what the bond promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sim.text.language import Language


class Resource(NamedTuple):
    """Title of a space or stock, its kind (space, land, utility) and its unit (m2, mu, kW …)."""

    title: str
    kind: str
    unit: str


@dataclass(frozen=True)
class Park:
    """Facts of one park in one language; `bond_threshold` is None where no bond is stated."""

    start: date
    horizon: float  # days
    limit: float  # days, of the restricted mean
    bond_threshold: float | None = None
    resources: Mapping[str, Resource] = field(default_factory=dict)


def park_of(manifest: Mapping[str, Any], lang: Language) -> Park:
    """The park of a manifest; one that older code wrote has neither bond nor spaces."""
    park = manifest["park"]
    titles = park["labels"].get("resource", {})
    return Park(
        start=date.fromisoformat(park["start"]),
        horizon=float(park["horizon_days"]),
        limit=float(park["limit_days"]),
        bond_threshold=park.get("bond_threshold"),
        resources={
            name: Resource(titles.get(name, {}).get(lang, name), what["kind"], what["unit"])
            for name, what in park.get("resources", {}).items()
        },
    )
