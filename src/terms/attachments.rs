//! Markers of attachments: `附件：1. …` that lists them, `附件2` that heads one.

use crate::text::fold::half_width;
use crate::text::numeral;

/// Whether a line opens the list of attachments: `附件：1.…`, `附件:`; the colon is needed.
pub fn attachment_list_names(line: &str) -> Option<&str> {
    let squeezed = line.trim_start();
    let rest = squeezed.strip_prefix('附')?.trim_start();
    let rest = rest.strip_prefix('件').unwrap_or(rest).trim_start();
    rest.strip_prefix(['：', ':']).map(str::trim)
}

/// `附件1：名单` → (1, `名单`). Chinese and Arabic numbers. `None` for `附件：` and for any other text.
pub fn attachment_number(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix('附')?.trim_start();
    let rest = rest.strip_prefix('件').or_else(|| rest.strip_prefix('表'))?.trim_start();
    let is_part = |c: char| half_width(c).is_ascii_digit() || numeral::is_numeral(c);
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let number = numeral::from_arabic(&rest[..end]).or_else(|| numeral::from_chinese(&rest[..end]))?;
    let name = rest[end..].trim_start();
    // 附件1-5 and 附件2、3 name several; 附件1所列 is prose.
    let is_set_apart = name.len() < rest[end..].len() || name.is_empty() || name.starts_with(['：', ':', '.', '．']);
    let name = name.trim_start_matches(['：', ':', '.', '．']).trim_start();
    let is_prose = name.starts_with(['-', '—', '、', '和', '中', '的', '所', '，']);
    ((is_set_apart || name.chars().count() >= 2) && !is_prose && (1..=199).contains(&number)).then_some((number, name))
}
