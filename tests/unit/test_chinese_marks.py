"""Chinese sentences have Chinese marks: no half-width comma, full stop, semicolon or bracket beside Chinese characters.

Looked at: whatever stands under `zh:` in a shipped scenario, and the Chinese half of every label in the code. What is
in backticks, braces or square brackets is code and stays as it is typed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
MODULES = sorted((ROOT / "sim").rglob("*.py"))
BOTH = ("Label", "Text", "told")  # called with the English words first, the Chinese second
CODE = re.compile(r"`[^`]*`|\{[^{}]*\}|\[[^\[\]]*\]")
HAN = r"[㐀-鿿（）《》“”，。；：、]"
HALF = re.compile(rf"{HAN} ?[,;(]|{HAN} ?\.(?= |$)|[,;)] ?{HAN}|{HAN}\)|\({HAN}|(?<!\.)\. ?{HAN}")


def half_width(text: str) -> list[str]:
    """Half-width marks beside Chinese characters, each with what it stands beside."""
    return HALF.findall(CODE.sub("x", text))


def in_scenario(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """(line, text) of everything under a key `zh`."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from in_scenario(item)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "zh" and isinstance(value, yaml.ScalarNode):
            yield value.start_mark.line + 1, value.value
        else:
            yield from in_scenario(value)


def in_module(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of the Chinese half of every label."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in BOTH
        if named and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            yield call.lineno, str(call.args[1].value)


@pytest.mark.parametrize("path", SCENARIOS, ids=[path.stem for path in SCENARIOS])
def test_no_chinese_text_of_a_shipped_scenario_has_half_width_marks(path: Path) -> None:
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    found = list(in_scenario(root))
    assert found
    assert [(line, text) for line, text in found if half_width(text)] == []


def test_no_chinese_label_of_the_code_has_half_width_marks() -> None:
    found = [(path.name, line, text) for path in MODULES for line, text in in_module(path)]
    assert len(found) > 1000
    assert [one for one in found if half_width(one[2])] == []


@pytest.mark.parametrize(
    "text",
    [
        "不限, 只考虑",
        "已建成.",
        "代建(定制)",
        "确认(IQ)",
        "一;二",
        "见 (注)",
        "甲. 乙",
        "（注）.",
        "30 天, 其后",
        "S0) 与",
    ],
)
def test_a_half_width_mark_is_seen(text: str) -> None:
    assert half_width(text)


@pytest.mark.parametrize(
    "text",
    [
        "只读 .csv 与 .xlsx",
        "概率由 .3 到 .75",
        "写成“最小..最大”",
        "{done: […], doing: …}，再写",
        "GMP (2014), 1.5 倍",
        "x.7、y",
    ],
)
def test_numbers_ids_and_code_are_left_alone(text: str) -> None:
    assert not half_width(text)
