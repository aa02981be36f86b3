//! Strings of the command line: help texts by command and argument, and messages.

use super::{Phrase, phrases, sentences};

phrases! {
    /// Before the usage line of a help text.
    USAGE: "用法：", "Usage: ";
    /// Above the arguments.
    ARGUMENTS: "参数", "Arguments";
    /// Above the options.
    OPTIONS: "选项", "Options";
    /// Above the subcommands.
    COMMANDS: "命令", "Commands";
    /// Below the list of subcommands.
    SEE_ALSO:
        "不带命令时打开阅读界面；没有 PATH 时打开自带的样例。\n“gangmu 命令 --help”说明各命令。\n退出码：0 正常或有结果，1 没有结果或查出问题，2 出错。\n配置：配置文件夹（$XDG_CONFIG_HOME，通常是 ~/.config）中的 gangmu/config.toml。",
        "Without a command the notices are opened for reading; without PATH, the built-in sample.\n`gangmu COMMAND --help` explains a command.\nExit status: 0 done or found, 1 nothing found or faults found, 2 error.\nConfiguration: gangmu/config.toml in $XDG_CONFIG_HOME (usually ~/.config).";
    /// Below the options of `check`, before the names of all rules.
    RULES: "规则：", "Rules: ";
    /// A query of white space or operators only.
    NOTHING_TO_LOOK_FOR: "没有给出要查找的词", "no word to look for";
    /// `find --scope line` with a facet.
    LINES_HAVE_NO_FACETS:
        "按行查找时不能用“年:2024”之类的条件（只有公文才有这些要素）",
        "lines have no year, issuer or the like (facets ask about notices; leave them out)";
    /// `formats`: read by the program itself.
    BUILT_IN: "自带", "built in";
    /// `formats`: known, and not read.
    NOT_READ: "不能读", "not read";
    /// `doctor`: below the table.
    DOCTOR_PURPOSE:
        "读取 Word 6 和 Word 95 的旧文档需要以上任一程序，其他格式都不需要。",
        "Either of them reads the old documents of Word 6 and 95; no other format needs a program.";
    /// `--print-keys`: above the column of keys.
    KEYS: "按键", "Keys";
    /// `--print-keys`: above the column of names.
    ACTION: "名称", "Action";
    /// `--print-keys`: above the column of help texts.
    MEANING: "作用", "Meaning";
}

sentences! {
    /// A file of the configuration that cannot be read.
    config_unreadable(path: &str, reason: &str):
        "{path}: 无法读取配置：{reason}", "{path}: the configuration cannot be read: {reason}";
    /// An invalid entry of the configuration.
    config_fault(path: &str, line: usize, reason: &str): "{path}:{line}: {reason}", "{path}:{line}: {reason}";
    /// A value outside the known ones.
    unknown_value(what: &str, value: &str, known: &str):
        "{what} 不能是 {value:?}（可用：{known}）", "{what} cannot be {value:?} (known: {known})";
    /// A key that does not exist.
    unknown_key(key: &str):
        "没有 {key:?} 这样的按键（写法如 j、zR、^o、A-Left、F1）", "{key:?} is no key (keys are written j, zR, ^o, A-Left, F1)";
    /// An action that does not exist.
    unknown_action(name: &str):
        "没有 {name:?} 这样的动作（gangmu --print-keys 列出全部；none 表示取消按键）",
        "{name:?} is no action (gangmu --print-keys lists them; none takes the key away)";
    /// Writing to standard output failed.
    cannot_write(reason: &str): "无法写出：{reason}", "cannot write: {reason}";
    /// `--log`: a file that cannot be written.
    cannot_log(path: &str, reason: &str): "{path}：无法写入日志：{reason}", "{path}: the log cannot be written: {reason}";
    /// `--log`: a variable that sets its levels, and makes no sense.
    log_levels_unclear(name: &str, value: &str, reason: &str):
        "{name} 不能是 {value:?}：{reason}（写法如 debug 或 gangmu::parse=debug）",
        "{name} cannot be {value:?}: {reason} (write debug or gangmu::parse=debug)";
    /// A picked name that holds a line break.
    line_break_in_name(name: &str):
        "{name}: 名称里有换行符，会被当成另一行（请先改名）",
        "{name}: a line break in its name would be taken for another line (rename it)";
    /// `doctor`: where a program is.
    doctor_found(path: &str): "已找到：{path}", "found: {path}";
    /// `doctor`: a program that is not installed.
    doctor_missing(package: &str): "未安装（软件包 {package}）", "not installed (package {package})";
    /// A record of a file that holds several.
    record(part: &str): "第 {part} 条", "record {part}";
}

/// The help texts of the commands, by name; the program itself is `gangmu`.
pub(crate) const COMMAND_HELP: [(&str, Phrase); 10] = [
    ("gangmu", Phrase::new("纲目：在终端里浏览公文", "Browse Chinese official notices in the terminal")),
    ("outline", Phrase::new("列出公文的大纲", "Print the outline of notices")),
    ("find", Phrase::new("在标题中模糊查找，按匹配程度排列", "Find titles and headings, best match first")),
    (
        "grep",
        Phrase::new(
            "在正文中查找词句，按所在标题列出",
            "Search the text for words and phrases, with the headings above",
        ),
    ),
    (
        "check",
        Phrase::new(
            "检查编号错漏等问题，逐条列出位置",
            "Report numbering faults and other warnings, with line numbers",
        ),
    ),
    (
        "extract",
        Phrase::new(
            "输出解析之前的文本（用来查明大纲为什么不对）",
            "Print the text before it is parsed, to see why an outline is wrong",
        ),
    ),
    ("formats", Phrase::new("列出能读的文件格式", "List the file formats that can be read")),
    (
        "doctor",
        Phrase::new(
            "检查读旧格式所需的其他程序是否已安装",
            "List the external programs that read old formats, and whether they are installed",
        ),
    ),
    ("completions", Phrase::new("输出命令补全脚本", "Print a completion script for a shell")),
    ("man", Phrase::new("输出手册页", "Print the manual page")),
];

