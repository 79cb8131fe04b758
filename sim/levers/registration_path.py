"""Which paths to a device licence are open beside a registration of one's own.

Mechanism: a firm that would have come with a transferred certificate, or made under contract for a licence holder, must
register anew where that path is closed.  Its luck stays: only the outcome of the draw moves.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.settings import Faults
from sim.model.park import Attribute, EnterpriseType, Regime
from sim.model.text import Text

ID = "registration_path"
TITLE = Text("registration paths allowed", "允许的注册路径")
SOURCE = Text(
    "NMPA rules on transfer between sites of a group and on the licence holder system (注册人制度)",
    "国家药监局关于集团内注册证转移与注册人制度的规定",
)
ATTRIBUTE = "licence_path"
ELSE = "new_registration"


class Settings(Form):
    """Both allowed: nothing changes."""

    transferred_certificate: bool = told("may certificates be brought along?", "是否允许转移注册证", True)
    contract_manufacture: bool = told("may firms make under contract?", "是否允许委托生产", True)


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """A park none of whose firms has a licence path."""
    closed = [name for name in Settings.model_fields if not getattr(settings, name)]
    known = {attribute.name for kind in regime.enterprises for attribute in kind.attributes}
    return [(closed[0], "attribute_never_held", {"got": ATTRIBUTE})] if closed and ATTRIBUTE not in known else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which closed paths become a new registration."""
    closed = tuple((name, ELSE) for name in sorted(Settings.model_fields) if not getattr(settings, name))
    if not closed:
        return regime
    return replace(regime, enterprises=tuple(_moved(kind, closed) for kind in regime.enterprises))


def _moved(kind: EnterpriseType, closed: tuple[tuple[str, str], ...]) -> EnterpriseType:
    def moved(attribute: Attribute) -> Attribute:
        if attribute.name != ATTRIBUTE:
            return attribute
        return replace(attribute, instead=tuple(sorted({**dict(attribute.instead), **dict(closed)}.items())))

    return replace(kind, attributes=tuple(moved(attribute) for attribute in kind.attributes))
