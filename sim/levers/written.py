"""Settings of levers as a planner writes them in a scenario file.

Whatever `parksim levers` prints can be copied into a strategy; so it is made from the forms and said nowhere else.
"""

from __future__ import annotations

from pydantic import BaseModel

from sim.levers.numbers import UNCHANGED
from sim.levers.settings import Lever


def neutral_text(lever: Lever) -> str:
    """The lever with the settings that change nothing, as one line of a strategy.

    What is left out stays at its default; what must be said to leave it as it is stands there as `unchanged`.

    >>> from sim.levers import graduation, guarantee_pool
    >>> neutral_text(graduation), neutral_text(guarantee_pool)
    ('graduation: {on: unchanged}', 'guarantee_pool: {factor: 1}')
    """
    fields = lever.Settings.model_fields
    values = {name: getattr(lever.NEUTRAL, name) for name in fields}
    other = {
        name: value for name, value in values.items() if fields[name].is_required() or value != fields[name].default
    }
    return f"{lever.ID}: {written({name: UNCHANGED if v is None else v for name, v in other.items()})}"


def written(value: object) -> str:
    """A value in one line of a scenario file.

    >>> written((30.0, 45.5)), written(True), written({"places": 0.0, "when": {}})
    ('[30, 45.5]', 'true', '{places: 0, when: {}}')
    """
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
