"""What `explain` says about levers, service times and how busy offices are."""

from __future__ import annotations

from sim.text.language import Label

EXPLAIN_OF_OFFICES: dict[str, Label] = {
    "explain_changes": Label("What each lever of {strategy} changes:", "方案{strategy}各项措施的改动："),
    "explain_strategy": Label("{strategy} ({title})", "{strategy}（{title}）"),
    "explain_nothing": Label("nothing: the park as it is", "无：园区现状"),
    "change_from": Label(" (from {start})", "（{start}起）"),
    "change_between": Label(" (from {start} to {end})", "（{start}至{end}）"),
    "explain_derived": Label(
        "Service times derived from elapsed ones (mean days of the activity's clock):",
        "由历时推算的办理时间（按该事项时钟的平均天数）：",
    ),
    "explain_service": Label(
        "{activity} at {office}: elapsed {elapsed} = wait {wait} + service {service}",
        "{activity}（{office}）：历时{elapsed} = 等待{wait} + 办理{service}",
    ),
    "explain_no_derived": Label(
        "none: no office with finite staff has elapsed times", "无：没有人手有限且按历时给出的部门"
    ),
    "explain_loads": Label(
        "Load of each office, with applicants from elsewhere and with the park's own firms on paper:",
        "各部门与招商力量的负荷（其他申请人；本园区企业为纸面测算）：",
    ),
    "explain_ample": Label("ample, nobody waits", "人手充足，不排队"),
    "explain_staff": Label("staff {staff}", "人手{staff}"),
    "explain_load": Label(
        "staff {staff}, load {load} % from elsewhere, line in the long run {line}",
        "人手{staff}，其他申请人负荷{load}%，长期队长{line}",
    ),
    "explain_today": Label(", on day one {today}", "，首日队长{today}"),
    "explain_from": Label("from {day}: {said}", "{day}起：{said}"),
    "explain_own": Label(
        "own firms {load} %, {wanted} of {there} {clock}", "本园区企业{load}%，需{wanted}个、有{there}个{clock}"
    ),
    "explain_own_nobody": Label(
        "own firms would take {wanted} {clock}, and there is nobody", "本园区企业需{wanted}个{clock}，而无人手"
    ),
    "explain_own_brought": Label(", more with those that firms bring", "，随企业而来者另计"),
    "explain_own_brought_only": Label("own firms: only those that firms bring", "本园区企业：仅有随企业而来者"),
    "explain_own_none": Label("none of the park's own firms come here", "本园区企业无须到此办理"),
    "explain_own_unknown": Label(
        "own firms come only when they have chosen a way in, or hold floors, land or money: not to be told on paper",
        "本园区企业须先选定用地方式或取得厂房、土地、资金，纸面无法测算",
    ),
    "explain_own_note": Label(
        "On paper: staff days that all who appear would take by the end of the run if each were served at once, "
        "against the open days of the staff. Above 100 % a line grows, and who waits may leave; a run measures "
        "`utilisation`.",
        "纸面测算：期内出现的全部企业若都即时办理所需的人手天数，与该部门开放的人手天数相比。超过100%则队伍变长，"
        "等候者可能离开；实际利用率见模拟指标utilisation。",
    ),
}