/// The help texts of the arguments, by command and name; `*` is any command.
pub(crate) const ARGUMENT_HELP: [(&str, &str, Phrase); 29] = [
    ("*", "paths", Phrase::new("文件、文件夹，或 -（标准输入）", "Files, folders, or - for standard input")),
    (
        "*",
        "encoding",
        Phrase::new(
            "文件的编码（utf-8、gb18030、big5、utf-16le……），不写则自动识别",
            "Character encoding of the files (utf-8, gb18030, big5, utf-16le, ...) instead of detecting it",
        ),
    ),
    (
        "*",
        "pinyin",
        Phrase::new(
            "查询时怎样打拼音：full（全拼，默认），或双拼 xiaohe、ziranma、microsoft、sogou、abc、jiajia、ziguang",
            "Pinyin scheme of queries: full (default), or double pinyin: xiaohe, ziranma, microsoft, sogou, abc, jiajia or ziguang",
        ),
    ),
    ("*", "lang", Phrase::new("界面语言：zh 或 en", "Language of the interface: zh or en")),
    (
        "*",
        "log",
        Phrase::new(
            "把读取与解析的经过追加到这个日志文件；环境变量 RUST_LOG 定详略，如 debug 或 gangmu::parse=debug（默认 info）",
            "Append what was read, how, and how long it took to this file; RUST_LOG sets the levels, like debug or gangmu::parse=debug (default info)",
        ),
    ),
    ("*", "help", Phrase::new("显示帮助", "Print help")),
    ("gangmu", "version", Phrase::new("显示版本", "Print version")),
    ("gangmu", "theme", Phrase::new("配色：dark、light、ansi 或 plain", "Colours: dark, light, ansi or plain")),
    ("gangmu", "print_keys", Phrase::new("列出全部按键", "Print all keys and what they do")),
    (
        "gangmu",
        "pick",
        Phrase::new(
            "只选取并输出：titles（默认，输出路径）、headings 或 sentences（输出 路径:行:文字）",
            "Pick something and print it: titles (default; paths), headings or sentences (path:line:text)",
        ),
    ),
    ("gangmu", "query", Phrase::new("--pick 开始时的查询", "Initial query of --pick")),
    (
        "outline",
        "format",
        Phrase::new(
            "输出格式：tree（默认）、json（每件公文一行）、markdown",
            "Output: tree (default), json (one line for each notice) or markdown",
        ),
    ),
    ("outline", "depth", Phrase::new("只列前 N 级标题", "Print N levels of headings only")),
    ("outline", "lines", Phrase::new("在标题前写出行号", "Print the line of each heading before it")),
    (
        "find",
        "query",
        Phrase::new(
            "空格表示“并且”；'连续 ^开头 结尾$ !不含 甲|乙",
            "Words are ANDed; 'exact ^prefix suffix$ !not a|b",
        ),
    ),
    (
        "find",
        "scope",
        Phrase::new(
            "查找范围：title（公文标题）、heading（文内标题）、all（默认，两者）、line（文件的每一行）",
            "What to search: title, heading, all (default, both), or line (every line of the files)",
        ),
    ),
    ("find", "limit", Phrase::new("最多列出 N 条", "Print N results at most")),
    (
        "find",
        "format",
        Phrase::new(
            "输出格式：text（默认）、json（每条一行）",
            "Output: text (default) or json (one line for each result)",
        ),
    ),
    (
        "grep",
        "pattern",
        Phrase::new("空格表示“并且”；\"…\" 内的空格属于词句", "Words are ANDed; \"...\" keeps the spaces of a phrase"),
    ),
    (
        "grep",
        "within",
        Phrase::new(
            "各词须在同一范围内：sentence（句，默认）、item（条目：标题及其正文）、notice（公文）",
            "Scope that must contain all words: sentence (default), item (a heading with its text) or notice",
        ),
    ),
    ("grep", "count", Phrase::new("只列各公文的句数", "Print only the number of matching sentences of each notice")),
    ("grep", "limit", Phrase::new("最多列出 N 条", "Print N results at most")),
    (
        "grep",
        "format",
        Phrase::new(
            "输出格式：text（默认）、json（每条一行）",
            "Output: text (default) or json (one line for each result)",
        ),
    ),
    ("check", "disable", Phrase::new("不检查这些规则，逗号分隔", "Rules to disable, separated by commas")),
    ("check", "only", Phrase::new("只检查这些规则，逗号分隔", "The only rules to apply, separated by commas")),
    (
        "check",
        "format",
        Phrase::new(
            "输出格式：text（默认）、json（每条一行）",
            "Output: text (default) or json (one line for each fault)",
        ),
    ),
    (
        "extract",
        "format",
        Phrase::new(
            "输出格式：text（默认）、json（每件一行，带格式所知的标题和表格行）",
            "Output: text (default) or json (one line for each notice, with headings and table rows)",
        ),
    ),
    (
        "completions",
        "shell",
        Phrase::new("bash、elvish、fish、powershell 或 zsh", "bash, elvish, fish, powershell or zsh"),
    ),
    ("man", "command", Phrase::new("某个命令的手册页", "Command whose page to print")),
];
