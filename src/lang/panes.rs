//! What the reading pane, the pickers and the help say.

use super::{phrases, sentences};

phrases! {
    /// A search found nothing.
    NOT_FOUND: "没有找到", "not found";
    /// There is no pattern to look for again.
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
    /// The end of what was picked together was passed.
    TRAIL_WRAPPED: "已过末尾，绕回", "past the end, round again";
    /// In the empty prompt of the help and the palette.
    COMMANDS_HINT: "输入以筛选，回车执行", "type to filter, Enter runs it";
}

sentences! {
    /// How many items are marked in a picker.
    marked(count: usize): "已标 {count}", "{count} marked";
    /// How many sentences of how many notices were found.
    sentences_found(hits: usize, notices: usize): "{hits} 句 · {notices} 件", "{hits} in {notices} notices";
    /// So many sentences have been found so far.
    sentences_so_far(hits: usize): "…{hits}+ 句", "…{hits}+";
    /// How many of the sentences are in a notice.
    in_notice(hits: usize): "{hits} 句", "{hits}";
}
