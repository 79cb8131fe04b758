"""Words of the figures of space and money; merged into `sim.text.labels.LABELS`."""

from __future__ import annotations

from sim.text.language import Label

PLOT_LABELS: dict[str, Label] = {
    "plot.money_unit": Label("million yuan", "万元"),
    # cost against days
    "plot.cost_title": Label(
        "What does each strategy cost the public, and how many days does it save?",
        "各方案要花多少公共资金，又能提前多少天？",
    ),
    "plot.cost_axis": Label("public cost per producing firm, {unit}", "每家投产企业的公共成本（{unit}）"),
    "plot.log_scale": Label(" (logarithmic scale)", "（对数刻度）"),
    "plot.saved_axis": Label("days sooner than: {baseline}", "比“{baseline}”提前的天数"),
    "plot.cost_point": Label("{days} d; {cost}", "{days}天；{cost}"),
    "plot.cost_baseline": Label("compared with; {cost}", "比较基准；{cost}"),
    "plot.better": Label("sooner and cheaper", "更快更省"),
    "plot.worse": Label("later and dearer", "更慢更贵"),
    "plot.cross": Label("mean, with its 95 % simulation error", "平均值及其95%模拟误差"),
    "plot.box": Label("P10–P90 of one history", "单次模拟的P10–P90"),
    "plot.cost_notes": Label(
        "Days: restricted mean time to production of all firms within {limit} days of signing, saved against the "
        "baseline on the same luck. Cost: all buildings, subsidies, relief, land preparation and staff up to the end, "
        "not only what is spent beyond the baseline, over firms producing then; rent and tax that come back are not "
        "taken off. The cross is only the error of few histories, the box what a single future may bring; how wrong "
        "the estimates are is in neither.",
        "天数：全部企业签约后{limit}天内的限制平均投产时间，与基准用同一组随机数比较。成本：至期末的全部厂房、补贴、减免、"
        "土地整备与人员支出，除以期末已投产企业数，并非仅指比基准多花的部分；收回的租金与税收未扣除。十字线只反映模拟次数有限的误差，方框是单次未来可能的范围；"
        "两者都不含估计值本身的偏差。",
    ),
    "plot.cost_missing": Label("Without a point, nobody produces: {strategies}.", "无企业投产而未标出：{strategies}。"),
    # cover of the bond
    "plot.cover_title": Label(
        "Does the park's income cover what the bond asks for every year?", "园区收入每年够付债券本息吗？"
    ),
    "plot.cover_axis": Label("income over interest and principal due", "收入 / 当年应付本息"),
    "plot.bond_year": Label("year of the bond", "债券年度"),
    "plot.threshold": Label("promised: {threshold}", "承诺倍数：{threshold}"),
    "plot.cover_life": Label("over its life {median} ({low}–{high})", "全期{median}（{low}–{high}）"),
    "plot.cover_line": Label("median of histories", "各次模拟中位数"),
    "plot.assumed_years": Label("assumed, not simulated", "假定的年份，未模拟"),
    "plot.cover_notes": Label(
        "Income: rent less relief, fees, units sold and pledged funds, less running cost and property tax; tax is not "
        "in it. Proceeds of sales repay the bond first. In hatched years who sits in the park at the end of the "
        "simulation stays on its terms, less the stated churn, and nobody new comes. "
        "Principal that is repaid at the end weighs on the last year. Over its life: all income over all principal "
        "and interest, median and P10–P90 of one history.",
        "收入：租金（扣除减免）、物业费、厂房销售款与质押收入，减运营成本与房产税；不含税收。销售款先用于提前还本。"
        "斜线年份：模拟期末在园企业按原条件续留，按给定流失率折减，且无新企业入园。"
        "到期一次还本的，压力落在最后一年。全期：全部收入除以全部本息，取中位数与单次模拟的P10–P90。",
    ),
    "plot.cover_cut": Label("Values beyond {top} lie on the upper edge.", "超过{top}的值画在上边缘。"),
    # space over time
    "plot.space_title": Label(
        "Is there room when firms come, and are firms there when there is room?", "企业来时有地方吗？建好后有企业吗？"
    ),
    "plot.with_unit": Label("{title}, {unit}", "{title}（{unit}）"),
    "plot.unit_m2": Label("1,000\u00a0m²", "万平方米"),
    "plot.unit_mu": Label("mu", "亩"),
    "plot.decided": Label("decided", "已决策"),
    "plot.ready": Label("ready", "已建成（可供）"),
    "plot.held": Label("held by firms", "企业已占用"),
    "plot.waiting": Label("firms in line (strip below)", "排队企业数（下方小图）"),
    "plot.space_notes": Label(
        "Means over histories. From its decision on a shell can be signed for, from its completion on it can be used; "
        "held above ready is let before completion. In line: firms whose step is ready and which wait for this space "
        "or land.",
        "各次模拟平均。厂房自决策日起可签约，自建成日起可使用；“已占用”高于“已建成”表示在建预租。"
        "排队：手续已到该环节、正等候该类厂房或土地的企业。",
    ),
    "plot.space_none": Label("none under this strategy", "该方案不提供"),
    "plot.space_unused": Label("Without a panel, never asked for: {resources}.", "无人申请而未画出：{resources}。"),
    # cash of a typical firm
    "plot.cash_title": Label(
        "How deep is a firm out of pocket before its product pays?", "产品见效之前，一家企业要垫多少钱？"
    ),
    "plot.cash_axis": Label("cumulative cash since signing, {unit} a firm", "签约以来累计现金流（{unit}/家）"),
    "plot.cash_months": Label("months since signing", "签约后月数"),
    "plot.cash_lowest": Label("lowest point {cash}", "最低点{cash}"),
    "plot.cash_lot": Label("mean time of the first lot", "平均首批产品时间"),
    "plot.cash_range": Label("P10–P90 of one history there", "该点单次模拟的P10–P90"),
    "plot.cash_mark": Label("lowest point of the mean", "平均线的最低点"),
    "plot.cash_parts": Label("What it is made of at the lowest point", "最低点的构成"),
    "plot.cash_parts_axis": Label(
        "{unit} a firm; paid to the left, received to the right", "{unit}/家；左为支出，右为收入"
    ),
    "plot.cash_notes": Label(
        "Mean over firms, so large ones weigh more; firms that were watched for {months} months, those that left "
        "included. Cash only: a building or land that a firm owns counts as nothing until it is sold. Which firms sign "
        "may differ where they choose freely. The lowest point is that of the mean; single firms go deeper.",
        "按企业平均，大企业权重较大；只计跟踪满{months}个月的企业，含退出者。只计现金：自有厂房与土地在出售前不计价值。"
        "企业自主选择时，各方案的签约企业可能不同。最低点为平均线的最低点，单个企业可能更深。",
    ),
    "plot.cash.deposit": Label("deposit", "押金"),
    "plot.cash.land": Label("land", "土地"),
    "plot.cash.building": Label("building or shell", "建房或购房"),
    "plot.cash.fit_out": Label("fit-out", "装修"),
    "plot.cash.equipment": Label("equipment", "设备"),
    "plot.cash.premises": Label("rent, fees, moving", "租金、物业、搬迁"),
    "plot.cash.wages": Label("wages", "工资"),
    "plot.cash.taxes": Label("taxes", "税费"),
    "plot.cash.loan": Label("loan, less service", "贷款（减还本付息）"),
    "plot.cash.margin": Label("margin on sales", "销售毛利"),
    "plot.cash.support": Label("subsidies, resale", "补贴与转让收入"),
}
