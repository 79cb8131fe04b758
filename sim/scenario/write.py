"""Plain data as YAML that reads back as the same data: a text is quoted where it could be taken for a number."""

from __future__ import annotations

from typing import Any

import yaml

from sim.scenario.yaml_nodes import scalar


class _Writer(yaml.SafeDumper):
    """Quotes by our own rules; writes nothing twice by reference, because the reader refuses references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if not isinstance(scalar(text), str) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def to_yaml(data: Any) -> str:
    """The data as YAML, keys in their order.

    >>> print(to_yaml({"a": "1e6", "b": 1.5, "c": "no", "d": "2024-01-01"}).strip())
    a: '1e6'
    b: 1.5
    c: 'no'
    d: '2024-01-01'
    """
    return yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
