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
