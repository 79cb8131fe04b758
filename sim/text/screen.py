"""What verbs print, sentence by sentence, in both languages."""

from __future__ import annotations

from sim.text.language import Label, Language, say

SCREEN: dict[str, Label] = {
    "best": Label(
        "{best} brings the first saleable lot soonest: {days} days sooner than {other} ({low} to {high}, simulation error at 95 %; "
        "restricted mean over {limit} days since signing; estimates not varied).",
        "{best}最快投产：比{other}早{days}天（95%模拟误差：{low}至{high}天；签约后{limit}天内的限制平均；未变动估计值）。",
    ),
    "tied": Label(
        "{best} and {tied} are practically tied: within {margin} days of each other (restricted mean over {limit} days since signing; "
        "estimates not varied).",
        "{best}与{tied}实际上不相上下：相差不超过{margin}天（签约后{limit}天内的限制平均；未变动估计值）。",
    ),
    "not_enough": Label(
        "Not enough replications to say which strategy is soonest ({n} played{needed}); {best} leads.",
        "模拟次数不足，尚不能判断哪个方案最快（已模拟{n}次{needed}）；目前{best}领先。",
    ),
    "needed": Label("; about {needed} would do", "；约需{needed}次"),
    "one": Label("One strategy, so nothing to compare with.", "只有一个方案，无从比较。"),
    "strategy": Label("strategy", "方案"),
    "group": Label("class / path", "类别／路径"),
    "signed": Label("signed", "签约"),
    "producing": Label("producing", "投产"),
    "within_12": Label("≤12 mo", "≤12个月"),
    "mean": Label("mean months", "平均（月）"),
    "median": Label("median months", "中位数（月）"),
    "difference": Label("days vs first", "与首个方案相差（天）"),
    "not_reached": Label("not reached", "未达到"),
    "longest_wait": Label("longest wait: {days} days on average at {office}", "最长等待：{office}，平均{days}天"),
    "no_wait": Label("no office makes anybody wait (all are ample)", "各审批部门均不排队（人手充足）"),
    "baseline": Label("baseline", "基准"),
    "months_note": Label(
        "Months of 365/12 days since signing; in brackets P10-P90 of one history. Mean: restricted at {limit} days, who never produces counts "
        "the whole limit. Differences: restricted mean, paired on the same luck, ± 95 % simulation error.",
        "月=365/12天，自签约起；括号内为单次历史的P10–P90。平均：以{limit}天为限，未投产者计满限期。差值：同一随机条件下配对比较限制平均，±为95%模拟误差。",
    ),
    "paired": Label(
        "Pairing on common luck saved a factor of {bought} in replications ({strategy}).",
        "共同随机数使所需模拟次数减少到{bought}分之一（{strategy}）。",
    ),
    "worse": Label(
        "Of the firms that sign under both, {share} % produce later under {strategy} than under {baseline}; mean change {days} days.",
        "在两个方案下都签约的企业中，{share}%在{strategy}下比在{baseline}下投产更晚；平均变化{days}天。",
    ),
    "by_group": Label("By class and path (restricted mean, months; days against the first strategy)", "按类别与路径（限制平均，月；与首个方案相差天数）"),
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
    "written": Label("written to {directory}", "已写入{directory}"),
    "history_few": Label("fewer than one firm a history in some groups: their means are over the histories that have one", "部分组别在某些历史中没有企业：其平均只计有企业的历史"),
}


def screen(key: str, lang: Language, **values: object) -> str:
    """A sentence with its places filled in."""
    return say(SCREEN[key], lang).format(**values)
