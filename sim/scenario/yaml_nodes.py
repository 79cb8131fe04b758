"""YAML with a memory: every key and value remembers the file, line and column that hold it.

Stock PyYAML speaks YAML 1.1 (`no` is false, `12:30` is 750, a later key silently wins) and can be made to build
objects.  Here the parser's events are read directly: plain scalars follow YAML 1.2, dates stay text, and nothing but
maps, lists and scalars can come out, however the text was made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from sim.scenario.faults import Fault, Mark, ScenarioFaults, fault_at
from sim.text.faults_files import SYNTAX, SYNTAX_UNKNOWN
from sim.text.language import Label

MOST_DEPTH = 60
MOST_BYTES = 8_000_000

Scalar = str | int | float | bool | None
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CUT_OFF = re.compile(r"-?[0-9][0-9.]*\D{0,12}")  # a number, perhaps with its unit
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place; `key` is the place of its key where it stands in a map."""

    value: dict[str, Node] | list[Node] | Scalar
    mark: Mark
    key: Mark | None = None


def scalar(text: str) -> Scalar:
    """What a plain scalar means in YAML 1.2.

    >>> [scalar(word) for word in ("no", "12:30", "1e6", "2024-01-01", "true", "3")]
    ['no', '12:30', 1000000.0, '2024-01-01', True, 3]
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def read_text(path: Path, shown: str) -> str:
    """The text of a scenario file; a fault where it cannot be read, is empty or is not UTF-8."""
    top = Mark(shown, 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScenarioFaults([fault_at(top, "", "cannot_read", got=error.strerror or type(error).__name__)]) from None
    if len(raw) > MOST_BYTES:
        raise ScenarioFaults([fault_at(top, "", "too_large", got=len(raw))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise ScenarioFaults([Fault(shown, line, column, "", "not_utf8")]) from None


def parse(text: str, file: str) -> Node:
    """The text as nodes. Raises ScenarioFaults: bad syntax, duplicate keys, tags, aliases, an empty file."""
    reader = _Reader(file)
    loader = None
    try:
        loader = _Loader(text.removeprefix("\ufeff"))
        while loader.check_event():
            reader.take(loader.get_event())
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        reader.faults.append(_syntax(error, file))
    finally:
        if loader is not None:
            loader.dispose()
    if reader.root is None and not reader.faults:
        reader.faults.append(Fault(file, 1, 1, "", "empty_file"))
    if reader.faults or reader.root is None:
        raise ScenarioFaults(reader.faults)
    if not isinstance(reader.root.value, dict):
        raise ScenarioFaults([fault_at(reader.root.mark, "", "not_a_map")])
    return reader.root


def _syntax(error: Exception, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable text"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = SYNTAX.get(str(problem), Label(str(problem), SYNTAX_UNKNOWN))
    return Fault(file, line, column, "", "yaml_syntax", {"got": said})


class _Open:
    """A map or list whose end has not come yet."""

    def __init__(self, mark: Mark, is_map: bool, key: Mark | None) -> None:
        self.mark, self.is_map, self.key = mark, is_map, key
        self.map: dict[str, Node] = {}
        self.list: list[Node] = []
        self.name: str | None = None
        self.name_mark: Mark | None = None
        self.cut_off = False  # has a number that a comma cut off been told?


class _Reader:
    """Builds nodes from events, without recursion, so that no text can exhaust the stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.faults: list[Fault] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self.stack.pop()
            self._place(Node(done.map if done.is_map else done.list, done.mark, done.key))
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias")
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._refuse(event, "second_document")

    def _refuse(self, event: yaml.Event, code: str, **values: object) -> None:
        raise ScenarioFaults([*self.faults, fault_at(self._mark(event), self._path(), code, **values)])

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        assert start is not None  # every event of a parsed text has one
        return Mark(self.file, start.line + 1, start.column + 1)

    def _path(self) -> str:
        return ".".join(level.name for level in self.stack if level.name)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.tag is not None and event.tag != "!":
            self._refuse(event, "tag", got=event.tag)
        if self.stack and self.stack[-1].is_map and self.stack[-1].name is None:
            self._refuse(event, "key_not_text")
        if len(self.stack) >= MOST_DEPTH:
            self._refuse(event, "too_deep", got=MOST_DEPTH)
        key = self.stack[-1].name_mark if self.stack else None
        self.stack.append(_Open(self._mark(event), isinstance(event, yaml.MappingStartEvent), key))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
            self._refuse(event, "tag", got=event.tag)
        mark = self._mark(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and top.is_map and top.name is None:
            if event.value in top.map:
                first = top.map[event.value].key or top.mark
                path = f"{self._path()}.{event.value}".lstrip(".")
                self.faults.append(fault_at(mark, path, "duplicate_key", got=event.value, line=first.line))
            top.name, top.name_mark = event.value, mark
            return
        plain = event.style in (None, "") and event.tag is None
        value = scalar(event.value) if plain else event.value
        if top is None and value is None:
            return  # nothing but comments: an empty file
        if value is None:
            self._empty(mark, top)
        self._place(Node(value, mark, top.name_mark if top else None))

    def _empty(self, mark: Mark, top: _Open | None) -> None:
        """Nothing stands after a key; in braces a number as key is what a comma has cut off: 1,000 or pert: 1, 2."""
        where = top.name_mark or mark if top else mark
        if top is None or top.name is None or not _CUT_OFF.fullmatch(top.name):
            self.faults.append(fault_at(where, self._path(), "empty_value"))
            return
        if self.faults and self.faults[-1].code == "duplicate_key" and self.faults[-1].column == where.column:
            self.faults.pop()  # 1,000,000 has the same key twice, and is one mistake
        if not top.cut_off:
            self.faults.append(fault_at(where, self._path().rpartition(f".{top.name}")[0], "cut_off", got=top.name))
        top.cut_off = True

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if top.is_map:
            top.map.setdefault(top.name or "", node)
            top.name = top.name_mark = None
        else:
            top.list.append(node)
