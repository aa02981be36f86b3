//! How lines of a notice look, as far as that is needed before they are parsed: which part of a page they are on.

use crate::text::fold::half_width;

/// Whether a line begins with a marker of the usual kinds: `一、`, `（二）`, `3.`, `（4）`, `第五条`, `①`.
///
/// Only to weigh lines by: what a marker is in its place, the parser decides.
pub(super) fn begins_marker(line: &str) -> bool {
    let line = line.trim_start();
    let Some(first) = line.chars().next().map(half_width) else { return false };
    match first {
        '第' => {
            let rest = line["第".len()..].trim_start_matches(is_numeral);
            rest.len() < line.len() - "第".len() && rest.starts_with(['条', '章', '节', '编'])
        }
        '(' => {
            let inner = &line[line.chars().next().map_or(0, char::len_utf8)..];
            let rest = inner.trim_start_matches(is_numeral);
            rest.len() < inner.len() && rest.starts_with([')', '）'])
        }
        '①'..='⑳' => true,
        c if is_numeral(c) => {
            let rest = line.trim_start_matches(is_numeral);
            let behind_point = rest.strip_prefix(['.', '．']);
            rest.starts_with('、') || behind_point.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

/// Digits of both widths and Chinese numerals.
fn is_numeral(c: char) -> bool {
    half_width(c).is_ascii_digit() || "一二三四五六七八九十百零〇○".contains(c)
}

/// Whether a line is a date and nothing else: `2024年3月15日`, `二〇二四年三月十五日`.
pub(super) fn is_date_line(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let is_part = |c: char| is_numeral(c) || matches!(c, '年' | '月' | '日');
    bare.ends_with('日')
        && bare.contains('年')
        && bare.contains('月')
        && bare.chars().count() <= 12
        && bare.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_markers_are_seen() {
        for line in
            ["一、总体要求", "　　（二）重点", "3.落实", "３．落实", "(4)检查", "第五条　为", "第十章", "①甲", "十一、"]
        {
            assert!(begins_marker(line), "{line}");
        }
        for line in ["", "一是落实", "3.5亿元", "第五届", "（试行）", "2024年", "（一", "第条", "总则"]
        {
            assert!(!begins_marker(line), "{line}");
        }
    }

    #[test]
    fn dates_on_lines_of_their_own_are_seen() {
        for line in ["2024年3月15日", "　二〇二四年三月十五日 ", "2024 年 3 月 15 日"] {
            assert!(is_date_line(line), "{line}");
        }
        for line in ["2024-03-15", "于2024年3月15日", "2024年3月", ""] {
            assert!(!is_date_line(line), "{line}");
        }
    }
}
