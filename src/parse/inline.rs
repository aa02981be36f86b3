//! Step 6 of 9, first half: paragraphs → the places in them where a marker stands.

use crate::terms::marker::{LineMarker, leading_marker, skip_space};
use crate::text::sign::{Sign, SignKind};

/// A place in a paragraph where a marker may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The marker.
    pub marker: LineMarker,
    /// Byte offset of the marker in the text that was scanned.
    pub at: usize,
    /// The text before it.
    pub before: Before,
}

/// The kind of text before a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// The end of a sentence or clause: `。` `；` a closing bracket or quote.
    Clause,
    /// A colon: what follows may be a list in prose.
    Colon,
    /// White space after text that ends nothing.
    Space,
}

/// A bracket or quotation mark without its closing partner within this many bytes is ignored as a typing error.
const LONGEST_QUOTE_BYTES: usize = 900;

/// Calls `found` for every marker inside `text` (not at its start) that follows the end of a clause or white space. Text
/// inside 《》“”（） is skipped.
///
/// `signs`: the signs of the text, in order; the text begins at byte `start` of the page.
pub(crate) fn scan_inline(text: &str, start: u32, signs: &[Sign], mut found: impl FnMut(Candidate)) {
    let mut quoted_since = 0;
    let mut depth = 0_u32;
    let mut from = 0;
    for sign in signs {
        let at = (sign.at - start) as usize;
        if at < from {
            continue;
        }
        let before = match sign.kind {
            SignKind::Open => {
                if depth == 0 {
                    quoted_since = at;
                }
                depth += 1;
                continue;
            }
            SignKind::Close => {
                depth = depth.saturating_sub(1);
                Before::Clause
            }
            SignKind::FullStop | SignKind::ClauseEnd | SignKind::CloseHalf => Before::Clause,
            SignKind::Colon => Before::Colon,
            SignKind::Space => Before::Space,
            SignKind::OpenHalf | SignKind::Other | SignKind::LineEnd | SignKind::Odd => continue,
        };
        if depth > 0 && at - quoted_since > LONGEST_QUOTE_BYTES {
            depth = 0;
        }
        if depth > 0 {
            continue;
        }
        let len = if text.as_bytes()[at] < 0x80 { 1 } else { 3 };
        from = skip_space(text, at + len);
        if let Some(marker) = leading_marker(&text[from..]) {
            found(Candidate { marker, at: from, before });
            // Its brackets must not count as quotation.
            from += marker.len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::clean::clean;
    use crate::parse::reflow::reflow;

    #[track_caller]
    fn check_inline(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        let page = reflow(clean(text.to_owned(), 1, &[]));
        scan_inline(text, 0, &page.signs, |candidate| {
            found.push(text[candidate.at..candidate.at + candidate.marker.len].to_owned());
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn markers_inside_a_line_follow_the_end_of_a_clause() {
        check_inline("一、好。二、坏；三、平", &["二、", "三、"]);
        check_inline("不少于3家。第三章认定程序第九条认定", &["第三章"]);
        check_inline("空间。 第四条 地下空间", &["第四条"]);
        check_inline("第七章 法律责任 第四十二条 地下", &["第四十二条"]);
        check_inline("条件：（一）就业；（二）年龄", &["（一）", "（二）"]);
        check_inline("见《办法。二、总则》和“三点。三、要求”", &[]);
        check_inline("（附件。二、略）三、要求", &["三、"]);
        check_inline("依照本条第一款。", &[]);
        check_inline("加强一、二级管理", &[]);
    }
}
