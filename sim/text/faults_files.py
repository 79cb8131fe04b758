"""Messages about files: what cannot be read, what is no plain YAML, bases that cannot be found or merged."""

from __future__ import annotations

from sim.text.language import Label

FILE_FAULTS: dict[str, Label] = {
    "no_such_file": Label(
        "there is no such file, nor a packaged scenario of that name; packaged: {known}",
        "没有这个文件，也没有这个名称的自带情景；自带：{known}",
    ),
    "cannot_read": Label(
        "the file cannot be read ({got}); check its name and place", "无法读取文件（{got}）；请检查文件名和位置"
    ),
    "too_large": Label(
        "the file is too large for a scenario (got {got} bytes)", "文件过大，不像情景文件（{got} 字节）"
    ),
    "not_utf8": Label(
        "the file is not UTF-8 (GBK perhaps); save it again as UTF-8: in Notepad 'Save as' with encoding UTF-8, "
        "in VS Code 'Save with Encoding' > UTF-8",
        "文件不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8："
        "记事本“另存为”选编码 UTF-8，VS Code 选“通过编码保存”> UTF-8",
    ),
    "empty_file": Label(
        "the file is empty; write a scenario, or copy a packaged one to begin with",
        "文件是空的；请写入情景，或先复制一个自带情景",
    ),
    "yaml_syntax": Label(
        "this is no YAML ({got}); check indentation (spaces, no tabs), colons, brackets and quotes here and just above",
        "不是合法的 YAML（{got}）；请检查此处及上一行的缩进（用空格，不用制表符）、冒号、括号和引号",
    ),
    "not_a_map": Label(
        "a scenario is a map; begin with lines such as title: …", "情景文件应由“键: 值”组成；请以 title: … 等开头"
    ),
    "duplicate_key": Label(
        "{got} stands here a second time (first on line {line}); keep one",
        "{got} 在此重复出现（首次在第 {line} 行）；请只保留一个",
    ),
    "empty_value": Label(
        "nothing stands after the colon or dash; write a value ({{}} for a map, [] for a list) or take the key out",
        "冒号或短横后没有内容；请填写（空映射写 {{}}，空列表写 []），或删去此键",
    ),
    "cut_off": Label(
        "a comma ends the value before it, so {got} has become a key; write numbers without commas (1000000), several "
        "numbers in brackets: [1, 2, 3]",
        "逗号会结束前面的值，{got} 因此成了键；数字不要加逗号（1000000），多个数字请写在方括号内：[1, 2, 3]",
    ),
    "alias": Label(
        "references (*name) are not read; write the value out, or put it into a base",
        "不支持引用（*名称）；请直接写出内容，或放进基础文件",
    ),
    "tag": Label("tags are not read (got {got}); write the plain value", "不支持标签（写的是 {got}）；请直接写值"),
    "second_document": Label(
        "a second document begins here; keep one document a file, without ---",
        "此处开始了第二个文档；一个文件只能有一个，请删去 ---",
    ),
    "key_not_text": Label(
        "a key must be a single word; check brackets and question marks", "键必须是单个词；请检查括号和问号"
    ),
    "too_deep": Label("nested more than {got} levels deep; check the brackets", "嵌套超过 {got} 层；请检查括号"),
    "extends_not_names": Label("extends takes names of files", "extends 只能写文件名"),
    "base_missing": Label(
        "there is no such base beside this file or in the package (got {got}); check the name",
        "在本文件旁或程序自带情景中找不到该基础文件（写的是 {got}）；请检查名称",
    ),
    "base_outside": Label(
        "a base is named without its folder (got {got}); put the file beside this one and write its name only",
        "基础文件只写文件名，不带路径（写的是 {got}）；请把文件放在本文件旁边",
    ),
    "base_loop": Label(
        "the bases extend each other in a circle ({got}); take one of these out",
        "基础文件循环继承（{got}）；请去掉其中一处",
    ),
    "bases_conflict": Label(
        "two bases set {got} (the other: {first}); keep one, or take it out of the bases and set it in this file",
        "两个基础文件都设置了 {got}（另一处：{first}）；请只保留一处，或改在本文件中设置",
    ),
}

SYNTAX: dict[str, Label] = {
    english: Label(english, chinese)
    for english, chinese in (
        ("block sequence entries are not allowed in this context", "此处不能写列表项"),
        ("control characters are not allowed", "含有控制字符"),
        ("could not find expected ':'", "缺少冒号，或冒号后缺空格"),
        ("did not find expected ',' or ']'", "缺少逗号或 ]"),
        ("did not find expected ',' or '}'", "缺少逗号或 }"),
        ("did not find expected '-' indicator", "缺少短横 -"),
        ("did not find expected <document start>", "前面的内容没有写完"),
        ("did not find expected alphabetic or numeric character", "& 或 * 后缺少名称"),
        ("did not find expected comment or line break", "此处应换行"),
        ("did not find expected key", "缺少键，或缩进不一致"),
        ("did not find expected node content", "缺少内容"),
        ("found a tab character that violates indentation", "缩进中有制表符"),
        ("found a tab character where an indentation space is expected", "缩进中有制表符"),
        ("found character that cannot start any token", "有不能用在开头的字符，如制表符、@ 或 `"),
        ("found undefined tag handle", "未定义的标签"),
        ("found unexpected ':'", "多余的冒号"),
        ("found unexpected document indicator", "多余的 ---"),
        ("found unexpected end of stream", "引号没有写完"),
        ("found unknown escape character", "双引号内有不认识的 \\ 转义"),
        ("mapping keys are not allowed in this context", "此处不能写键"),
        ("mapping values are not allowed in this context", "此处不能写“键: 值”"),
    )
}
"""What the reader of YAML says, in Chinese too."""
SYNTAX_UNKNOWN = "无法解析"
