//! What the reading pane, the pickers and the help say.

use super::phrases;

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
    /// In the empty prompt of the help and the palette.
    COMMANDS_HINT: "输入以筛选，回车执行", "type to filter, Enter runs it";
}
