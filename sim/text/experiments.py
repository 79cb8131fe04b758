"""What experiments say: stores, failures, precision, clusters, sweeps; each sentence in both languages."""

from __future__ import annotations

from sim.text.language import Label, Language, say

EXPERIMENTS: dict[str, Label] = {
    "store_of_another": Label(
        "is the store of another scenario (another title); choose another directory with --store",
        "是另一个情景（名称不同）的结果库；请用 --store 另选文件夹",
    ),
    "store_foreign": Label(
        "not empty and not a store of parksim; choose another directory with --store",
        "不是空文件夹，也不是 parksim 的结果库；请用 --store 另选文件夹",
    ),
    "store_half": Label(
        "is half of a store: store.json is missing; copy the whole directory again, or choose another one",
        "结果库不完整：缺少 store.json；请重新完整复制，或另选文件夹",
    ),
    "store_torn": Label(
        "cannot be read; copy the store again, or choose another directory with --store",
        "无法读取；请重新复制结果库，或用 --store 另选文件夹",
    ),
    "store_format": Label(
        "is a store of another version of parksim; choose another directory with --store",
        "是其他版本 parksim 的结果库；请用 --store 另选文件夹",
    ),
    "store_gone": Label(
        "there is no store or result of parksim here; was it moved?", "此处没有 parksim 的结果库或结果；是否已被移动？"
    ),
    "kpi_nowhere": Label(
        "no history has a (finite) value of this KPI, so no number of them would make it precise",
        "所有模拟中该指标均无（有限）取值，再多次数也无法达到精度",
    ),
    "kept": Label(
        "interrupted; finished blocks are kept in {store}, and the same command goes on from there",
        "已中断；已完成部分保留在{store}，再次执行同一命令即可继续",
    ),
    "damaged": Label("{place}: damaged ({file}), played again", "{place}：已损坏（{file}），将重新模拟"),
    "round": Label(
        "{n} replications: {kpi} ±{half} (asked: ±{wanted}; widest: {strategy})",
        "{n}次模拟：{kpi} ±{half}（要求±{wanted}；最宽：{strategy}）",
    ),
    "reached_precise": Label("Precise enough after {n} replications of each strategy.", "每个方案模拟{n}次后已达到精度。"),
    "reached_replications": Label(
        "Not precise enough: the budget of {n} replications of each strategy is spent.",
        "未达到精度：每个方案{n}次的预算已用完。",
    ),
    "reached_minutes": Label(
        "Not precise enough: the minutes are spent, after {n} replications of each strategy.",
        "未达到精度：分钟预算已用完，每个方案已模拟{n}次。",
    ),
    "worlds": Label(
        "Over {worlds} drawn states of the world: {strategy} against {baseline} {p50} days in the middle one, {p10} to "
        "{p90} in eight of ten (restricted mean); sooner in {share} % of them.",
        "在{worlds}个抽取的外部状态下：{strategy}与{baseline}相差{p50}天（中位），八成在{p10}至{p90}天之间（限制平均）；"
        "其中{share}%更早。",
    ),
    "failed": Label(
        "{failed} of {of} histories failed and are left out; the first: {strategy}, replication {replication}: {error}: "
        "{message}. To play it again:",
        "{of}次模拟中有{failed}次失败，未计入；首个：方案{strategy}第{replication}次：{error}: {message}。重新模拟：",
    ),
    "no_worker": Label(
        "no worker process could start; in a script, call this under `if __name__ == '__main__':`, because every "
        "worker imports the script first; or use workers=1",
        "无法启动工作进程；在脚本中请放在 `if __name__ == '__main__':` 之下调用（每个进程都会先导入脚本），或用 workers=1",
    ),
    "workers_die": Label(
        "worker processes died again and again (memory?); use fewer --workers; with --store finished blocks are kept",
        "工作进程一再中止（内存不足？）；请减少 --workers；用 --store 可保留已完成部分",
    ),
    "too_many_failed": Label(
        "stopped: {failed} of {of} replications failed, more than {allowed} % (--failures-allowed); the first: "
        "{strategy}, replication {replication}: {error}: {message}",
        "已停止：{of}次模拟中有{failed}次失败，超过{allowed}%（--failures-allowed）；首个：方案{strategy}第{replication}次："
        "{error}: {message}",
    ),
}


def told(key: str, lang: Language, **values: object) -> str:
    """A sentence with its places filled in."""
    return say(EXPERIMENTS[key], lang).format(**values)
