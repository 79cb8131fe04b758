"""Labels of KPIs of floors, land, utilities and money; of what firms are like, end with and wait for."""

from __future__ import annotations

from sim.text.language import Label

ESTATE_LABELS: dict[str, Label] = {
    "kpi.occupancy": Label("held of what was ready, over time", "全程使用率"),
    "kpi.occupancy_at_end": Label("held of what is ready, at the end", "期末使用率"),
    "kpi.empty_at_end": Label("free at the end", "期末空余"),
    "kpi.estate_wait_mean": Label("mean wait for it", "平均等待"),
    "kpi.estate_waiting_at_end": Label("firms waiting for it at the end", "期末仍在等待的企业"),
}
MONEY_LABELS: dict[str, Label] = {
    "kpi.npv_mean": Label("mean net present value of a firm at signing", "企业净现值（签约时，平均）"),
    "kpi.lowest_cash_mean": Label("mean deepest point of a firm's cash flow", "企业累计现金流最低点（平均）"),
    "kpi.paid_back": Label("paid back by the end", "期末已回本企业占比"),
    "kpi.failed": Label("ran out of cash", "资金断裂企业"),
    "kpi.candidates_declined": Label("candidates that stayed away", "放弃落户的候选企业占比"),
    "kpi.jobs": Label("jobs at the end", "期末就业岗位"),
    "kpi.annual_output": Label("annual output at the end", "期末年产值"),
    "kpi.tax_retained": Label("tax that the county kept", "县级留存税收（累计）"),
    "kpi.public_cost": Label("public cost", "公共支出（累计）"),
    "kpi.relief_granted": Label("rent waived", "减免租金（累计）"),
    "kpi.fiscal_net": Label("treasury, net", "财政净收支（累计）"),
    "kpi.bond_cover": Label("bond cover over its life", "专项债全期覆盖倍数"),
    "kpi.bond_cover_worst_year": Label("bond cover in its worst year", "专项债最差年份覆盖倍数"),
    "kpi.cost_per_producing_firm": Label("public cost per producing firm", "每家投产企业公共支出"),
    "kpi.cost_per_job": Label("public cost per job", "每个岗位公共支出"),
    "kpi.cost_per_tax_yuan": Label("public cost per yuan of tax kept", "每元留存税收的公共支出"),
    "kpi.cost_per_net_producing_firm": Label("public cost per net producing firm", "每家净增投产企业公共支出"),
    "kpi.but_for": Label("producing only because of support", "因扶持而来的企业占投产企业比重"),
    "kpi.output_per_mu": Label("annual output per mu", "亩均产值（每年）"),
    "kpi.tax_per_mu": Label("annual tax per mu", "亩均税收（每年）"),
    "kpi.stranded_area": Label("built to suit and left", "定制厂房人去楼空面积"),
}
TARGET_LABELS: dict[str, Label] = {
    "target.firms_signed": Label("firms signed, at least {wanted}", "签约企业不少于{wanted}"),
    "target.firms_producing": Label("firms producing, at least {wanted}", "投产企业不少于{wanted}"),
    "target.annual_output": Label("annual output, at least {wanted}", "年产值不低于{wanted}"),
    "target.large_firms": Label(
        "firms producing with {size} a year, at least {wanted}", "年产值{size}以上的投产企业不少于{wanted}"
    ),
    "target.firms_started": Label("firms that have begun works, at least {wanted}", "开工企业不少于{wanted}"),
    "target.signed_value": Label("signed for, at least {wanted}", "签约金额不低于{wanted}"),
    "target.funds_in_place": Label("funds in place, at least {wanted}", "到位资金不低于{wanted}"),
    "target.year_sales": Label("sales of the year, at least {wanted}", "当年销售额不低于{wanted}"),
}
KIND_LABELS: dict[str, Label] = {
    "status.in_progress": Label("under way", "在办"),
    "status.producing": Label("producing", "已投产"),
    "status.withdrawn": Label("gave up", "中途放弃"),
    "status.refused": Label("refused", "未获批准"),
    "status.failed": Label("ran out of cash", "资金断裂"),
    "status.declined": Label("stayed away", "放弃落户"),
    "status.left": Label("left after producing", "投产后退出"),
    "bound_by.arrival": Label("arrival", "到来"),
    "bound_by.predecessor": Label("the step before", "前序环节"),
    "bound_by.server": Label("the office's line", "部门排队"),
    "bound_by.session": Label("the next session", "等待开会"),
    "bound_by.correction": Label("correction", "补正"),
    "bound_by.unit": Label("no floor free", "等待厂房"),
    "bound_by.land": Label("no land free", "等待土地"),
    "bound_by.utility": Label("no supply free", "等待配套"),
    "bound_by.cash": Label("not enough cash", "等待资金"),
    "account.bond": Label("bond account", "专项债账户"),
    "account.fiscal": Label("treasury", "财政账户"),
}
QUANTITY_LABELS: dict[str, Label] = {
    "quantity.floor_area": Label("floor area", "厂房面积"),
    "quantity.land_area": Label("land", "用地"),
    "quantity.power": Label("power", "用电"),
    "quantity.water": Label("water", "用水"),
    "quantity.gas": Label("gas", "用气"),
    "quantity.effluent": Label("effluent", "排水"),
    "quantity.equipment_cost": Label("equipment", "设备投资"),
    "quantity.cash": Label("own funds", "自有资金"),
    "quantity.monthly_funds": Label("funds a month", "每月资金"),
    "quantity.planned_output": Label("announced output", "计划产值"),
    "quantity.output_share": Label("realised over announced output", "产值兑现率"),
    "quantity.kept_here": Label("output booked here", "产值本地入账比例"),
    "quantity.moved_sales": Label("sales moved from the parent", "母公司转入销售占比"),
    "quantity.margin": Label("margin", "毛利率"),
    "quantity.tax_share": Label("taxes over output", "税负率"),
    "quantity.jobs": Label("jobs", "岗位"),
    "quantity.discount_rate": Label("discount rate", "折现率"),
    "quantity.exit_rate": Label("exit rate", "退出率"),
    "quantity.age_years": Label("age", "成立年限"),
    "quantity.taste": Label("taste", "偏好"),
    "quantity.source_wait": Label("line where it is", "原地等候"),
    "quantity.source_rent": Label("rent where it is", "原地租金"),
}
LABELS_OF_SCARCE_THINGS: dict[str, Label] = {
    **ESTATE_LABELS,
    **MONEY_LABELS,
    **TARGET_LABELS,
    **KIND_LABELS,
    **QUANTITY_LABELS,
}
