//! Page numbers on lines of their own: `— 3 —`, `第 2 页`, `3 / 18`.

use crate::text::fold::half_width;
use crate::text::han_set::is_han;

/// The number of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber {
    /// As written, at most four digits.
    pub number: u32,
    /// Whether the line can be nothing else; a bare `3` may be a cell of a table.
    pub is_certain: bool,
}

/// The longest line that can be a page number, in bytes.
const LONGEST_LINE_BYTES: usize = 60;

/// Reads a line that is a page number and nothing else: `— 3 —`, `第3页 共5页`, `3/5`, `Page 3 of 5`, `3`. Digits of both
/// widths count; white space is passed over.
pub fn page_number(line: &str) -> Option<PageNumber> {
    // The length, the first or the last character rule out nearly every line.
    let is_other_han = |c: char| is_han(c) && !matches!(c, '第' | '共' | '页' | '頁');
    if line.len() > LONGEST_LINE_BYTES
        || line.starts_with(is_other_han)
        || line.ends_with(|c| is_other_han(c) || c == '。')
    {
        return None;
    }
    let squeezed: String = line.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let bare = squeezed.trim_matches(is_dash);
    if let Some((number, "")) = take_number(bare) {
        let is_dashed = squeezed.starts_with(is_dash) && squeezed.ends_with(is_dash);
        return (is_dashed || bare.len() == squeezed.len()).then_some(PageNumber { number, is_certain: is_dashed });
    }
    numbered_page(bare).map(|number| PageNumber { number, is_certain: true })
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '―' | '─' | '−' | '·' | '•' | '~')
}

/// `第3页`, `第3页共5页`, `共5页第3页`, `3/5`, `3of5`; `Page` may stand in front.
fn numbered_page(text: &str) -> Option<u32> {
    let text = text.strip_prefix("Page").or_else(|| text.strip_prefix("page")).unwrap_or(text);
    let text = match take_total(text) {
        Some(rest) if !rest.is_empty() => rest.trim_start_matches(SEPARATORS),
        _ => text,
    };
    let (has_word, rest) = text.strip_prefix('第').map_or((false, text), |rest| (true, rest));
    let (number, rest) = take_number(rest)?;
    let Some(behind) = rest.strip_prefix(['页', '頁']).filter(|_| has_word) else {
        let rest = rest.strip_prefix('/').or_else(|| rest.strip_prefix("of"))?;
        return (!has_word && matches!(take_number(rest), Some((_, "")))).then_some(number);
    };
    (behind.is_empty() || take_total(behind.trim_start_matches(SEPARATORS)) == Some("")).then_some(number)
}

const SEPARATORS: [char; 2] = ['/', ','];

/// Takes `共5页` off the start.
fn take_total(text: &str) -> Option<&str> {
    let (_, rest) = take_number(text.strip_prefix('共')?)?;
    rest.strip_prefix(['页', '頁'])
}

/// Takes one to four digits off the start.
fn take_number(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    digits.parse().ok().filter(|_| digits.len() <= 4).map(|number| (number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_read_in_every_form() {
        let certain = Some(PageNumber { number: 3, is_certain: true });
        for line in [
            "— 3 —",
            "-3-",
            "－３－",
            "· 3 ·",
            "第 3 页",
            "第3页 共5页",
            "第3页，共5页",
            "第３頁/共５頁",
            "共5页 第3页",
            "3/5",
            "3 / 18",
            "Page 3 of 5",
        ] {
            assert_eq!(page_number(line), certain, "{line}");
        }
        assert_eq!(page_number(" 3 "), Some(PageNumber { number: 3, is_certain: false }));
    }

    #[test]
    fn dates_items_and_amounts_are_none() {
        for line in [
            "",
            "—",
            "- 3",
            "2024年",
            "3.",
            "附件3",
            "第三页",
            "第3",
            "1,000",
            "20240315",
            "2024/3/25",
            "3页",
            "第3条",
            "3。",
        ] {
            assert_eq!(page_number(line), None, "{line}");
        }
    }
}
