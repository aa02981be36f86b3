//! Strings of the list, the outline, the status line and the prompts.

use super::{phrases, sentences};

phrases! {
    /// Header of the list.
    NOTICES: "公文", "Notices";
    /// Header of the outline.
    OUTLINE: "大纲", "Outline";
    /// Header of the reading pane above the first heading.
    BEGINNING: "篇首", "Beginning";
    /// Outline of a notice without headings.
    NO_HEADINGS: "没有分级标题", "no headings";
    /// Header of a filtered pane.
    FILTERED: "筛选", "filtered";
    /// A filter without a match.
    NO_MATCH: "没有匹配", "no match";
    /// No notice was found in the given paths.
    NO_NOTICES: "没有公文", "no notices";
    /// The remedy, below it.
    NO_NOTICES_REMEDY: "用法：gangmu 文件或文件夹", "usage: gangmu FILE or FOLDER";
    /// The first notice has not arrived yet.
    READING_FILES: "正在读取……", "reading…";
    /// Above the reason why the file under the cursor could not be read.
    UNREADABLE: "无法读取", "cannot be read";
    /// Names of the orders of the list.
    BY_ORDER: "读入次序", "as loaded";
    /// Sorted by title.
    BY_TITLE: "按标题", "by title";
    /// Sorted by region.
    BY_REGION: "按地区", "by region";
    /// Sorted by year.
    BY_YEAR: "按年份", "by year";
    /// Sorted by issuer.
    BY_ISSUER: "按机关", "by issuer";
    /// The list stands in the opposite order.
    REVERSED: "，倒序", ", reversed";
    /// Label of a prompt: the cursor goes to the match.
    FIND_IN_LIST: "查找公文：", "find notice: ";
    /// Label of a prompt: the cursor goes to the match.
    FIND_IN_OUTLINE: "查找标题：", "find heading: ";
    /// Label of a prompt: forward search in the text.
    FIND_IN_TEXT: "向下查找：", "find: ";
    /// Label of a prompt: backward search in the text.
    FIND_IN_TEXT_BACKWARD: "向上查找：", "find backward: ";
    /// Label of a prompt: hides the other notices.
    FILTER_LIST: "筛选公文：", "filter notices: ";
    /// Label of a prompt: hides the other headings.
    FILTER_OUTLINE: "筛选标题：", "filter headings: ";
    /// Label of a prompt: hides the paragraphs without a match.
    ONLY_MATCHING: "只看含有：", "only with: ";
    /// Right end of an empty prompt of a backward search: the key for help is taken.
    AGAIN_FOR_HELP: "再按 ? 看帮助", "? again for help";
    /// The jump list is at its beginning.
    NOTHING_BEHIND: "前面没有跳转", "no earlier jump";
    /// The jump list is at its end.
    NOTHING_AHEAD: "后面没有跳转", "no later jump";
    /// The notice has no warning.
    NO_WARNINGS: "此件没有提示", "no warnings in this notice";
    /// The notice is not a file.
    NO_SOURCE_FILE: "此件不在文件里，无法用编辑器打开", "this notice has no file to open in an editor";
    /// The editor had a copy of a member of an archive.
    COPY_OPENED: "原文在压缩包内：编辑器打开的是只读副本，改动不会保存", "opened a read-only copy from the archive; changes are not saved";
    /// The pasted text exceeds the limit of the terminal's input.
    PASTE_TOO_LONG: "粘贴的内容过长（上限 64 KB），未采用", "paste rejected: longer than 64 KB";
    /// A text is on the clipboard.
    COPIED: "已复制", "copied";
    /// The mouse was switched on.
    MOUSE_ON: "鼠标：开（点选、滚轮、拖动分隔线）", "mouse on (click, wheel, drag the dividers)";
    /// The mouse was switched off.
    MOUSE_OFF: "鼠标：关（可用终端选中文字）", "mouse off (the terminal selects text)";
    /// The interface was switched to this language.
    LANGUAGE_IS: "界面：中文", "interface: English";
    /// A mark was asked for before any was set.
    NO_MARKS: "还没有书签", "no marks yet";
    /// The mark that returns to the position before the last jump.
    LAST_JUMP: "上次跳转处", "position before the last jump";
    /// A theme for dark backgrounds.
    THEME_DARK: "配色：深色", "theme: dark";
    /// A theme for light backgrounds.
    THEME_LIGHT: "配色：浅色", "theme: light";
    /// A theme of the terminal's own colours.
    THEME_ANSI: "配色：终端 16 色", "theme: the terminal's 16 colours";
    /// A theme without colours.
    THEME_PLAIN: "配色：无色", "theme: no colours";
}

sentences! {
    /// Status line while files are read.
    reading_files(done: usize, found: usize): "正在读取 {done}/{found}", "reading {done}/{found}";
    /// How many files could not be read.
    failed_files(count: usize): "{count} 件无法读取", "{count} unreadable";
    /// How many headings the notice has.
    headings(count: usize): "{count} 个标题", "{count} headings";
    /// How many warnings the notice has.
    warnings(count: usize): "{count} 处提示", "{count} warnings";
    /// Header of the outline: levels open of levels there are.
    levels(open: usize, all: usize): "{open}/{all} 级", "{open}/{all} levels";
    /// How many matches a filter leaves.
    matches(count: usize, all: usize): "{count}/{all}", "{count}/{all}";
    /// A key without meaning here.
    unknown_key(keys: &str): "这里没有 {keys} 键，F1 看帮助", "{keys} has no function here; F1 shows help";
    /// An action that wants a number was chosen by name.
    number_first(action: &str): "先按数字，再按键：{action}", "type the number first, then its key: {action}";
    /// Only the paragraphs with that pattern are shown.
    only_with(pattern: &str): "只看“{pattern}”", "only “{pattern}”";
    /// Lines are being copied to the clipboard.
    copying(lines: usize): "复制 {lines} 行", "copying {lines} lines";
    /// A text was saved in that file.
    saved(path: &str): "已存入 {path}", "saved as {path}";
    /// The editor could not be started.
    editor_not_started(program: &str, error: &str):
        "{program}：{error}（请检查 $EDITOR）", "{program}: {error} (is $EDITOR right?)";
    /// An editor was requested, but the source is not a file.
    not_a_file(path: &str): "{path}：不是编辑器能打开的文件", "{path}: not a file that an editor can open";
    /// `$EDITOR` or `$VISUAL` cannot be split into words.
    open_quote_in_editor(value: &str):
        "$VISUAL 或 $EDITOR 的引号没有成对：{value}", "$VISUAL or $EDITOR has a quote that is not closed: {value}";
    /// A mark was set.
    mark_set(letter: char): "已设书签 {letter}", "mark {letter} set";
    /// A mark that was never set.
    no_mark(letter: char): "没有书签 {letter}", "mark {letter} is not set";
    /// A warning of the notice, by its line in the source.
    warning_at_line(line: u32, message: &str): "原文第 {line} 行：{message}", "line {line} of the source: {message}";
    /// A warning of the notice, by its page in the source.
    warning_at_page(page: u32, message: &str): "原文第 {page} 页：{message}", "page {page} of the source: {message}";
    /// A search without a match.
    not_found(pattern: &str): "没有找到“{pattern}”", "“{pattern}” not found";
}
