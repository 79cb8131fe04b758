"""Messages about going on unaided, promises, problems, quotas, and types that are like others."""

from __future__ import annotations

from sim.text.language import Label

LIMIT_FAULTS: dict[str, Label] = {
    "goes_on_without_patience": Label(
        "{got} has no gives_up_after, so nobody ever goes on without it; add gives_up_after: or take this out",
        "{got} 未写 gives_up_after，永远不会不等而继续；请写 gives_up_after: 或去掉此项",
    ),
    "goes_on_unpaid": Label(
        "{got} has {key}:, which a firm cannot go on without; write gives_up_then: leave, or take {key}: out",
        "{got} 含 {key}:，不能略过而继续；请写 gives_up_then: leave，或去掉 {key}:",
    ),
    "problem_by_chance": Label(
        "{got} itself only comes about by chance (probability:), so a problem would stop what is not there; "
        "name another",
        "{got} 本身按概率发生（probability:），问题可能无从谈起；请换一个活动",
    ),
    "problem_decides": Label(
        "at {got} a firm chooses its site mode; problems come after signing, name another step",
        "{got} 是选定用地方式的步骤；跨部门问题发生在签约之后，请换一个活动",
    ),
    "meeting_is_office": Label(
        "{got} is the office of the dispatch meetings that problems: brings along; rename this one",
        "{got} 是 problems: 自带的调度会部门；请给此部门改名",
    ),
    "problem_is_activity": Label(
        "{got} is the step that problems: lays at {step}; rename this one",
        "{got} 是 problems: 为 {step} 自带的步骤；请给此活动改名",
    ),
    "problem_at_once": Label(
        "{got} takes no time, so a firm never meets a problem there; name a step that lasts, or give it a duration",
        "{got} 不占时间，企业在此不会遇到问题；请换一个有时长的活动，或写明其 duration",
    ),
    "problem_of_some": Label(
        "{got} takes no time for some firms ({spared}), so they meet no problem there; see that this is meant",
        "{got} 对部分企业（{spared}）不占时间，它们在此不会遇到问题；请确认是否有意",
    ),
    "problems_too_many": Label(
        "{got} a year are {number} problems at {step} on average, and at most {most} can be laid at a step; "
        "write a smaller rate",
        "每年 {got} 个，即 {step} 平均遇到 {number} 个问题，而每个活动至多 {most} 个；请写较小的数",
    ),
    "problem_by_attribute": Label(
        "how long a problem goes unreported and lasts is one law for all firms and steps; write it without by:",
        "问题的上报与持续时长对所有企业和活动相同；请写不带 by: 的分布",
    ),
    "quota_never_refused": Label(
        "nobody is refused at {got}, so a quota changes nothing there; add refused: or name another step",
        "{got} 没有 refused:，任务压力不起作用；请补写 refused: 或换一个活动",
    ),
    "quota_longer_than_year": Label(
        "a year has no {got} last days; write 366 or fewer", "一年没有 {got} 天；请写 366 或更小"
    ),
    "promise_without_line": Label(
        "office {got} has ample staff, so nobody waits and the promise orders nothing; state staff, or take it out",
        "部门 {got} 人手充足，无人排队，承诺时限不起作用；请写 staff，或去掉此项",
    ),
    "no_problems_stated": Label(
        "this park states no problems:, so there is nothing to meet about; add problems: or take the lever out",
        "本园区没有 problems:，无问题可调度；请补写 problems: 或去掉该工具",
    ),
    "leaves_without_relief": Label(
        "leaves_at_end is the share of firms that leave when relief is over, and relief is not stated; add relief:",
        "leaves_at_end 是减免到期时退出的比例，但未写 relief；请补写",
    ),
    "stock_alone": Label(
        "stock goes with poisson_per_year (got {got}); write count: and at_days: for firms that are there on day 0",
        "stock 须与 poisson_per_year 合用（写的是 {got}）；第0天已有的企业请用 at_days: 与 count:",
    ),
    "like_unknown": Label(
        "there is no type of enterprise {got} to be like; known: {known}",
        "没有可参照的企业类型（写的是 {got}）；已有：{known}",
    ),
    "like_circle": Label(
        "these types are like each other: {got}; let one stand by itself",
        "这些类型互相参照：{got}；请让其中一个独立写出",
    ),
}
