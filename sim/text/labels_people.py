"""Labels of KPIs of teams, of the funnel from candidates to producing firms, of firms above scale and of shells."""

from __future__ import annotations

from sim.text.language import Label

TEAM_LABELS: dict[str, Label] = {
    "kpi.caseload_in_use": Label("caseload in use, over time", "帮办力量使用率"),
    "kpi.firms_helped": Label("firms helped", "获得帮办的企业"),
    "kpi.firms_never_helped": Label("asked for it and did not get it in time", "申请帮办而未及时获得的企业"),
    "kpi.team_wait_mean": Label("mean wait for it", "等待帮办的平均天数"),
    "kpi.time_to_production_helped": Label("time to production with it", "有帮办企业的投产时间（限制平均）"),
    "kpi.time_to_production_not_helped": Label(
        "the same types without any team", "同类无帮办企业的投产时间（限制平均）"
    ),
}
FUNNEL_LABELS: dict[str, Label] = {
    "kpi.appeared": Label("candidates that appeared", "出现的候选企业"),
    "kpi.started": Label("works begun", "已开工企业"),
    "kpi.signed_of_appeared": Label("signed, of candidates", "候选企业签约率"),
    "kpi.started_of_signed": Label(
        "begun, of signed (Yunnan parks 2015: 41 %)", "签约企业开工率（云南园区2015年：41%）"
    ),
    "kpi.producing_of_signed": Label("producing, of signed", "签约企业投产率"),
    "kpi.signed_value": Label("investment signed for", "签约投资额"),
    "kpi.funds_in_place": Label("of it paid by the end", "期末到位资金"),
    "kpi.above_scale": Label("above scale at the end", "期末规上企业"),
    "kpi.five_same_year": Label("from attracted to above scale in one year", "五个当年"),
}
HONEST_LABELS: dict[str, Label] = {
    "kpi.producing_reported": Label("firms producing as reported", "上报投产企业"),
    "kpi.exposed": Label("shell firms exposed by tax checks", "税务稽查查出空壳企业"),
}
LABELS_OF_PEOPLE: dict[str, Label] = {
    **TEAM_LABELS,
    **FUNNEL_LABELS,
    **HONEST_LABELS,
    "bound_by.help": Label("no help free", "等待帮办"),
}
