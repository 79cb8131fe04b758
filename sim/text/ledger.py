"""Words of a project ledger (项目台账): headings of its columns, names of its stages, and what a run says of it."""

from __future__ import annotations

from sim.text.language import Label

LEDGER = "ledger"  # projects are types `ledger:<name>`, and one group `type:ledger`
IGNORE = "ignore"

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("项目名称", "项目", "名称", "企业名称", "name", "project"),
    "stage": ("阶段", "项目阶段", "stage"),
    "since": ("阶段日期", "日期", "since", "date"),
    "like": ("企业类型", "类型", "like"),
    "site_mode": ("用地方式", "供地方式", "site_mode"),
    "device_class": ("器械类别", "产品类别"),
    "licence_path": ("许可路径", "注册路径"),
    "equipment": ("设备来源",),
    IGNORE: ("序号", "编号", "备注", "no", "no.", "note", "remarks"),
}
"""Column of the ledger -> headings under which it is found, beside the names of attributes and quantities."""

STAGES: dict[str, tuple[str, ...]] = {
    "planned": ("谋划",),
    "in_talks": ("洽谈", "在谈"),
    "signed": ("签约",),
    "started": ("开工",),
    "under_construction": ("在建", "建设", "建设中"),
    "producing": ("投产",),
    "full_output": ("达产",),
}
"""Stage -> its names in Chinese; 已 (already) may stand before them."""

LEDGER_LABELS: dict[str, Label] = {
    "ledger": Label("Projects in hand", "台账项目"),
    "note": Label(
        "{count} projects in hand on day 0 start where they stand ({stages}); they are survivors, and counted apart.",
        "{count} 个在手项目从第0天的现状出发（{stages}）；它们是留存下来的项目，单独统计。",
    ),
    "behind": Label("{count} more are producing already: they are not simulated.", "另有 {count} 个已投产，不再模拟。"),
}

STAGE_LABELS: dict[str, Label] = {
    "planned": Label("planned", "谋划"),
    "in_talks": Label("in talks", "洽谈"),
    "signed": Label("signed", "签约"),
    "started": Label("started", "开工"),
    "under_construction": Label("under construction", "在建"),
    "producing": Label("producing", "投产"),
    "full_output": Label("at full output", "达产"),
}
