"""Messages about a project ledger: files and sheets, headings and cells, stages and what lies behind them."""

from __future__ import annotations

from sim.text.language import Label

LEDGER_FAULTS: dict[str, Label] = {
    "ledger_missing": Label(
        "there is no such ledger beside this file (got {got}); put it there and write its name only (.csv, .xlsx)",
        "本文件旁没有这个台账（写的是 {got}）；请把它放在旁边，只写文件名（.csv 或 .xlsx）",
    ),
    "ledger_unread_form": Label(
        "only .csv and .xlsx ledgers are read (got {got}); save it as .xlsx, or as 'CSV UTF-8', and write that name",
        "台账只读 .csv 与 .xlsx（写的是 {got}）；请另存为 .xlsx 或“CSV UTF-8”，并改写文件名",
    ),
    "ledger_encoding": Label(
        "the ledger is neither UTF-8 nor GB18030; save it again as 'CSV UTF-8'",
        "台账既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8”",
    ),
    "ledger_workbook": Label(
        "this sheet cannot be read ({got}); save it again as .xlsx, or as 'CSV UTF-8'",
        "无法读取该表格（{got}）；请另存为 .xlsx 或“CSV UTF-8”",
    ),
    "ledger_needs_openpyxl": Label(
        "reading .xlsx needs openpyxl: pip install 'parksim[xlsx]', or save the ledger as 'CSV UTF-8'",
        "读取 .xlsx 需要 openpyxl：请运行 pip install 'parksim[xlsx]'，或把台账另存为“CSV UTF-8”",
    ),
    "ledger_empty": Label(
        "the ledger is empty; write a line of headings and one line a project",
        "台账是空的；请写一行表头，每个项目一行",
    ),
    "ledger_too_long": Label(
        "more than {got} projects; split the ledger, or leave out what is producing already",
        "项目超过 {got} 个；请拆分台账，或删去已投产的项目",
    ),
    "ledger_not_read": Label(
        "a ledger is read with the file that names it; write its projects under rows: here",
        "台账随写明它的文件一起读取；此处请在 rows: 下写出项目",
    ),
    "ledger_no_headings": Label(
        "the first line is no line of headings (got {got}); begin the sheet with headings such as {known}",
        "首行不是表头（写的是 {got}）；请以表头开头，如 {known}",
    ),
    "ledger_title": Label(
        "the first line is not the headings (got {got}); they stand in line {line}: take out what is above it",
        "首行不是表头（写的是 {got}）；表头在第 {line} 行：请删去其上各行",
    ),
    "ledger_heading_missing": Label(
        "no column has the heading {got}; known: {known}", "没有“{got}”这一列；可用：{known}"
    ),
    "ledger_heading_unknown": Label(
        "unknown heading (got {got}); rename it, or say what it is under columns: ({got}: ignore leaves it out); "
        "known: {known}",
        "不认识的表头（写的是 {got}）；请改名，或在 columns: 下说明（{got}: ignore 表示不用）；可用：{known}",
    ),
    "ledger_heading_twice": Label(
        "a second column for {got} (the first is column {first}); keep one, or write ignore for it under columns:",
        "“{got}”有两列（首列是第 {first} 列）；请只留一列，或在 columns: 下写 ignore",
    ),
    "ledger_column_target": Label(
        "columns: leads to no column of a ledger (got {got}); known: {known}",
        "columns: 所指不是台账的列（写的是 {got}）；可用：{known}",
    ),
    "ledger_blank": Label("{got} is blank; write it, or take the line out", "“{got}”为空；请填写，或删去此行"),
    "ledger_extra_cell": Label(
        "a cell without a heading (got {got}); give it one, or quote the cell that holds a comma",
        "此格没有表头（写的是 {got}）；请补表头，或给含逗号的单元格加引号",
    ),
    "ledger_twice": Label(
        "this project stands here a second time (got {got}); keep one, or tell them apart by name",
        "项目重复（{got}）；请只保留一行，或用名称区分",
    ),
    "ledger_stage": Label("unknown stage (got {got}); known: {known}", "没有这个阶段（写的是 {got}）；可用：{known}"),
    "ledger_date": Label(
        "a date such as 2022-05-15 expected (got {got}); leave it blank where it is not known",
        "应为日期，如 2022-05-15 或 2022年5月15日（写的是 {got}）；不知道就留空",
    ),
    "ledger_date_serial": Label(
        "a date such as 2022-05-15 expected, not the number in which a sheet keeps it (got {got}, in Excel usually "
        "{day}); give the column the format of a date, or write the date",
        "应为日期，而不是表格软件存日期用的序号（写的是 {got}，在 Excel 中一般为 {day}）；请把该列设为日期格式，"
        "或直接写日期",
    ),
    "ledger_date_late": Label(
        "the stage is reached after the start of the scenario, {start} (got {got}); a ledger is of day 0",
        "阶段日期晚于情景起始日 {start}（写的是 {got}）；台账应反映第0天的状况",
    ),
    "ledger_attribute": Label("{kind} has no attribute {got}; known: {known}", "{kind} 没有属性 {got}；可用：{known}"),
    "ledger_value": Label(
        "{kind} never has this value (got {got}); known: {known}; words: may translate a cell",
        "{kind} 不会有这个取值（写的是 {got}）；可用：{known}；可在 words: 下给出对应",
    ),
    "value_of_no_row": Label(
        "projects of the ledger have {attribute}: {value}, and the type has this in its place (got {got})",
        "台账项目的 {attribute} 为 {value}，而此类型写的是 {got}",
    ),
    "ledger_cannot_be": Label(
        "no firm like {kind} has these attributes together (got {got}); change one, or name another type under like",
        "没有类似 {kind} 的企业同时具有这些属性（写的是 {got}）；请改一个，或用 like 指定别的类型",
    ),
    "ledger_stage_unsaid": Label(
        "stages: does not say what lies behind a project in this stage ({got}); add {got}: {{done: […], doing: …}}",
        "stages: 没有说明此阶段（{got}）的项目已完成什么；请补 {got}: {{done: […], doing: …}}",
    ),
    "ledger_done_after_doing": Label(
        "{got} cannot be done while {doing}, which comes before it, is being done; take one of them out",
        "{doing} 在 {got} 之前，尚在进行时 {got} 不可能已完成；请去掉其中一个",
    ),
    "ledger_doing_at_office": Label(
        "{got} is handled by an office with finite staff: who is there stands in its line_on_day_one; name the step "
        "before it under done, or the firm's own work under doing",
        "{got} 由人手有限的部门办理，在办的应计入其 line_on_day_one；请在 done 写前一步，或在 doing 写企业自办事项",
    ),
    "ledger_id_taken": Label(
        "the projects of a ledger are the group {got}; rename this type", "台账项目的分组就叫 {got}；请给此类型改名"
    ),
    "ledger_outlasted": Label(
        "{got} days of {activity} are more than its law allows: nothing is taken to be left; check the date, or "
        "whether the law knows projects that stall",
        "{activity} 已历时 {got} 天，超出其时长分布：视为即将完成；请核对日期，或检查分布是否考虑了停滞的项目",
    ),
    "ledger_no_site": Label(
        "{got} projects that have signed state no site mode: every strategy puts them where it puts newcomers; "
        "add a column site_mode",
        "有 {got} 个已签约项目未写用地方式：各方案会像新企业一样为其安排；请增加“用地方式”一列",
    ),
}
