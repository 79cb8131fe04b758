"""Messages about size: numbers that are slips of the pen, for no park is that large."""

from __future__ import annotations

from sim.text.language import Label

SIZE_FAULTS: dict[str, Label] = {
    "too_large_whole": Label(
        "at most {most} here (got {got}); write a smaller number", "此处最多 {most}（写的是 {got}）；请改小"
    ),
    "too_large_number": Label(
        "a number of this size is a slip (got {got}, at most {most}); write a smaller one",
        "数值过大，应为笔误（写的是 {got}，最多 {most}）；请改小",
    ),
    "too_small_shape": Label(
        "with a shape below {least} the law has no sensible mean (got {got}); write a larger one",
        "形状参数小于 {least} 时均值没有意义（写的是 {got}）；请改大",
    ),
    "horizon_too_long": Label(
        "the horizon is too long (got {got} days, at most {most}); write an earlier end",
        "模拟时长过长（现为 {got} 天，最多 {most} 天）；请改用较早的结束日",
    ),
    "too_many_arrive": Label(
        "{got} would come in one history, at most {most} can be played; write fewer, or count: beside it",
        "一次模拟将到来 {got} 家，最多可模拟 {most} 家；请改小，或加写 count:",
    ),
    "closed_too_long": Label(
        "sites would stand still for {got} days around Spring Festival, at most {most}; write fewer",
        "春节前后停工共 {got} 天，最多 {most} 天；请改小",
    ),
    "too_many_units": Label(
        "there would be {got} units in this space, at most {most} can be told apart; write fewer",
        "此处厂房共 {got} 个单元，最多可分 {most} 个；请改少",
    ),
    "nobody_arrives": Label(
        "no firm of type {got} ever comes; see that this is meant", "没有 {got} 类企业到来；请确认是否有意"
    ),
}
