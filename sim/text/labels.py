"""Labels of columns, KPIs, statuses and kinds, each written once, in both languages.

Whoever adds a column or a KPI adds its label here; a figure or table never spells one out itself.
"""

from __future__ import annotations

from sim.text.labels_estate import LABELS_OF_SCARCE_THINGS
from sim.text.labels_people import LABELS_OF_PEOPLE
from sim.text.labels_plots import PLOT_LABELS
from sim.text.language import Label, Language, say

LABELS: dict[str, Label] = {
    **PLOT_LABELS,
    "all": Label("all", "全部"),
    "calendar": Label("calendar days", "自然日"),
    "working": Label("working days", "工作日"),
    "site": Label("site days", "施工日"),
    "component.work": Label("work", "办理与施工"),
    "component.preparation": Label("preparation", "准备"),
    "component.waiting": Label("waiting", "排队等待"),
    "component.off_hours": Label("off-hours", "非工作时间"),
    "component.correction": Label("correction", "补正"),
    "kpi.signed": Label("firms signed", "签约企业"),
    "kpi.cohort": Label("firms watched for the whole limit", "跟踪满限期的企业"),
    "kpi.producing": Label("producing by the end", "期末已投产企业"),
    "kpi.withdrawn_or_refused": Label("left before producing", "投产前退出企业"),
    "kpi.producing_within_6_months": Label("producing within 6 months of signing", "签约后6个月内投产"),
    "kpi.producing_within_12_months": Label("producing within 12 months of signing", "签约后12个月内投产"),
    "kpi.producing_within_24_months": Label("producing within 24 months of signing", "签约后24个月内投产"),
    "kpi.rmst_time_to_production": Label("restricted mean time to production", "投产时间（限制平均）"),
    "kpi.median_time_to_production": Label("median time to production", "投产时间（中位数）"),
    "kpi.signed_to_producing_same_year": Label("signed and producing in one calendar year", "当年签约当年投产"),
    **{
        f"kpi.signed_to_producing_same_year_month_{month:02d}": Label(
            f"the same, signed in month {month}", f"当年签约当年投产（{month}月签约）"
        )
        for month in range(1, 13)
    },
    **{
        f"kpi.producing_{years}_years_after_decision": Label(
            f"producing {years} year{'s' if years > 1 else ''} after the county's decision",
            f"县里决策后{years}年时已投产",
        )
        for years in (1, 2, 3)
    },
    "kpi.wait_mean": Label("mean wait", "平均等待"),
    "kpi.wait_p90": Label("90th percentile of waits", "等待时间P90"),
    "kpi.utilisation": Label("utilisation", "人手利用率"),
    "kpi.over_promise": Label("attempts beyond the promised time limit", "超过承诺时限的办理"),
    "kpi.over_limit": Label("attempts beyond the statutory limit", "超过法定时限的办理"),
    "kpi.passed_at_limit": Label("passed at the last attempt although faulty", "最后一次仍有问题而放行"),
    "kpi.line_at_end": Label("line at the end", "期末队长"),
    "value.I": Label("Class I", "一类"),
    "value.II": Label("Class II", "二类"),
    "value.III": Label("Class III", "三类"),
    "value.none": Label("no device", "非器械"),
    "value.filing": Label("filing", "备案"),
    "value.new_registration": Label("new registration", "新注册"),
    "value.transferred_certificate": Label("transferred certificate", "注册证转移"),
    "value.contract_manufacture": Label("contract manufacture", "委托生产"),
    "value.emergency_filing": Label("emergency filing", "应急备案"),
    "value.no_licence": Label("no device licence", "无需器械许可"),
    "value.drug": Label("drug", "药品"),
    "value.squad": Label("found by squads", "小分队招引"),
    "value.chamber": Label("through a chamber", "商会协会引荐"),
    "value.hometown": Label("people who left", "在外能人"),
    "value.incumbent": Label("firms of the place", "本地企业"),
    "value.seconded": Label("official on secondment", "挂职招商"),
    "value.commissioned": Label("commissioned agent", "委托招商"),
    "plot.all_firms": Label("All firms", "全部企业"),
    "plot.no_stage": Label("all activities", "全部环节"),
    "plot.no_firms": Label("no such firms", "无此类企业"),
    "plot.none_under": Label("no such firms under: {strategies}", "以下方案无此类企业：{strategies}"),
    "plot.firms": Label("{firms} firms a history", "每次模拟{firms}家"),
    "plot.firms_signed": Label("{firms} firms sign in a history", "每次模拟签约{firms}家"),
    "plot.left_out": Label("Without a panel, too rare: {groups}.", "过少而未单列：{groups}。"),
    "plot.left_out_one": Label("{group} (in {share} of histories)", "{group}（见于{share}的模拟）"),
    "plot.list": Label("; ", "；"),
    "plot.estimates": Label("Estimates not varied.", "估计值未作变动。"),
    "plot.stamp": Label(
        "{scenario} | seed {seed} | {replications} histories | parksim {version}",
        "{scenario} | 随机种子{seed} | {replications}次模拟 | parksim {version}",
    ),
    "plot.curve_title": Label("How soon do firms produce after signing?", "企业签约后多久投产？"),
    "plot.curve_notes": Label(
        "The band is where one single history may lie, not the error of the mean; "
        "it is coarse where a history has few firms. "
        "Firms that left stay in the count; types counted apart are not in it.",
        "色带是单次模拟可能落入的范围，不是平均值的误差；企业少时较粗略。退出的企业仍计入分母；单独统计的类型不计入。",
    ),
    "plot.mean_line": Label("mean over histories", "各次模拟平均"),
    "plot.band": Label("P10–P90 of one history", "单次模拟的P10–P90"),
    "plot.share_producing": Label("share of signed firms producing", "已签约企业中已投产的占比"),
    "plot.months_since_signing": Label("months since signing (days below)", "签约后月数（下行为天数）"),
    "plot.twelve_months": Label("12 months", "12个月"),
    "plot.limit": Label("limit {days} days", "上限{days}天"),
    "plot.days_title": Label("Where do the first {days} days after signing go?", "签约后{days}天以内，时间花在哪里？"),
    "plot.days_notes": Label(
        "Mean calendar days per firm from signing to production, at most {days}, over histories, along the chain of "
        "activities that decided the date; work beside it that held nobody up is not counted. "
        "A duration sourced as elapsed holds its waiting. "
        "Not producing: at the limit; days beyond it are not counted.",
        "每家企业从签约到投产的平均天数（自然日，至多{days}天），各次模拟平均，只计决定投产日期的关键链条；"
        "同时进行而未拖延投产的环节不计；按历时取值的环节已含等候。未投产：截至上限，此后的天数不计。",
    ),
    "plot.by_stage": Label("All firms, by stage", "全部企业：按阶段"),
    "plot.by_component": Label("All firms, by kind of time", "全部企业：按时间性质"),
    "plot.stages": Label("stage", "阶段"),
    "plot.components": Label("kind of time", "时间性质"),
    "plot.months_days_axis": Label("months per firm (days below)", "每家企业月数（下行为天数）"),
    "plot.days_axis": Label("days per firm", "每家企业天数"),
    "plot.total": Label("{days} d ({months} mo)", "{days}天（{months}个月）"),
    "plot.not_producing": Label("{share} not producing", "{share}未投产"),
    "plot.left": Label("firm had left (to the limit)", "已退出（计至上限）"),
    **LABELS_OF_SCARCE_THINGS,
    **LABELS_OF_PEOPLE,
}


def label(identifier: str, lang: Language = "en") -> str:
    """The label of a column, KPI or kind; its identifier where nobody has written one.

    >>> label("working", "zh")
    '工作日'
    """
    known = LABELS.get(identifier)
    return say(known, lang) if known else identifier
