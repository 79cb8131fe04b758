"""Messages about experiments: how precise, how long, over which keys and states of the world."""

from __future__ import annotations

from sim.text.language import Label

EXPERIMENT_FAULTS: dict[str, Label] = {
    "precision_form": Label(
        "a KPI and a half-width expected, such as 'rmst_time_to_production: 5 days' or 'signed: 2%' (got {got})",
        "应写指标和半宽，如“rmst_time_to_production: 5天”或“signed: 2%”（写的是 {got}）",
    ),
    "precision_unit": Label(
        "a half-width in {unit} or in % of the mean expected (got {got})",
        "半宽应以 {unit} 或均值的 % 计（写的是 {got}）",
    ),
    "unknown_kpi": Label("there is no KPI {got} here; known: {known}", "没有这个指标（写的是 {got}）；已有：{known}"),
    "unknown_group": Label(
        "the KPI {kpi} has no group {got} here; write it as '{kpi} @ group: …'; known: {known}",
        "指标 {kpi} 没有这个分组（写的是 {got}）；请写成“{kpi} @ 分组: …”；已有：{known}",
    ),
    "replications_and_precision": Label(
        "replications and precision both stand here; keep one (a budget is max_replications)",
        "replications 与 precision 只能写一个；请保留一个（预算请写 max_replications）",
    ),
    "nothing_to_stop_at": Label(
        "{got} says when to stop being precise, and no precision is asked for; add precision, or take it out",
        "写了 {got} 却没有写 precision；请补上 precision，或删去此项",
    ),
    "seed_too_large": Label(
        "a seed lies between 0 and 4294967295 (got {got})", "种子须在 0 至 4294967295 之间（写的是 {got}）"
    ),
    "one_kind_of_input": Label(
        "exactly one of range, pert, triangular, lognormal, values expected (got {got}); keep one",
        "range、pert、triangular、lognormal、values 须且只能写一个（写的是 {got}）；请保留一个",
    ),
    "key_not_found": Label(
        "there is no key {got} in this scenario; known there: {known}", "情景中没有 {got} 这个键；该处已有：{known}"
    ),
    "key_twice": Label("the key {got} stands here twice; keep one", "键 {got} 出现了两次；请保留一处"),
    "worlds_without_inputs": Label(
        "worlds are drawn from inputs:, and there are none; add inputs, or take worlds out",
        "worlds 需要 inputs: 才能抽取；请补上 inputs，或删去 worlds",
    ),
    "vary_form": Label(
        "a key and its values expected, such as 'offices.bureau.staff: 3, 4, 5' or '…: 3..9' (got {got})",
        "应写键和取值，如“offices.bureau.staff: 3, 4, 5”或“…: 3..9”（写的是 {got}）",
    ),
    "needs_range": Label("{got} draws from ranges; write it as 'least..most'", "{got} 需要范围；请写成“最小..最大”"),
    "needs_values": Label("{got} takes listed values; write them as '3, 4, 5'", "{got} 需要列出取值；请写成“3, 4, 5”"),
    "needs_points": Label("{got} takes --points, the number of points", "{got} 需要 --points（点数）"),
    "uneven_lists": Label(
        "list takes as many values of each key (got {got})", "list 要求各键取值个数相同（写的是 {got}）"
    ),
    "sweep_takes_replications": Label(
        "a sweep plays a number of replications, and the file asks for a precision; add --replications",
        "sweep 按次数模拟，而文件要求精度；请加 --replications",
    ),
    "point_unfit": Label(
        "at point {world} of the sweep the value {got} does not fit: {said}",
        "第 {world} 个点的取值 {got} 不成立：{said}",
    ),
    "world_unfit": Label(
        "in state of the world {world} the drawn value {got} does not fit: {said}",
        "第 {world} 个外部状态抽到的取值 {got} 不成立：{said}",
    ),
}
