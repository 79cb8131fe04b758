"""Labels and stamp of a figure or screen, read from a result's manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.text.labels import LABELS
from sim.text.language import Language, say
from sim.views.labels import TYPE, Labels, Stamp

VALUE = "value."  # labels of attribute values, e.g. value.new_registration


def labels_of(manifest: Mapping[str, Any], lang: Language) -> Labels:
    """Titles of strategies, stages, attribute values and types."""
    values = {name.removeprefix(VALUE): say(text, lang) for name, text in LABELS.items() if name.startswith(VALUE)}
    types = {f"{TYPE}{name}": title for name, title in titles(manifest, "type", lang).items()}
    return Labels(lang, titles(manifest, "strategy", lang), titles(manifest, "stage", lang), {**values, **types})


def titles(manifest: Mapping[str, Any], kind: str, lang: Language) -> dict[str, str]:
    """Title by id of strategies, stages, activities, offices, site modes, types or resources (spaces and stocks)."""
    return {name: both[lang] for name, both in manifest["park"]["labels"].get(kind, {}).items()}


def stamp_of(manifest: Mapping[str, Any], lang: Language) -> Stamp:
    """What a figure can be computed again from."""
    park = manifest["park"]
    return Stamp(
        scenario=park["title"][lang],
        seed=manifest["seed"],
        replications=manifest["replications"],
        version=f"{manifest['parksim']} ({manifest['code']})",
        assumed=" ".join(text[lang] for text in park["assumes"]),
    )
