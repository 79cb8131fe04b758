"""What verbs print about floors, land, money, targets and who came, in both languages."""

from __future__ import annotations

from sim.text.language import Label

SCREEN_OF_SCARCE_THINGS: dict[str, Label] = {
    "longest_wait_for": Label("longest wait: {days} days on average for {what}", "最长等待：{what}，平均{days}天"),
    "no_wait_for": Label(
        "nobody waits for an office, a floor, land or a supply", "审批部门、厂房、土地与配套均无需等待"
    ),
    "park": Label("The park and the county", "园区与县"),
    "targets": Label("Targets", "目标"),
    "unit_yuan": Label("yuan", "元"),
    "unit_m2": Label("m²", "m²"),
    "unit_jobs": Label("jobs", "个"),
    "unit_ratio": Label("ratio", "倍"),
    "unit_amount": Label("amount", "数量"),
    "target_name": Label("T{number}", "目标{number}"),
    "target_line": Label("{name} {title}: {wants}, by {day}", "{name} {title}：截至{day}{wants}"),
    "target_types": Label("{wants} (only: {types})", "{wants}（仅计：{types}）"),
    "targets_head": Label(
        "Share of histories that meet each target, with its 95 % interval (estimates not varied)",
        "实现各目标的模拟占比，括号内为95%区间（未变动估计值）",
    ),
    "target_met": Label(
        "{title}: {wants}, by {day}; met in {chance} of histories",
        "{title}：截至{day}{wants}；{chance}的模拟实现",
    ),
    "money_head": Label(
        "Money in million yuan to the end of the run; bond over its life; ± 95 % error; estimates not varied",
        "收支：截至期末；专项债按全期；±为95%模拟误差；未变动估计值",
    ),
    "money_cost": Label("public cost", "公共支出"),
    "money_per_firm": Label("per producing firm", "每家投产企业"),
    "money_cover": Label("bond cover", "债券覆盖倍数"),
    "money_missing": Label("* over the histories in which some firm produces at the end", "* 仅计期末有企业投产的模拟"),
    "appraisal_head": Label(
        "What the extra public cost buys, against {baseline}: gross, with 95 % interval (m: million yuan)",
        "与{baseline}相比，新增公共支出换来什么：毛额，括号内为95%区间",
    ),
    "appraisal_firm": Label("a firm, {unit}", "每家投产（{unit}）"),
    "appraisal_job": Label("a job, {unit}", "每个岗位（{unit}）"),
    "appraisal_day": Label("a day, {unit}", "每节省一天（{unit}）"),
    "appraisal_tax": Label("a yuan of tax", "每元县级税收（元）"),
    "appraisal_but_for": Label("but-for", "净带动"),
    "appraisal_nothing": Label("buys none", "无增量"),
    "appraisal_cheaper": Label("costs less", "支出更少"),
    "appraisal_open": Label("not to be told", "尚难判断"),
    "appraisal_note": Label(
        "Net = gross divided by the but-for share: of the producing firms, those that would not have come without "
        "subsidies and relief, measured on the same luck where firms choose, else taken as stated (the literature has "
        "{low}-{high} %, Bartik 2018). A day is one of one firm, over firms watched for the limit.",
        "净额=毛额÷净带动比例：投产企业中若无补贴与减免便不会来的比例；自主选择时按同一随机条件测得，否则取设定值"
        "（文献为{low}–{high}%，Bartik 2018）。一天指一家企业的一天，按跟踪满限期的企业计。",
    ),
    "split_head": Label(
        "Faster, or other firms? Days against {baseline}: speed effect = of firms that sign under both; composition "
        "effect = of who signs. Last: firms that sign under both, only under the baseline, only here",
        "是更快，还是企业不同？与{baseline}相差天数：速度效应=两个方案下都签约的企业；构成效应=签约企业不同。末三列：两方案都签约、仅基准签约、仅本方案签约的企业数",
    ),
    "split_difference": Label("difference", "相差"),
    "split_speed": Label("speed", "速度效应"),
    "split_composition": Label("composition", "构成效应"),
    "split_both": Label("both", "都签约"),
    "split_only_baseline": Label("baseline only", "仅基准"),
    "split_only_other": Label("here only", "仅本方案"),
    "split_missing": Label(
        "{strategy}: {missing} of {of} histories have no firm that signs under both and are left out.",
        "{strategy}：{of}次模拟中有{missing}次没有在两个方案下都签约的企业，未计入。",
    ),
}
EXPLAIN_OF_SCARCE_THINGS: dict[str, Label] = {
    "explain_spaces": Label("Floors, by phase:", "厂房（按期）："),
    "explain_phase": Label(
        "{space} / {phase}: decided {day}, {units} × {sizes}, {area} in all{more}",
        "{space}／{phase}：{day}决策，{units}×{sizes}，共{area}{more}",
    ),
    "explain_phase_time": Label(", {days} days to build", "，工期{days}天"),
    "explain_phase_cost": Label(", {cost}/m²", "，每m²造价{cost}"),
    "explain_stocks": Label("Land and supplies:", "土地与配套："),
    "explain_supply": Label("{amount} on {day}", "{day}起{amount}"),
    "explain_supply_later": Label("{amount} some time after {day}", "{day}之后到位{amount}"),
    "explain_earned": Label("{supply} (earned by {what})", "{supply}（来源：{what}）"),
    "explain_terms": Label(
        "Terms of the ways in that are offered, or fixed for a type of firm:",
        "所提供（或某类企业限定）用地方式的条件：",
    ),
    "terms_none": Label("no money stated", "未写明费用"),
    "terms_rent": Label("rent {rent} yuan/m²·month", "租金{rent}元/m²·月"),
    "terms_relief": Label("{months} months at {share} % relief", "{months}个月减免{share}%"),
    "terms_deposit": Label("deposit of {months} months", "押金{months}个月"),
    "terms_lease": Label("lease of {years} years", "租期{years}年"),
    "terms_buys": Label("buys the shell at {price}/m²", "购买厂房，{price}/m²"),
    "terms_builds": Label("builds, on land at {price}/mu for {years} years", "自建，土地{price}/亩，年期{years}年"),
    "terms_loan": Label("loan of {share} % over {years} years at {rate} %", "贷款{share}%，{years}年，年利率{rate}%"),
    "terms_most": Label("at most {most}", "最多{most}"),
    "terms_fit_out": Label("fit-out × {factor}", "装修费×{factor}"),
    "terms_least": Label("{quantity} at least {least}", "{quantity}不低于{least}"),
    "terms_resale": Label("{share} % back on leaving", "退出时收回{share}%"),
    "explain_targets": Label("Targets:", "目标："),
}
