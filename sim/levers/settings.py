"""What every lever module has, and how it names a fault in its settings.

A lever is a module, not a class: its parameters, its mechanism and its source are read from top to bottom. One that
moves what is planned for certain days also has `between(settings, from_day, until_day)`, which hands it its own days.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from pydantic import BaseModel

from sim.model.park import Regime
from sim.model.text import Text

Faults = list[tuple[str, str, dict[str, object]]]
"""(field, code of the message, values); `known` among the values are the names that would have been right."""


class Lever(Protocol):
    """The shape of a lever module."""

    ID: str
    TITLE: Text
    SOURCE: Text

    @property
    def NEUTRAL(self) -> Any:  # noqa: N802  (a module constant)
        """Settings that change nothing."""

    @property
    def Settings(self) -> type[BaseModel]:  # noqa: N802  (a class of the module)
        """The form of the parameters."""

    def faults(self, settings: Any, regime: Regime) -> Faults:
        """Settings that name what the park does not have."""

    def apply(self, regime: Regime, settings: Any) -> Regime:
        """The regime under the lever; the one given is not touched."""


def unknown(field: str, kind: str, got: str, known: Iterable[str]) -> tuple[str, str, dict[str, object]]:
    """The fault of a name that does not exist."""
    return field, f"unknown_{kind}", {"got": got, "known": tuple(known)}
