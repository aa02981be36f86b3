//! What the panes, the status line and the prompts say.

use super::{phrases, sentences};

phrases! {
    /// Header of the list.
    NOTICES: "公文", "Notices";
    /// Header of the outline.
    OUTLINE: "大纲", "Outline";
    /// Reading pane when there is nothing to read.
    NOTHING_OPEN: "没有打开的公文", "no notice is open";
}

sentences! {
    /// Status line while files are read.
    reading_files(done: usize, found: usize): "正在读取 {done}/{found}", "reading {done}/{found}";
}
