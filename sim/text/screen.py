"""What verbs print, sentence by sentence, in both languages."""

from __future__ import annotations

from sim.text.language import Label, Language, say
from sim.text.screen_estate import EXPLAIN_OF_SCARCE_THINGS, SCREEN_OF_SCARCE_THINGS
from sim.text.screen_offices import EXPLAIN_OF_OFFICES
from sim.text.screen_people import EXPLAIN_OF_PEOPLE

SCREEN: dict[str, Label] = {
    "best": Label(
        "{best} brings the first saleable lot soonest: {days} days sooner than {other} ({low} to {high}, "
        "simulation error at 95 %; "
        "restricted mean over {limit} days since signing; estimates not varied).",
        "{best}最快投产：比{other}早{days}天（95%模拟误差：{low}至{high}天；签约后{limit}天内的限制平均；未变动估计值）。",
    ),
    "tied": Label(
        "{best} and {tied} are practically tied: within {margin} days of each other (restricted mean over "
        "{limit} days since signing; "
        "estimates not varied).",
        "{best}与{tied}实际上不相上下：相差不超过{margin}天（签约后{limit}天内的限制平均；未变动估计值）。",
    ),
    "not_enough": Label(
        "Not enough replications to say which strategy is soonest ({n} played{needed}); {best} leads.",
        "模拟次数不足，尚不能判断哪个方案最快（已模拟{n}次{needed}）；目前{best}领先。",
    ),
    "needed": Label("; about {needed} would do", "；约需{needed}次"),
    "nobody_watched": Label(
        "No verdict: in no history is a firm watched for the limit of {limit} days; lengthen the run or shorten "
        "limit_days.",
        "无法判断：没有企业被跟踪满{limit}天的限期；请延长模拟时长或缩短 limit_days。",
    ),
    "histories_without": Label(
        "No verdict: {share} % of the histories have no firm watched for the limit; lengthen the run or shorten "
        "limit_days.",
        "无法判断：{share}%的历史中没有跟踪满限期的企业；请延长模拟时长或缩短 limit_days。",
    ),
    "one": Label("One strategy, so nothing to compare with.", "只有一个方案，无从比较。"),
    "strategy": Label("strategy", "方案"),
    "group": Label("class / path", "类别／路径"),
    "signed": Label("signed", "签约"),
    "producing": Label("producing", "投产"),
    "within_12": Label("≤12 mo", "≤12个月"),
    "mean": Label("mean mo", "平均（月）"),
    "median": Label("median mo", "中位（月）"),
    "difference": Label("± days", "相差（天）"),
    "not_reached": Label("not reached", "未达到"),
    "longest_wait": Label("longest wait: {days} days on average at {office}", "最长等待：{office}，平均{days}天"),
    "no_wait": Label("no office makes anybody wait (all are ample)", "各审批部门均不排队（人手充足）"),
    "baseline": Label("baseline", "基准"),
    "months_note": Label(
        "Months of 365/12 days since signing; in brackets P10-P90 of one history. Mean: restricted at "
        "{limit} days, who never produces counts "
        "the whole limit. Differences: restricted mean, paired on the same luck, ± 95 % simulation error.",
        "月=365/12天，自签约起；括号内为单次历史的P10–P90。平均：以{limit}天为限，未投产者计满限期。差值：同一随机条件下配对比较限制平均，±为95%模拟误差。",
    ),
    "paired": Label(
        "Pairing on common luck saved a factor of {bought} in replications ({strategy}).",
        "共同随机数使所需模拟次数减少到{bought}分之一（{strategy}）。",
    ),
    "not_paired": Label(
        "Pairing on common luck bought nothing here (factor {bought}, {strategy}).",
        "共同随机数在此没有节省模拟次数（系数{bought}，{strategy}）。",
    ),
    "worse": Label(
        "Of the firms that sign under both, {share} % produce later under {strategy} than under {baseline}; "
        "mean change {days} days.",
        "在两个方案下都签约的企业中，{share}%在{strategy}下比在{baseline}下投产更晚；平均变化{days}天。",
    ),
    "asked_in_vain": Label(
        "{strategy}: {helped} firms a history had “{team}”, {never} asked and did not get it in time.",
        "{strategy}：平均每次历史有{helped}家企业得到“{team}”，{never}家申请而未及时获得。",
    ),
    "by_group": Label(
        "By class and path (restricted mean, months; days against the first strategy)",
        "按类别与路径（限制平均，月；与首个方案相差天数）",
    ),
    "every_strategy": Label("under every strategy", "在各方案下相同"),
    "apart": Label("counted apart", "单独统计"),
    "estimates": Label("Estimates in use ({n}; not varied here):", "所用估计值（{n}项；此处未变动）："),
    "assumed": Label("Assumed away:", "未纳入考虑："),
    "calendar_end": Label(
        "Make-up working days after the last published year are not known; those years have statutory holidays only.",
        "最近公布年份之后的调休尚未公布；其后年份仅计法定节假日。",
    ),
    "played": Label(
        "{replications} replications of each strategy, seed {seed}, {start} to {end}; parksim {version}, code {code}.",
        "每个方案模拟{replications}次，种子{seed}，{start}至{end}；parksim {version}，代码{code}。",
    ),
    "warning": Label("warning: {said}", "提示：{said}"),
    "written": Label("written to {directory}", "已写入{directory}"),
    "nothing_set": Label("not set", "不设"),
    "required": Label("required", "必填"),
    "neutral": Label("neutral setting (changes nothing)", "中性取值（不改变任何东西）"),
    "source": Label("source", "来源"),
    "kpi": Label("KPI", "指标"),
    "mean_head": Label("mean", "平均"),
    "error_head": Label("95 % error", "95%误差"),
    "history_head": Label("P10–P90 of one history", "单次历史P10–P90"),
    "unit": Label("unit", "单位"),
    "unit_firms": Label("firms", "家"),
    "unit_share": Label("%", "%"),
    "unit_days": Label("days", "天"),
    "unit_cases": Label("cases", "件"),
    "kpi_note": Label(
        "mean over replications with its simulation error; one real history falls in P10–P90 eight times in "
        "ten; estimates not varied",
        "各次模拟的平均及其模拟误差；单次真实历史有八成落在P10–P90内；未变动估计值",
    ),
    "no_evidence": Label("the scenario states no evidence", "该情景没有列出证据"),
    "evidence_what": Label("enterprise: from → to (days)", "企业：自 → 至（天）"),
    "evidence_counts": Label("all firms, on a day", "全部企业，按日统计"),
    "evidence_counted": Label("{day} {title}", "{day} {title}"),
    "evidence_kind": Label("kind", "性质"),
    "evidence_reported": Label("reported", "报道"),
    "evidence_simulated": Label("simulated (P10–P90)", "模拟（P10–P90）"),
    "evidence_percentile": Label("percentile", "百分位"),
    "evidence_verdict": Label("verdict", "判定"),
    "evidence_hit": Label("hit", "吻合"),
    "evidence_miss": Label("MISS", "不符"),
    "evidence_note": Label(
        "{hits} of {scored} outcomes lie within the middle 90 % of {histories} single histories (percentile "
        "5 to 95); claims, plans and "
        "targets are shown and not scored.",
        "{scored}项结果中有{hits}项落在{histories}次单次历史的中间90%内（百分位5至95）；说法、计划与目标只列出，不判定。",
    ),
    "kind_outcome": Label("outcome", "结果"),
    "kind_claim": Label("claim", "说法"),
    "kind_plan": Label("plan", "计划"),
    "kind_target": Label("target", "目标"),
    "history_few": Label(
        "fewer than one firm a history in some groups: their means are over the histories that have one",
        "部分组别在某些历史中没有企业：其平均只计有企业的历史",
    ),
    **SCREEN_OF_SCARCE_THINGS,
    **EXPLAIN_OF_SCARCE_THINGS,
    **EXPLAIN_OF_OFFICES,
    **EXPLAIN_OF_PEOPLE,
}


def screen(key: str, lang: Language, **values: object) -> str:
    """A sentence with its places filled in."""
    return say(SCREEN[key], lang).format(**values)
