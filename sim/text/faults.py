"""Every fault message, once, in both languages: what is wrong, what was written, how to repair it.

Gaps in braces are filled by whoever finds the fault; `HINT` follows where a name like the one written exists.
"""

from __future__ import annotations

from sim.text.faults_estate import ESTATE_FAULTS
from sim.text.faults_experiment import EXPERIMENT_FAULTS
from sim.text.faults_files import FILE_FAULTS
from sim.text.faults_ledger import LEDGER_FAULTS
from sim.text.faults_limits import LIMIT_FAULTS
from sim.text.faults_money import MONEY_FAULTS
from sim.text.faults_offices import OFFICE_FAULTS
from sim.text.faults_people import PEOPLE_FAULTS
from sim.text.faults_reach import REACH_FAULTS
from sim.text.faults_rules import RULE_FAULTS
from sim.text.faults_size import SIZE_FAULTS
from sim.text.language import Label

HINT = Label("; did you mean {near}?", "；是不是 {near}？")

VALUE_FAULTS: dict[str, Label] = {
    "unknown_key": Label(
        "unknown key (got {got}); known here: {known}", "没有这个键（写的是 {got}）；此处可用：{known}"
    ),
    "missing_key": Label("{got} is missing; add it", "缺少 {got}；请补上"),
    "wrong_type": Label("{expected} expected (got {got})", "应为{expected}（写的是 {got}）"),
    "not_one_of": Label("must be one of {expected} (got {got})", "只能是 {expected} 之一（写的是 {got}）"),
    "not_between": Label(
        "must lie between {least} and {most} (got {got})", "须在 {least} 与 {most} 之间（写的是 {got}）"
    ),
    "bad_id": Label(
        "an id is letters, digits, _ and - only (got {got}); rename it",
        "id 只能含文字、数字、_ 和 -（写的是 {got}）；请改名",
    ),
    "not_a_date": Label("a date such as 2024-05-12 expected (got {got})", "应为日期，如 2024-05-12（写的是 {got}）"),
    "not_a_number": Label(
        "a number expected (got {got}); write digits alone, without unit, comma or %",
        "应为数字（写的是 {got}）；只写数字，不带单位、逗号或 %",
    ),
    "not_whole": Label("a whole number expected (got {got})", "应为整数（写的是 {got}）"),
    "not_finite": Label("must be finite (got {got}); write a number", "必须是有限的数（写的是 {got}）；请写数字"),
    "negative": Label("must not be negative (got {got}); write 0 or more", "不能为负（写的是 {got}）；请写 0 或正数"),
    "not_positive": Label("must be more than 0 (got {got})", "必须大于 0（写的是 {got}）"),
    "not_a_probability": Label(
        "a probability lies in 0 to 1 (got {got}); write 20 % as 0.2",
        "概率须在 0 到 1 之间（写的是 {got}）；20% 请写 0.2",
    ),
    "not_a_correlation": Label(
        "a correlation here lies from 0 to below 1 (got {got})", "相关系数须在 0（含）到 1（不含）之间（写的是 {got}）"
    ),
    "not_a_quantity": Label(
        "{expected} expected (got {got}); write a number, or one of these units",
        "应为{expected}（写的是 {got}）；请写数字或用这些单位",
    ),
    "not_ordered": Label(
        "must ascend (got {got}); put the smaller first", "须从小到大（写的是 {got}）；请把小的放前面"
    ),
    "wrong_length": Label("{expected} numbers expected (got {got})", "应为 {expected} 个数（写了 {got} 个）"),
    "nothing_listed": Label("must not be empty; list a value or leave the key out", "不能为空；请列出取值，或删去此键"),
    "not_one": Label(
        "probabilities must add up to 1 (got {got}); change one of them", "概率之和须为 1（现为 {got}）；请调整其中一个"
    ),
    "one_law": Label(
        "exactly one law or value expected (got {got}); keep one, such as pert or by",
        "只能写一种分布或取值（写的是 {got}）；请保留一种，如 pert 或 by",
    ),
    "by_one_attribute": Label(
        "by: takes exactly one attribute with its values (got {got}); nest a by: for more",
        "by: 只能取一个属性及其取值（写的是 {got}）；多个请嵌套",
    ),
    "by_in_mixture": Label(
        "a mixture cannot hold a by:; put the by: around the mixture", "mixture 内不能用 by:；请把 by: 放在外层"
    ),
    "one_pattern": Label(
        "exactly one of poisson_per_year, every_days, at_days, dates expected (got {got}); keep one",
        "poisson_per_year、every_days、at_days、dates 须且只能写一个（写的是 {got}）；请保留一个",
    ),
    "two_sessions": Label(
        "sessions and session_every_days both stand here; keep one",
        "sessions 与 session_every_days 只能写一个；请保留一个",
    ),
    "office_and_needs": Label("office and needs both stand here; keep one", "office 与 needs 只能写一个；请保留一个"),
    "staff_and_steps": Label("staff and steps both stand here; keep one", "staff 与 steps 只能写一个；请保留一个"),
    "staff_or_add": Label("exactly one of staff and add expected; keep one", "staff 与 add 须且只能写一个；请保留一个"),
}

FAULTS: dict[str, Label] = {
    **FILE_FAULTS,
    **VALUE_FAULTS,
    **RULE_FAULTS,
    **REACH_FAULTS,
    **OFFICE_FAULTS,
    **ESTATE_FAULTS,
    **MONEY_FAULTS,
    **LEDGER_FAULTS,
    **PEOPLE_FAULTS,
    **LIMIT_FAULTS,
    **SIZE_FAULTS,
    **EXPERIMENT_FAULTS,
}

EXPECTED: dict[str, Label] = {
    "string_type": Label("a text", "文字"),
    "int_type": Label("a whole number", "整数"),
    "int_from_float": Label("a whole number", "整数"),
    "float_type": Label("a number", "数字"),
    "bool_type": Label("true or false", "true 或 false"),
    "dict_type": Label("a map (key: value)", "映射（键: 值）"),
    "model_type": Label("a map (key: value)", "映射（键: 值）"),
    "model_attributes_type": Label("a map (key: value)", "映射（键: 值）"),
    "tuple_type": Label("a list", "列表"),
    "list_type": Label("a list", "列表"),
}
