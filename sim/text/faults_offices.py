"""Messages about offices: whose line must be known, and where it grows as time goes on."""

from __future__ import annotations

from sim.text.language import Label

OFFICE_FAULTS: dict[str, Label] = {
    "elapsed_made_finite": Label(
        "this counts the staff (got {got}) of {office}, ample so far, but {activities} gives elapsed time, which "
        "contains today's waiting; state today's staff, other_applicants and line_on_day_one at the office, so that "
        "the service time can be derived, or write basis: service",
        "此处给 {office} 限定人手（写的是 {got}），而 {activities} 的时长是历时（elapsed），已含今日排队；"
        "请在该部门写明今日的 staff、other_applicants 与 line_on_day_one 以推算办理时间，或改 basis: service",
    ),
    "clocks_differ": Label(
        "counts {got} days, but {other}, behind the same office {office}, {clock} days; service times are derived from "
        "one line, so give both one clock:, or write basis: service",
        "按{got}计时，而同一部门 {office} 的 {other} 按{clock}计时；办理时间由同一队伍推算，"
        "请统一 clock:，或改 basis: service",
    ),
    "load_over_one_from": Label(
        "from day {day}, with staff {staff}, the office's load is {got}: its line grows without end; add staff, "
        "shorten service or lower the applicants",
        "自第 {day} 天起人手为 {staff}，该部门负荷为 {got}，队伍会无限变长；需增加人手、缩短办理或减少申请",
    ),
    "load_over_one_under": Label(
        "under {strategy} from day {day}, with staff {staff}, the load of office {office} is {got}: its line grows "
        "without end; take fewer away, or end the lever with until:",
        "策略 {strategy} 下自第 {day} 天起，部门 {office} 人手为 {staff}，负荷为 {got}，队伍会无限变长；"
        "请少减人手，或用 until: 结束该工具",
    ),
    "line_drifts_under": Label(
        "under {strategy} from day {day}, with staff {staff} and load {got}, the line of office {office} drifts away "
        "from its day-one length; see that this is meant",
        "策略 {strategy} 下自第 {day} 天起，部门 {office} 人手为 {staff}，负荷为 {got}，"
        "队伍会偏离首日长度；请确认是否有意",
    ),
}
