"""What `explain` says about who helps, problems between departments, the quota and promised time limits."""

from __future__ import annotations

from sim.text.language import Label

EXPLAIN_OF_PEOPLE: dict[str, Label] = {
    "explain_helpers": Label("Who helps firms:", "帮办力量："),
    "explain_strongest": Label(
        "Where several act on one quantity, only the strongest counts:", "同一环节有多重作用时，只计最强的一项："
    ),
    "explain_problems": Label("Problems between departments:", "跨部门问题："),
    "explain_quota": Label("Quota:", "招商任务："),
    "explain_promises": Label("Promised time limits:", "承诺时限："),
    "helper": Label(
        "{team}: {people} × {caseload} firms, {order}; {what}{where}",
        "{team}：{people}×{caseload}家，{order}；{what}{where}",
    ),
    "helper_person": Label("{people} person", "{people}人"),
    "helper_people": Label("{people} people", "{people}人"),
    "helper_people_from": Label("{people} from {day}", "{day}起{people}人"),
    "helper_nothing": Label("no factor on preparation or returns", "不影响材料准备与退件"),
    "helper_where": Label(", at {activities}", "，限于{activities}"),
    "help_preparation": Label("own preparation × {factor}", "自备材料时间×{factor}"),
    "help_correction": Label("own correction × {factor}", "补正时间×{factor}"),
    "help_returns": Label("chance of being sent back × {factor}", "退件概率×{factor}"),
    "help_places": Label("{places} places further ahead in lines", "排队提前{places}位"),
    "order_first_come": Label("first come, first helped", "先到先帮"),
    "order_largest": Label("the largest first", "产值大者先帮"),
    "order_nearest": Label("the nearest to production first", "离投产近者先帮"),
    "strongest": Label(
        "{quantity}: {best} × {factor} counts, not {others}; {where}",
        "{quantity}：计{best}×{factor}，不计{others}；{where}",
    ),
    "strongest_other": Label("{title} × {factor}", "{title}×{factor}"),
    "quantity_preparation": Label("own preparation", "自备材料时间"),
    "quantity_correction": Label("own correction", "补正时间"),
    "quantity_work": Label("work at the step", "办理（作业）时间"),
    "quantity_returns": Label("chance of being sent back", "退件概率"),
    "everywhere": Label("everywhere", "各环节"),
    "at_steps": Label("at {activities}", "于{activities}"),
    "problems_rate": Label("{rate} in a year of such work, at {activities}", "每年此类工作{rate}个，于{activities}"),
    "problems_last": Label("go away by themselves {days} days after their report", "上报后{days}天自行化解"),
    "problems_reported": Label("reported after {days} days", "{days}天后上报"),
    "problems_meetings": Label(
        "a dispatch meeting every {every} days takes up {places}", "每{every}天开一次调度会，每次议定{places}个"
    ),
    "problems_unmet": Label("no dispatch meetings", "不开调度会"),
    "quota_line": Label(
        "{number} a calendar year ({milestone}); while short of it in the last {days} days, chance of a final no × "
        "{factor} at {activities}",
        "每个日历年{number}家（{milestone}）；年末{days}天内未完成时，{activities}不予通过的概率×{factor}",
    ),
    "promise_line": Label(
        "{office}: {days} working days; what is due first is taken first", "{office}：{days}个工作日；先到期的先办"
    ),
    "since_day": Label("from {day} on: {said}", "{day}起：{said}"),
}
