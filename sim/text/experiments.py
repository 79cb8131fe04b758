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
    "reached_precise": Label(
        "Precise enough after {n} replications of each strategy.", "每个方案模拟{n}次后已达到精度。"
    ),
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
        "{failed} of {of} histories failed and are left out; the first: {strategy}, replication {replication}: "
        "{error}: {message}. To play it again:",
        "{of}次模拟中有{failed}次失败，未计入；首个：方案{strategy}第{replication}次：{error}: {message}。重新模拟：",
    ),
    "damaged_listed": Label(
        "{place}: damaged ({file}); asking again plays it anew", "{place}：已损坏（{file}）；再次执行时会重新模拟"
    ),
    "no_question": Label("nothing was asked of this store yet", "此结果库尚未被使用"),
    "unknown_question": Label(
        "there is no one question {got}; there are: {known}", "没有唯一的问题 {got}；已有：{known}"
    ),
    "no_duckdb": Label(
        "asking needs DuckDB; pip install parksim[query]", "查询需要 DuckDB；请执行 pip install parksim[query]"
    ),
    "more_rows": Label("… and {rows} more rows (--csv prints all)", "……另有{rows}行（--csv 输出全部）"),
    "no_such_world": Label("no such state of the world was played", "没有模拟过这个外部状态"),
    "rerun_failed": Label(
        "{strategy}, replication {replication} fails: {error}: {message}",
        "方案{strategy}第{replication}次失败：{error}: {message}",
    ),
    "results_strategies": Label("strategies", "方案"),
    "results_question": Label("question", "问题"),
    "results_worlds": Label("worlds", "外部状态"),
    "results_seed": Label("seed", "种子"),
    "results_there": Label("replications", "次数"),
    "results_failed": Label("failed", "失败"),
    "results_code": Label("code", "代码"),
    "results_present": Label("present", "当前"),
    "results_older": Label("another", "其他"),
    "no_dask": Label(
        "a cluster needs Dask; pip install parksim[cluster]", "使用集群需要 Dask；请执行 pip install parksim[cluster]"
    ),
    "no_address": Label(
        "an address such as tcp://10.0.0.1:8786 expected (--cluster or PARKSIM_CLUSTER)",
        "应为 tcp://10.0.0.1:8786 这样的地址（--cluster 或 PARKSIM_CLUSTER）",
    ),
    "no_scheduler": Label(
        "no Dask scheduler answers; start one with `dask scheduler`, and on each machine `dask worker {address}`",
        "没有 Dask 调度器应答；请先执行 `dask scheduler`，并在各台机器上执行 `dask worker {address}`",
    ),
    "no_dask_worker": Label(
        "the scheduler has no worker; start one on each machine with `dask worker {address}`",
        "调度器没有工作节点；请在各台机器上执行 `dask worker {address}`",
    ),
    "other_program": Label(
        "a worker runs another program (code {their_code}, Python {their_python}) than we (code {our_code}, Python "
        "{our_python}); install the same version of parksim and Python there",
        "有工作节点的程序版本不同（代码 {their_code}，Python {their_python}；"
        "本机为代码 {our_code}，Python {our_python}）；请在该处安装相同版本的 parksim 与 Python",
    ),
    "scheduler_without": Label(
        "the scheduler cannot read our tasks; install the same version of parksim where it runs, too",
        "调度器无法读取任务；请在其所在机器上也安装相同版本的 parksim",
    ),
    "cluster_lost": Label(
        "the scheduler at {address} is gone; start it again and give the same command (--store keeps what is done)",
        "调度器 {address} 已断开；请重新启动后再次执行同一命令（用 --store 可保留已完成部分）",
    ),
    "sweep_head": Label(
        "{points} points over {keys}: {kpi} ({group}), mean of {n} replications ± 95 % simulation error",
        "{keys}的{points}个点：{kpi}（{group}），{n}次模拟的平均 ± 95%模拟误差",
    ),
    "no_worker": Label(
        "no worker process could start; in a script, call this under `if __name__ == '__main__':`, because every "
        "worker imports the script first; or use workers=1",
        "无法启动工作进程；在脚本中请放在 `if __name__ == '__main__':` 之下调用，"
        "因为每个进程都会先导入脚本；或用 workers=1",
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
