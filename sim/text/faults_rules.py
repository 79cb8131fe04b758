"""Messages about what does not hang together: names, dates, circles, a park in which nobody can produce."""

from __future__ import annotations

from sim.text.language import Label

UNITS: dict[str, Label] = {
    "working": Label("working", "工作日"),
    "calendar": Label("calendar", "自然日"),
    "site": Label("site", "施工日"),
}


TAKE_OUT = Label("take the lever out", "去掉该工具")


def _unknown(en: str, zh: str) -> Label:
    return Label(f"there is no {en} {{got}} here; known: {{known}}", f"没有这个{zh}（写的是 {{got}}）；已有：{{known}}")


RULE_FAULTS: dict[str, Label] = {
    "unknown_office": _unknown("office", "部门"),
    "unknown_activity": _unknown("activity", "活动"),
    "unknown_strategy": _unknown("strategy", "策略"),
    "unknown_enterprise": _unknown("type of enterprise", "企业类型"),
    "unknown_site_mode": _unknown("site mode", "用地方式"),
    "unknown_attribute": Label(
        "no type of enterprise has an attribute {got}, nor is it a policy; add it to attributes, or use: {known}",
        "没有企业类型带属性 {got}，也没有同名政策；请补充属性，或改用：{known}",
    ),
    "unknown_milestone": Label(
        "no activity carries the milestone {got}, so nobody can reach it; add milestone: {got} to one, or use: {known}",
        "没有活动带节点 {got}，谁也到不了；请给某个活动加 milestone: {got}，或改用：{known}",
    ),
    "unknown_lever": Label(
        "there is no lever {got}; levers: {known}", "没有这个政策工具（写的是 {got}）；可用：{known}"
    ),
    "one_lever": Label(
        "one lever a list item expected (got {got}); begin each lever on its own line with -",
        "每个列表项只写一个政策工具（写的是 {got}）；请各用一行 - 开头",
    ),
    "lever_not_a_map": Label(
        "the parameters of a lever are a map (got {got}); {{}} takes all defaults",
        "政策工具的参数应为映射（写的是 {got}）；全用默认值写 {{}}",
    ),
    "add_to_ample": Label(
        "the office {got} has ample staff, so nobody can be added; state staff: instead, or give the office staff",
        "部门 {got} 人手充足，无从增加；请改用 staff:，或先为该部门写明人手",
    ),
    "policy_never_asked": Label(
        'no activity asks for policy {got}, so the lever moves nothing; add when: {{{got}: ["yes"]}} to an activity',
        '没有活动以政策 {got} 为条件，该工具不起作用；请给活动加 when: {{{got}: ["yes"]}}',
    ),
    "attribute_never_held": Label(
        "no type of enterprise has the attribute {got}, so the lever moves nothing; add it or take the lever out",
        "没有企业类型带属性 {got}，该工具不起作用；请补充属性或去掉该工具",
    ),
    "never_in_force": Label(
        "the lever begins on day {got}, after the end on day {horizon}; take an earlier date",
        "该工具从第 {got} 天开始，晚于第 {horizon} 天的结束；请改用较早日期",
    ),
    "from_after_until": Label(
        "until must lie after from and after the start; change one of them", "until 须晚于 from 和起始日；请改其中一个"
    ),
    "two_horizons": Label(
        "horizon_days and until both stand here; keep one", "horizon_days 与 until 只能写一个；请保留一个"
    ),
    "horizon_not_positive": Label(
        "the horizon must be longer than 0 days (got {got}); write a later end",
        "模拟时长须大于 0 天（现为 {got}）；请改用较晚的结束日",
    ),
    "line_of_nobody": Label(
        "a line on day one (got {got}) is of other applicants; state other_applicants, with poisson_per_year: 0 if no "
        "more come",
        "首日队列（现为 {got}）由其他申请人组成；请写明 other_applicants，若之后无人再来则写 poisson_per_year: 0",
    ),
    "calendar_too_short": Label(
        "the calendar CN knows the years {known} only (got {got}); use other dates, or calendar: none",
        "日历 CN 仅含 {known} 年（现为 {got}）；请改日期，或用 calendar: none",
    ),
    "limit_beyond_horizon": Label(
        "the limit lies beyond the horizon (got {got}, horizon {horizon} days); shorten the one or lengthen the other",
        "上限超过模拟时长（写的是 {got}，时长 {horizon} 天）；请缩短上限或延长时长",
    ),
    "decided_after_start": Label(
        "the decision lies after the start (got {got}, start {start}); take an earlier date",
        "决策日晚于起始日（写的是 {got}，起始 {start}）；请改用较早日期",
    ),
    "date_before_start": Label(
        "the date lies before the start (got {got}, start {start}); take a later date or an earlier start",
        "日期早于起始日（写的是 {got}，起始 {start}）；请改用较晚日期或提前起始日",
    ),
    "no_enterprises": Label(
        "there are no enterprises; add at least one type with id and arrivals",
        "没有企业；请至少加一类，写明 id 和 arrivals",
    ),
    "none_counted": Label(
        "no type of enterprise is counted; take counted: false away from one",
        "没有计入总体的企业类型；请去掉其中一类的 counted: false",
    ),
    "no_strategies": Label(
        "there are no strategies; add one, such as as_is: []", "没有策略；请至少加一个，如 as_is: []"
    ),
    "duplicate_id": Label(
        "the id {got} stands a second time in this list; rename one", "id {got} 在此列表中重复；请改名"
    ),
    "listed_twice": Label(
        "{got} stands a second time in this list, where once says it all; take it out, or name another",
        "{got} 在此列表中重复，写一次即可；请删去，或改成别的",
    ),
    "lever_twice": Label(
        "the lever {got} stands a second time in this strategy with the same settings and dates; keep one",
        "政策工具 {got} 以相同的参数和日期在此策略中重复；请只保留一个",
    ),
    "default_not_here": Label(
        "where {setting}: is left out it means {names}, and this park has none of it; write {setting}: with what it "
        "has ({known}), or {off}",
        "不写 {setting}: 时指 {names}，而本园区没有；请写明 {setting}:（可用：{known}），或{off}",
    ),
    "steps_start_late": Label(
        "the first step begins after the start (got {got}, start {start}); begin with a step from {start}",
        "第一段晚于起始日（写的是 {got}，起始 {start}）；请先写一段 from: {start}",
    ),
    "steps_not_ascending": Label(
        "steps must ascend by date (got {got}); put them in order", "各段须按日期先后（写的是 {got}）；请排好顺序"
    ),
    "cycle": Label(
        "these activities wait for each other: {got}; take one after: out",
        "这些活动互相等待：{got}；请去掉其中一个 after:",
    ),
    "attribute_circle": Label(
        "these attributes depend on each other: {got}; give one a value", "这些属性互相依赖：{got}；请给其中一个定值"
    ),
    "unit_against_clock": Label(
        "the unit (got {got} days) is not that of the clock ({clock}); change the unit, or write clock: to match it",
        "单位与计时方式不符（写的是{got}，计时为{clock}）；请改单位，或改 clock:",
    ),
    "calendar_only": Label(
        "calendar days expected here, not working days; convert the number", "此处须用自然日，不能用工作日；请换算"
    ),
    "others_without_law": Label(
        "how long visits of others take is not known (activities here: {got}); add like: <activity> or duration:",
        "不知道园区外申请的办理时长（本部门活动：{got}）；请加 like: <活动> 或 duration:",
    ),
    "like_and_duration": Label(
        "like and duration both stand here; keep one", "like 与 duration 只能写一个；请保留一个"
    ),
    "by_for_others": Label(
        "firms from elsewhere have no attributes; write one law without by:", "园区外企业没有属性；请写不带 by: 的分布"
    ),
    "attribute_is_policy": Label(
        "{got} is also a policy or site_mode, so when: could mean either; rename the attribute",
        "{got} 与政策或 site_mode 同名，when: 会混淆；请给属性改名",
    ),
    "elapsed_behind_finite": Label(
        "the duration contains waiting already (elapsed), but office {got} has a finite staff; state the office's "
        "other_applicants and line_on_day_one, or write basis: service",
        "该时长已含排队（elapsed），而部门 {got} 人手有限；"
        "请写明该部门的 other_applicants 与 line_on_day_one，或改 basis: service",
    ),
    "line_outlasts": Label(
        "the elapsed time (got {got} days) is over before the line at {office} is ({wait} days), so no time is "
        "left for the work; check line_on_day_one, staff, or write basis: service",
        "历时（现为 {got} 天）短于部门 {office} 的排队时间（{wait} 天），没有时间办理；"
        "请检查 line_on_day_one、staff，或改 basis: service",
    ),
    "never_enough_staff": Label(
        "needs {got} of office {office}, which never has more than {staff}; lower the amount or raise the staff",
        "需要部门 {office} 的 {got} 人，而其最多 {staff} 人；请减少占用或增加人手",
    ),
    "by_not_covered": Label(
        "by: has no case for {got}, which {kind} can have; add the case",
        "by: 未包含 {got}，而 {kind} 可能取此值；请补上",
    ),
    "by_attribute_missing": Label(
        "by: asks for {got}, which {kind} does not have; give {kind} that attribute, or keep it out with when:",
        "by: 取决于 {got}，而 {kind} 没有此属性；请给 {kind} 补上，或用 when: 排除",
    ),
    "case_of_nobody": Label(
        "no firm has {attribute}: {got}, so this case is never used",
        "没有企业的 {attribute} 取 {got}，此项用不到",
    ),
    "attribute_unasked": Label(
        "nothing asks for the attribute {got}, and it is like one that something asks for",
        "没有任何条件用到属性 {got}，而有条件用到名称相近的属性",
    ),
    "id_like_another": Label(
        "no firm ever comes to {got}, and its id is like another one",
        "没有企业会到 {got}，而其 id 与另一个相近",
    ),
    "policy_unasked": Label(
        "nothing asks for the policy {got}, so it changes nothing; use one of {known}, or take it out",
        "没有任何条件用到政策 {got}，不起作用；请用 {known} 之一，或去掉",
    ),
    "value_unasked": Label(
        "nothing asks for {attribute}: {got}, and it is like a value for which something does",
        "没有任何条件以 {attribute} 为 {got}，而有条件以相近的取值为准",
    ),
    "value_not_covered": Label(
        "{asking} ({place}) has no case for this value (got {got}); use one of {known}, or add the case there",
        "{asking}（{place}）没有此取值（写的是 {got}）；请用 {known} 之一，或在那里补上",
    ),
    "attribute_asked_for": Label(
        "{kind} lacks the attribute {got}, by which {asking} ({place}) chooses; add it to attributes",
        "{kind} 缺少属性 {got}，而 {asking}（{place}）取决于它；请写入 attributes",
    ),
    "never_produces": Label(
        "no firm of type {got} can reach producing: no activity that carries it applies; check when: and attributes",
        "{got} 类企业都到不了 producing：带该节点的活动对其均不适用；请核对 when: 与属性",
    ),
    "no_producing": Label(
        "no activity carries the milestone producing; add milestone: producing to the last one",
        "没有活动带节点 producing；请给最后一个活动加 milestone: producing",
    ),
    "producing_unreachable": Label(
        "no firm can reach producing: no type of enterprise meets the when: of {got}; check attributes and site modes",
        "没有企业能到达 producing：{got} 对任何企业类型都不适用；请核对其 when: 与属性、用地方式",
    ),
    "no_mode_offered": Label(
        "no site mode is offered; offer one, or force one by lever", "没有提供任何用地方式；请提供一种，或用工具指定"
    ),
    "library_has_no_park": Label(
        "this file is a library, no scenario; load a scenario that extends it",
        "此文件是基础库，不是情景；请载入继承它的情景",
    ),
    "path_not_found": Label(
        "the scenario has no such place (got {got}); known here: {known}",
        "情景中没有此处（写的是 {got}）；此处可用：{known}",
    ),
    "load_over_one": Label(
        "the office's load is {got}: its line grows without end; add staff, shorten service or lower the applicants",
        "该部门负荷为 {got}，队伍会无限变长；需增加人手、缩短办理或减少申请",
    ),
    "line_drifts": Label(
        "the line of office {got} would drift from its day-one length without any policy; check staff and applicants",
        "即使没有任何政策，部门 {got} 的队伍也会偏离首日长度；请核对人手与园区外申请",
    ),
}
