"""Messages about what leads nowhere: fallbacks in a circle, milestones and values out of reach, names already taken."""

from __future__ import annotations

from sim.text.language import Label

REACH_FAULTS: dict[str, Label] = {
    "fallback_circle": Label(
        "refusals lead from site mode to site mode in a circle ({got}); let one end with then: out",
        "不予通过后的用地方式互相循环（{got}）；请让其中一处 then: out",
    ),
    "fallback_to_itself": Label(
        "a refusal falls back to {got}, where {activity} applies again; restrict it with "
        "when: {{site_mode: [{others}]}}",
        "不予通过后改用 {got}，而 {activity} 在其中仍适用；请用 when: {{site_mode: [{others}]}} 限定",
    ),
    "attribute_reserved": Label(
        "the tables have a column of that name (got {got}), or one that begins so; rename the attribute",
        "结果表已有此列名或以此开头的列（写的是 {got}）；请给属性改名",
    ),
    "milestone_reserved": Label(
        "every firm has a moment of that name (got {got}); rename the milestone",
        "每家企业都已有同名时点（写的是 {got}）；请给节点改名",
    ),
    "value_reserved": Label(
        "results are grouped by {attribute}, and a group cannot be called so (got {got}): no ' / ', not all, not "
        "beginning with type:, office: or activity:; rename the value, or take {attribute} out of groups",
        "结果按 {attribute} 分组，组名不能这样写（写的是 {got}）：不含 ' / '，不为 all，"
        "不以 type:、office:、activity: 开头；请改取值，或从 groups 去掉 {attribute}",
    ),
    "site_mode_no_group": Label(
        "site modes are strategies, not groups (got {got}); take it out, and write a strategy for each mode",
        "用地方式是策略，不是分组（写的是 {got}）；请去掉，并为每种方式各写一个策略",
    ),
    "milestone_unreachable": Label(
        "no firm can reach the milestone {got} in any site mode: none ever does {activities}; check when: and "
        "attributes, or take the milestone out",
        "无论哪种用地方式，都没有企业能到达节点 {got}：{activities} 对谁都不适用；请核对 when: 与属性，或去掉该节点",
    ),
    "evidence_unreachable": Label(
        "{kind} can never reach {got} under {strategy}, so there is nothing to compare; name another milestone, type "
        "or strategy",
        "{kind} 在策略 {strategy} 下到不了 {got}，无从比较；请改节点、企业类型或策略",
    ),
    "value_never_held": Label(
        "no firm can have this {attribute} (got {got}), nor is it named elsewhere; write one of: {known}",
        "没有企业的 {attribute} 会取此值（写的是 {got}），别处也未出现；请写：{known}",
    ),
    "too_many_combinations": Label(
        "too many combinations of attributes: {got}; at most {most}; drop attributes that nothing asks for, or ask for "
        "fewer of them at once",
        "属性组合过多：{got}；最多 {most}；请去掉无人使用的属性，或减少同时使用的属性",
    ),
    "limit_is_horizon": Label(
        "the limit equals the horizon (got {got} days), so the cohort (firms signed by horizon - limit) is empty "
        "but for day 0; shorten the limit or lengthen the horizon",
        "上限等于模拟时长（{got} 天），统计人群（在“时长 - 上限”前签约的企业）除第 0 天外为空；请缩短上限或延长时长",
    ),
}
