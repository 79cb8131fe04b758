"""Messages about floors, land and utilities: what is taken, how much of it, by whom."""

from __future__ import annotations

from sim.text.language import Label

ESTATE_FAULTS: dict[str, Label] = {
    "not_a_share": Label("{got} is not a share, which lies in 0 to 1", "{got} 不是比例，比例须在 0 到 1 之间"),
    "not_an_amount": Label(
        "a number, or the name of a quantity of the firm expected (got {got})",
        "应为数字，或企业数量的名称（写的是 {got}）",
    ),
    "equal_units": Label(
        "units are a list of areas, or {{count: …, area: …}}; write both keys",
        "units 应为面积列表，或 {{count: …, area: …}}；请两键都写",
    ),
    "building_without_unit": Label(
        "a building has at least one unit; list the areas of its units", "楼栋至少有一个单元；请列出各单元面积"
    ),
    "unit_beyond_building": Label(
        "a unit is larger than its building (got {got} m², building {most} m²); check both",
        "单元大于其所在楼栋（写的是 {got} m²，楼栋 {most} m²）；请核对二者",
    ),
    "units_beyond_building": Label(
        "the units together are larger than their building (got {got} m², building {most} m²); take some out, or "
        "correct area",
        "各单元之和大于楼栋（合计 {got} m²，楼栋 {most} m²）；请减少单元，或改正 area",
    ),
    "land_in_mu": Label(
        "land is counted in mu (got {got}); write unit: mu, or kind: utility",
        "土地以亩计（写的是 {got}）；请写 unit: mu，或 kind: utility",
    ),
    "unknown_resource": Label(
        "there is no space, stock or team {got}; known: {known}",
        "没有此厂房、资源或团队（写的是 {got}）；已有：{known}",
    ),
    "unknown_quantity": Label(
        "a firm has no quantity {got}; some of those it can have: {known}",
        "企业没有此数量（写的是 {got}）；可用的如：{known}",
    ),
    "quantity_of_nobody": Label(
        "no type of enterprise states {got}, so nothing would be taken; add it to quantities, or write a number",
        "没有企业类型写明 {got}，等于不占用；请写入 quantities，或改写数字",
    ),
    "waits_twice": Label(
        "an activity with {key} waits for that alone; move {got} to an activity of its own",
        "带 {key} 的活动只等待该项；请把 {got} 移到另一个活动",
    ),
    "takes_only": Label(
        "an activity that takes cannot have {got}; move {got} to an activity of its own, linked by after:",
        "占用资源（takes）的活动不能带 {got}；请把 {got} 移到另一个活动，用 after: 相连",
    ),
    "taken_twice": Label(
        "{got} is taken a second time by this activity; add the amounts up, or use another activity",
        "此活动重复占用 {got}；请合并数量，或另设活动",
    ),
    "best_fit_alone": Label(
        "{got} is given by best_fit, so nothing else can be taken with it; use two activities, or rule: first_come",
        "{got} 按 best_fit 分配，不能与其他资源一并占用；请分成两个活动，或改 rule: first_come",
    ),
    "stock_unfinished": Label(
        "{got} is a stock, and only floors can be taken unfinished; take the key out",
        "{got} 不是厂房，只有厂房可在建时预订；请删去此键",
    ),
    "by_for_nobody": Label(
        "no firm is drawn here, so nothing can differ by attribute; write one law without by:",
        "此处与企业无关，不能按属性区分；请写不带 by: 的分布",
    ),
    "larger_than_building": Label(
        "the typical amount is larger than the largest building of {what} (got {got} m², largest {most} m²), and a "
        "firm never sits in two; check the amount and the buildings",
        "常见需求大于 {what} 最大的楼栋（现为 {got} m²，最大 {most} m²），而一家企业不分处两楼；请核对数量与楼栋",
    ),
    "larger_than_stock": Label(
        "the typical amount is larger than all that {what} is ever supplied with (got {got}, supply {most}); check "
        "both",
        "常见需求大于 {what} 的全部供给（现为 {got}，供给 {most}）；请核对二者",
    ),
    "quantity_not_stated": Label(
        "does not state {got}, so it takes nothing of {what} in {activity}; add it to quantities",
        "未写明 {got}，因此在 {activity} 中不占用 {what}；请写入 quantities",
    ),
    "choice_without_floor_area": Label(
        "firms of type {got} compare site modes but state no floor_area, so rent and fit-out cost them nothing; "
        "add it to quantities",
        "{got} 类企业自行比较用地方式，却未写明 floor_area，租金与装修便为零；请写入 quantities",
    ),
}
