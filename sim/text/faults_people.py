"""Messages about teams that help, firms that bring firms, and the step at whose end a site mode is chosen."""

from __future__ import annotations

from sim.text.language import Label

PEOPLE_FAULTS: dict[str, Label] = {
    "not_a_help_factor": Label(
        "help is a factor from 0 to 1 (got {got}); 0.7 leaves 70 % of the time or chance, 1 all of it",
        "帮办倍数须在 0 到 1 之间（写的是 {got}）；0.7 表示降为七成，1 表示不变",
    ),
    "people_or_steps": Label("exactly one of people and steps expected; keep one", "people 与 steps 须且只能写一个"),
    "people_or_add": Label("people and add both stand here; keep one", "people 与 add 只能写一个；请保留一个"),
    "team_of_nobody": Label(
        "nobody is left in team {got}, so firms would wait for it for ever; give it at least one person",
        "团队 {got} 没有人，企业会一直等下去；请至少安排一人",
    ),
    "too_many_teams": Label(
        "there are {got} teams, at most {most} can be told apart; join some of them",
        "共有 {got} 个团队，最多可分 {most} 个；请合并",
    ),
    "team_is_condition": Label(
        "{got} is also an attribute, a policy of a lever or site_mode, so when: could mean either; rename the team",
        "{got} 与属性、政策工具所设政策或 site_mode 同名，when: 会混淆；请给团队改名",
    ),
    "team_not_taken": Label(
        "no activity takes team {got}, so it helps nobody; add takes: [{{what: {got}, amount: 1, until: producing}}] "
        "to an activity",
        "没有活动占用团队 {got}，帮不到任何企业；请给某个活动加 takes: [{{what: {got}, amount: 1, until: producing}}]",
    ),
    "cost_of_ample": Label(
        "office {office} has no count of staff, so a cost for each (got {got}) is paid for nobody; add staff: or "
        "take it out",
        "部门 {office} 未写人手数，每人费用（写的是 {got}）无从计算；请补 staff: 或去掉",
    ),
    "replaces_itself": Label(
        "team {got} would replace itself; of two teams only the stronger replaces the other",
        "团队 {got} 会替代自己；两个团队中只有较强的一方替代另一方",
    ),
    "replaced_twice": Label(
        "team {got} is replaced by {other} already; let one team replace it",
        "团队 {got} 已由 {other} 替代；请只写一个替代它的团队",
    ),
    "unknown_team": Label("there is no team {got} here; known: {known}", "没有这个团队（写的是 {got}）；已有：{known}"),
    "largest_of_nothing": Label(
        "no type of enterprise states {got}, so nobody is the largest; add it to quantities, or write first_come",
        "没有企业类型写明 {got}，无从比较大小；请写入 quantities，或改 first_come",
    ),
    "assignment_changes": Label(
        "the order in which team {got} helps changes on a day (from {was}); take from: and until: of the lever out, or "
        "its assignment:",
        "团队 {got} 的帮办次序中途改变（原为 {was}）；请去掉该工具的 from:、until:，或去掉 assignment:",
    ),
    "places_change": Label(
        "the places that team {got} gains change on a day (from {was}); take from: and until: of the lever out, or "
        "its places:",
        "团队 {got} 提前的优先级数中途改变（原为 {was}）；请去掉该工具的 from:、until:，或去掉 places:",
    ),
    "arrivals_and_brought_by": Label(
        "firms of type {got} come by themselves or are brought; keep arrivals or brought_by",
        "{got} 类企业或自行到来、或由他人带来；arrivals 与 brought_by 请保留一个",
    ),
    "brought_in_circle": Label(
        "these types bring each other: {got}; take one out of types, or give it a type of its own",
        "这些类型互相带来：{got}；请从 types 中去掉一个，或为其另设类型",
    ),
    "brings_too_many": Label(
        "one firm brings at most {most} such firms (got {got}); write a smaller number",
        "一家企业最多带来 {most} 家（写的是 {got}）；请改小",
    ),
    "brought_by_nobody": Label(
        "no type of enterprise is brought by others, so the lever moves nothing; add brought_by: or take it out",
        "没有由他人带来的企业类型，该工具不起作用；请写 brought_by: 或去掉该工具",
    ),
    "shell_counted": Label(
        "firms of type {kind} can be shells (got {got}) and would count as real ones; write counted: false, and a type "
        "of its own for real firms",
        "{kind} 类企业可能为空壳（写的是 {got}），却会计入真实企业；请写 counted: false，真实企业另设类型",
    ),
    "decides_by_chance": Label(
        "{got} decides, so every firm must come to do it; take probability: out, or decide at another step",
        "{got} 为决定步骤，每家企业都须经过；请去掉 probability:，或改由其他步骤决定",
    ),
    "decides_after_choice": Label(
        "a step that decides comes before the site mode is known, so when: cannot ask for {got}; take it out",
        "决定步骤在选定用地方式之前，when: 不能以 {got} 为条件；请去掉",
    ),
}
