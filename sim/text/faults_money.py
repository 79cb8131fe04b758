"""Messages about money: loans, leases, subsidies, taxes, targets, and ways in that are compared."""

from __future__ import annotations

from sim.text.language import Label

MONEY_FAULTS: dict[str, Label] = {
    "unknown_item": Label(
        "there is no cost item {got}; items: {known}", "没有这个费用项（写的是 {got}）；可用：{known}"
    ),
    "unknown_site_chain": Label(
        "{got} is the chain of no site mode; known: {known}", "没有用地方式走 {got} 的流程；已有：{known}"
    ),
    "chain_of_chain": Label(
        "{got} itself goes through {further}; write chain: {further}", "{got} 本身沿用 {further}；请写 chain: {further}"
    ),
    "no_such_grade": Label(
        "there is no such grade of land (got {got}); grades run from 1 to {most}",
        "没有这个土地等别（写的是 {got}）；等别为 1 至 {most}",
    ),
    "below_national_minimum": Label(
        "the price of land is below the national minimum of its grade (got {got}, minimum {least} yuan/mu); check both",
        "地价低于该等别的全国最低价（现为 {got}，最低 {least} 元/亩）；请核对二者",
    ),
    "loan_without_years": Label(
        "a loan (got {got} of the price) needs loan_years; add it, with loan_rate",
        "贷款（占价款 {got}）须写 loan_years；请补上，并写 loan_rate",
    ),
    "relief_beyond_lease": Label(
        "rent is waived for longer than the lease runs (got {got} months, lease {lease}); shorten the one or lengthen "
        "the other",
        "租金减免长于租期（现为 {got} 个月，租期 {lease} 个月）；请缩短减免或延长租期",
    ),
    "share_of_nothing": Label(
        "a share (got {got}) needs item:, of which it is a share; add it, or write amount:",
        "比例（写的是 {got}）须写明 item:；请补上，或改写 amount:",
    ),
    "subsidy_of_nothing": Label(
        "the subsidy {got} pays nothing; write item: with share:, or amount:",
        "补贴 {got} 没有金额；请写 item: 与 share:，或 amount:",
    ),
    "taxes_not_one": Label(
        "vat, income and other split all taxes and must add up to 1 (got {got}); write all three",
        "vat、income、other 之和须为 1（现为 {got}）；三项都请写明",
    ),
    "target_outside": Label(
        "the target is due outside the simulated time (got {got}, start {start}, {horizon} days); take another date, "
        "or lengthen the horizon",
        "目标日期不在模拟时段内（写的是 {got}，起始 {start}，共 {horizon} 天）；请改日期或延长模拟时长",
    ),
    "target_of_shells": Label(
        "firms of type {got} can be shells, which no target counts; take it out of types",
        "{got} 类企业可能是空壳企业，目标不予计入；请从 types 中去掉",
    ),
    "report_outside": Label(
        "the report is of a day outside the simulated time (got {got}, start {start}, {horizon} days); take another "
        "date, or lengthen the horizon",
        "统计日期不在模拟时段内（写的是 {got}，起始 {start}，共 {horizon} 天）；请改日期或延长模拟时长",
    ),
    "report_since_after": Label(
        "firms that sign from {got} on cannot be counted by {by}; put since: before by:",
        "自 {got} 起签约的企业无法在 {by} 统计；请让 since: 早于 by:",
    ),
    "report_of_other": Label(
        "{kpi} is no share of {got}; firms are a share of other firms, and sums of yuan of other sums",
        "{kpi} 不能算作 {got} 的比例；家数只能占家数，金额只能占金额，且二者须不同",
    ),
    "size_missing": Label(
        "{got} counts firms with an output of at least size; add size:, such as 1000000000",
        "{got} 统计年产值不低于 size 的企业；请补上 size:，如 10亿元",
    ),
    "above_statutory": Label(
        "the typical {tax} tax is {got} of output, more than the statutory rate can ask ({most}); check tax_share, the "
        "split of taxes, and the margin",
        "典型企业的税负（{tax}）占产值 {got}，超过法定税率所能征收的 {most}；请核对 tax_share、税种拆分与 margin",
    ),
    "free_without_modes": Label(
        "firms are to compare site modes, but there are none; add site_modes, or write site_choice: shares",
        "企业须比较用地方式，但一种也没有；请补 site_modes，或改 site_choice: shares",
    ),
    "mode_for_nobody": Label(
        "no firm can take {mode}: no type ever reaches {got}; lower the threshold, or raise the quantities",
        "没有企业够条件采用 {mode}：各类型都达不到 {got}；请降低门槛，或调高企业数量",
    ),
}
