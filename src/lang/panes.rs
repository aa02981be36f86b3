//! Strings of the reading pane, the pickers and the help.

use super::{phrases, sentences};

phrases! {
    /// A search found nothing.
    NOT_FOUND: "没有找到", "not found";
    /// A repeated search without a previous pattern.
    NO_PATTERN: "还没有查找过", "nothing to look for yet";
    /// A forward search went on at the beginning.
    WRAPPED_FORWARD: "已到末尾，从头继续", "search hit the end, continuing at the top";
    /// A backward search went on at the end.
    WRAPPED_BACKWARD: "已到开头，从末尾继续", "search hit the top, continuing at the end";
    /// In the empty prompt of a picker: the query language.
    QUERY_HINT: "空格隔开多词  '原样  ^开头  结尾$  !排除  甲|乙", "words  'exact  ^prefix  suffix$  !not  a|b";
    /// In the empty prompt of the picker of sentences.
    SENTENCES_HINT: "空格隔开多词（同一句）  \"词组\"  年:2024", "words in one sentence  \"phrase\"  year:2024";
    /// Below the results of a picker: its keys.
    PICKER_KEYS: "Tab 标记  A-c 复制  A-s 存为文件", "Tab marks  A-c copies  A-s saves";
    /// `n` went past the last of the picked items.
    TRAIL_WRAPPED: "已过末尾，绕回", "past the end, round again";
    /// Title of the panel of warnings: those of the open notice.
    WARNINGS_HERE: "此件的提示", "warnings of this notice";
    /// Title of the panel of warnings: those of all notices.
    WARNINGS_EVERYWHERE: "所有公文的提示", "warnings of all notices";
    /// In the empty prompt of the panel of warnings.
    WARNINGS_HINT: "输入种类、标题或路径以筛选", "type a kind, title or path to filter";
    /// Below the rows of the panel of warnings: its keys.
    WARNINGS_KEYS: "A-k 种类  A-w 此件/全部  回车前往", "A-k kind  A-w this/all  Enter opens";
    /// The panel has nothing to list.
    NO_WARNINGS: "没有提示", "no warnings";
    /// Kind of the files that could not be read, among the kinds of warnings.
    UNREADABLE_FILE: "无法读取", "cannot be read";
    /// In the empty prompt of the help and the palette.
    COMMANDS_HINT: "输入以筛选，回车执行", "type to filter, Enter runs it";
}

sentences! {
    /// A line of the source, before a warning.
    line(line: u32): "第 {line} 行", "line {line}";
    /// A page of the source, before a warning.
    page(page: u32): "第 {page} 页", "page {page}";
    /// How many items are marked in a picker.
    marked(count: usize): "已标 {count}", "{count} marked";
    /// How many sentences of how many notices were found.
    sentences_found(hits: usize, notices: usize): "{hits} 句 · {notices} 件", "{hits} in {notices} notices";
    /// Number of sentences found so far.
    sentences_so_far(hits: usize): "…{hits}+ 句", "…{hits}+";
    /// Number of found sentences in one notice.
    in_notice(hits: usize): "{hits} 句", "{hits}";
}
