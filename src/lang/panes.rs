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
}

sentences! {
    /// Header of a picker: how many were found of how many.
    hits(found: usize, total: usize): "{found}/{total}", "{found}/{total}";
}
