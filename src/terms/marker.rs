//! The grammar of numbering markers: 一、 （二） 3. ④ 第五条.

use crate::notice::MarkerKind;
use crate::text::bytes::trim_spaces_start;
use crate::text::fold::half_width;
use crate::text::han_set::{HanSet, is_han};
use crate::text::numeral;

/// A marker read off the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineMarker {
    /// Its family.
    pub kind: MarkerKind,
    /// Components of a decimal number (`1.1` → 2); 1 for every other family.
    pub components: u8,
    /// Its number; that of the last component for a decimal.
    pub number: u32,
    /// Length of the marker in bytes, closing punctuation included.
    pub len: usize,
    /// Byte offset where the heading starts.
    pub heading: usize,
    /// Whether it can only be a marker when its number is the one expected: `1.2月27日`, `—、`.
    pub doubtful: bool,
}

/// The highest number a marker can have; `2024.` is a year.
const HIGHEST_NUMBER: u32 = 999;

/// Splits a leading numbering marker from `line`.
///
/// `line`: cleaned text without a line break. Returns the marker and the byte offset where the heading starts, or
/// `None` for plain text. Full-width digits count as digits. Never allocates.
///
/// `（三）加强监管` → `ParenIdeographic`, number 3, heading at byte 9. `3.5亿元` → `None`.
#[inline]
pub fn leading_marker(line: &str) -> Option<LineMarker> {
    let first = line.chars().next()?;
    if is_han(first) && !MARKER_FIRST.contains(first) { None } else { marker_from(line, first) }
}

/// Whether `line` begins as a numbered item does, white space before it passed over.
///
/// This is the question of the readers of formats, who only weigh lines by it: whether a marker is a heading, the parser
/// decides. Letters do not count, since a line that is broken by the margin may begin with `A.` or `b）`.
pub fn begins_item(line: &str) -> bool {
    leading_marker(line.trim_start()).is_some_and(|marker| marker.kind != MarkerKind::Letter)
}

fn marker_from(line: &str, first: char) -> Option<LineMarker> {
    match first {
        '\u{4E00}'..='\u{9FFF}' => han_marker(line, first),
        '（' | '(' => bracketed(line, first),
        '0'..='9' | '０'..='９' => arabic(line),
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => letter(line, first),
        '—' | '─' | '－' | '–' | '―' => dash_for_one(line, first),
        // No mark of Chinese punctuation, which is what stands here most of the time, is a marker.
        '\u{3000}'..='\u{301F}' | '，' | '“'..='”' => None,
        '⒈'..='⒛' => Some(single(line, first, MarkerKind::Arabic, numeral::dotted(first)?)),
        '㈠'..='㈩' => Some(single(line, first, MarkerKind::ParenIdeographic, numeral::parenthesised(first)?)),
        '⑴'..='⒇' => Some(single(line, first, MarkerKind::ParenArabic, numeral::parenthesised(first)?)),
        _ => Some(single(line, first, MarkerKind::Circled, numeral::circled(first)?)),
    }
}

/// A marker that begins with one of [`MARKER_FIRST`].
fn han_marker(line: &str, first: char) -> Option<LineMarker> {
    match first {
        '第' => ordinal(line),
        _ if numeral::is_numeral(first) => ideographic(line),
        _ => stem(line, first),
    }
}

/// The 汉字 that markers begin with: 第, numerals and stems. All others, nearly every character there is, cost one look.
static MARKER_FIRST: HanSet =
    HanSet::of("第零一壹二贰貳两兩三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟廿卅甲乙丙丁戊己庚辛壬癸");

/// Byte offset of the first character that is no white space, from `at` on.
#[inline]
pub fn skip_space(line: &str, at: usize) -> usize {
    // A space, or the first byte of U+3000.
    if !matches!(line.as_bytes().get(at), Some(b' ' | 0xE3)) {
        return at;
    }
    line.len() - trim_spaces_start(&line[at..]).len()
}

fn char_at(line: &str, at: usize) -> Option<char> {
    line.get(at..)?.chars().next()
}

fn marker(line: &str, kind: MarkerKind, number: u32, len: usize) -> LineMarker {
    LineMarker { kind, components: 1, number, len, heading: skip_space(line, len), doubtful: false }
}

fn single(line: &str, c: char, kind: MarkerKind, number: u32) -> LineMarker {
    marker(line, kind, number, c.len_utf8())
}

/// One to four digits of ASCII with no digit of another width behind them: what nearly all Arabic numbers are.
fn plain_number_at(line: &[u8], at: usize) -> Option<(u32, usize)> {
    let digits = line.get(at..)?;
    let count = digits.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=4).contains(&count) || digits.get(count) == Some(&0xEF) {
        return None;
    }
    let number = digits[..count].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Some((number, at + count))
}

/// Reads a number written in Chinese or Arabic digits at `at`, white space between them passed over. Returns it with
/// the offset behind it and whether it was written in Arabic digits.
fn number_at(line: &str, at: usize) -> Option<(u32, usize, bool)> {
    if let Some((number, end)) = plain_number_at(line.as_bytes(), at) {
        return (1..=HIGHEST_NUMBER).contains(&number).then_some((number, end, true));
    }
    let first = char_at(line, at)?;
    let is_arabic = half_width(first).is_ascii_digit();
    let is_part = |c: char| if is_arabic { half_width(c).is_ascii_digit() } else { numeral::is_numeral(c) };
    let end = line[at..].find(|c| !is_part(c)).map_or(line.len(), |len| at + len);
    // 二 十 and the like, set apart by the typesetter, are at most 12 bytes of numerals.
    if end == at || end - at > 15 {
        return None;
    }
    let written = &line[at..end];
    let number = if is_arabic { numeral::from_arabic(written) } else { numeral::from_chinese(written) }?;
    (1..=HIGHEST_NUMBER).contains(&number).then_some((number, end, is_arabic))
}

/// Words that follow 第X条 when it is cited rather than stated.
const CITATION_TAILS: [&str; 22] = [
    "规定", "規定", "款", "项", "項", "、", "和", "及", "与", "或", "的", "所", "第", "至", "中", "，", "以", "明确",
    "）", "”", "》", "之规",
];

/// `第三章`, `第 1 條`, `第十条之一`
fn ordinal(line: &str) -> Option<LineMarker> {
    let digits = skip_space(line, '第'.len_utf8());
    let (number, after, _) = number_at(line, digits)?;
    let unit_at = skip_space(line, after);
    let unit = char_at(line, unit_at)?;
    let mut len = unit_at + unit.len_utf8();
    let kind = match unit {
        '编' | '編' => MarkerKind::Volume,
        '部' if line[len..].starts_with('分') => {
            len += '分'.len_utf8();
            MarkerKind::Volume
        }
        '章' => MarkerKind::Chapter,
        '节' | '節' => MarkerKind::Section,
        '条' | '條' => MarkerKind::Article,
        _ => return None,
    };
    let rest = &line[len..];
    if CITATION_TAILS.iter().any(|tail| rest.starts_with(tail))
        || (kind == MarkerKind::Section && rest.starts_with('课'))
    {
        return None;
    }
    Some(marker(line, kind, number, len))
}

/// `（一）`, `(1)`, `（ 二 ）`, `（a）`
fn bracketed(line: &str, open: char) -> Option<LineMarker> {
    let inner = skip_space(line, open.len_utf8());
    let (kind, number, after) = match number_at(line, inner) {
        Some((number, after, true)) => (MarkerKind::ParenArabic, number, after),
        Some((number, after, false)) => (MarkerKind::ParenIdeographic, number, after),
        None => {
            let c = char_at(line, inner)?;
            (MarkerKind::Letter, letter_number(c)?, inner + c.len_utf8())
        }
    };
    let close_at = skip_space(line, after);
    let close = char_at(line, close_at).filter(|c| matches!(c, '）' | ')'))?;
    let mut len = close_at + close.len_utf8();
    if line[len..].starts_with(['、', '．']) {
        len += '、'.len_utf8();
    }
    Some(marker(line, kind, number, len))
}

/// `一、`, `十二．`; not `一，` and not `一、二年级`.
fn ideographic(line: &str) -> Option<LineMarker> {
    let after = line.find(|c| !numeral::is_numeral(c))?;
    let delimiter_at = skip_space(line, after);
    let delimiter = char_at(line, delimiter_at).filter(|c| matches!(c, '、' | '､' | '﹑' | '.' | '．'))?;
    let (number, ..) = number_at(line, 0)?;
    let len = delimiter_at + delimiter.len_utf8();
    let is_decimal =
        matches!(delimiter, '.' | '．') && char_at(line, len).is_some_and(|c| half_width(c).is_ascii_digit());
    (!is_decimal && !is_enumeration(&line[len..], number)).then(|| marker(line, MarkerKind::Ideographic, number, len))
}

/// Whether what follows `一、` shows that it enumerates rather than numbers: `一、二年级`, `三、四线城市`.
fn is_enumeration(rest: &str, number: u32) -> bool {
    const UNITS: [&str; 14] = ["年级", "级", "类", "等", "线", "、", "产", "季", "次", "批", "期", "孩", "班", "年"];
    let Some((next, after, false)) = number_at(rest, 0) else { return false };
    next == number + 1 && UNITS.iter().any(|unit| rest[after..].starts_with(unit))
}

/// `—、` is 一、 misread by a scanner; it counts only when 二、 follows.
fn dash_for_one(line: &str, dash: char) -> Option<LineMarker> {
    let at = skip_space(line, dash.len_utf8());
    line[at..]
        .starts_with('、')
        .then(|| LineMarker { doubtful: true, ..marker(line, MarkerKind::Ideographic, 1, at + '、'.len_utf8()) })
}

/// `1.`, `2、`, `3）`, `1.1`; not `3.5亿元`; `1.2月27日` and `4.2025年度` are items 1 and 4.
fn arabic(line: &str) -> Option<LineMarker> {
    // Years and amounts, which are the most of it, have more digits than a marker.
    if line.as_bytes().first_chunk::<4>().is_some_and(|first| first.iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let (number, after, _) = number_at(line, 0)?;
    let delimiter = char_at(line, after)?;
    let len = after + delimiter.len_utf8();
    match delimiter {
        '、' | '､' | '﹑' => Some(marker(line, MarkerKind::Arabic, number, len)),
        '）' | ')' => Some(marker(line, MarkerKind::ArabicParen, number, len)),
        '.' | '．' => match char_at(line, len) {
            Some(next) if half_width(next).is_ascii_digit() => arabic_before_digit(line, number, len),
            Some('.' | '．') => None,
            _ => Some(marker(line, MarkerKind::Arabic, number, len)),
        },
        _ => None,
    }
}

/// The meaning of `N.` before a digit: an item that begins with a date, a decimal section number, or an amount.
fn arabic_before_digit(line: &str, number: u32, len: usize) -> Option<LineMarker> {
    let rest = &line[len..];
    let digits: usize = rest.chars().take_while(|c| half_width(*c).is_ascii_digit()).map(char::len_utf8).sum();
    let after_digits = rest[digits..].trim_start();
    let value = numeral::from_arabic(&rest[..digits])?;
    let is_year = (1900..=2100).contains(&value) && after_digits.starts_with(['年', '-', '—', '届', '级', '秋', '春']);
    let is_month = (1..=12).contains(&value) && after_digits.starts_with('月');
    if is_year || is_month {
        return Some(LineMarker { doubtful: true, ..marker(line, MarkerKind::Arabic, number, len) });
    }
    decimal(line, number)
}

/// `1.1`, `2.3.1`: components of one or two digits, not before a unit.
fn decimal(line: &str, first: u32) -> Option<LineMarker> {
    let (mut at, mut number, mut components) = (0, first, 0_u8);
    loop {
        let (value, after, true) = number_at(line, at)? else { return None };
        if after - at > 6 {
            return None;
        }
        number = if components == 0 { number } else { value };
        components = components.saturating_add(1);
        at = after;
        let dot = char_at(line, at);
        let digit_follows = dot.is_some_and(|dot| matches!(dot, '.' | '．'))
            && char_at(line, at + dot.map_or(0, char::len_utf8)).is_some_and(|c| half_width(c).is_ascii_digit());
        if !digit_follows {
            break;
        }
        at += dot.map_or(0, char::len_utf8);
    }
    if line[at..].starts_with(['.', '．', '、']) {
        at += char_at(line, at).map_or(0, char::len_utf8);
    }
    let rest = line[at..].trim_start();
    let is_amount = rest.is_empty() || rest.starts_with(|c: char| !is_heading_start(c));
    (!is_amount && (2..=6).contains(&components))
        .then(|| LineMarker { components, ..marker(line, MarkerKind::Decimal, number, at) })
}

/// Whether a heading may begin with `c` right after `1.1`: units of measure may not.
fn is_heading_start(c: char) -> bool {
    const UNITS: &str = "万亿元米千百个倍吨分秒岁年月日号人名所平公亩度升克台套件条处家寸折点版";
    (c.is_alphabetic() && !UNITS.contains(c)) || matches!(c, '“' | '《' | '「' | '（')
}

/// `a.`, `B、`, `c）`
fn letter(line: &str, first: char) -> Option<LineMarker> {
    let number = letter_number(first)?;
    let delimiter = char_at(line, first.len_utf8())?;
    let len = first.len_utf8() + delimiter.len_utf8();
    let next_is_latin = char_at(line, len).is_some_and(|c| half_width(c).is_ascii_alphanumeric());
    let is_closed = matches!(delimiter, '、' | '）' | ')') || matches!(delimiter, '.' | '．') && !next_is_latin;
    is_closed.then(|| marker(line, MarkerKind::Letter, number, len))
}

fn letter_number(c: char) -> Option<u32> {
    let c = half_width(c).to_ascii_lowercase();
    c.is_ascii_lowercase().then(|| c as u32 - 'a' as u32 + 1)
}

/// `甲、`
fn stem(line: &str, first: char) -> Option<LineMarker> {
    let number = numeral::stem(first)?;
    let delimiter = char_at(line, first.len_utf8()).filter(|c| matches!(c, '、' | '．' | '.'))?;
    Some(marker(line, MarkerKind::Stem, number, first.len_utf8() + delimiter.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(MarkerKind, u32, &str)>) {
        let read = leading_marker(line).map(|marker| (marker.kind, marker.number, &line[marker.heading..]));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn every_family_is_read_in_both_widths() {
        use MarkerKind::*;
        check("第一编 总则", Some((Volume, 1, "总则")));
        check("第三章　附则", Some((Chapter, 3, "附则")));
        check("第 一 章 總則", Some((Chapter, 1, "總則")));
        check("第二节 程序", Some((Section, 2, "程序")));
        check("第十二条 申请人", Some((Article, 12, "申请人")));
        check("第 12 條", Some((Article, 12, "")));
        check("一、总体要求", Some((Ideographic, 1, "总体要求")));
        check("十二．加强领导", Some((Ideographic, 12, "加强领导")));
        check("（三）加强监管", Some((ParenIdeographic, 3, "加强监管")));
        check("(三) 加强监管", Some((ParenIdeographic, 3, "加强监管")));
        check("（ 二 ）、时间", Some((ParenIdeographic, 2, "时间")));
        check("㈢时间", Some((ParenIdeographic, 3, "时间")));
        check("1.工作目标", Some((Arabic, 1, "工作目标")));
        check("１．工作目标", Some((Arabic, 1, "工作目标")));
        check("12、工作目标", Some((Arabic, 12, "工作目标")));
        check("3）工作目标", Some((ArabicParen, 3, "工作目标")));
        check("（10）目标", Some((ParenArabic, 10, "目标")));
        check("（１）目标", Some((ParenArabic, 1, "目标")));
        check("③目标", Some((Circled, 3, "目标")));
        check("b.目标", Some((Letter, 2, "目标")));
        check("（c）目标", Some((Letter, 3, "目标")));
        check("丙、长192公分", Some((Stem, 3, "长192公分")));
        check("1.1 背景", Some((Decimal, 1, "背景")));
        check("2.3.4背景", Some((Decimal, 4, "背景")));
    }

    #[test]
    fn readers_of_formats_see_the_same_markers_but_letters() {
        for line in
            ["　　（二）重点", "3．落实", "第十章", "①甲", "㉑乙", "甲、总则", "⒈丙", "1.2月27日返校", "第三条 本"]
        {
            assert!(begins_item(line), "{line}");
        }
        for line in ["", "3.5亿元", "第三方", "第五届", "第三条规定", "2024年", "一是落实", "A.乙", "（b）", "（试行）"]
        {
            assert!(!begins_item(line), "{line}");
        }
    }

    #[test]
    fn amounts_dates_and_prose_are_not_markers() {
        for line in [
            "3.5亿元",
            "3.15%",
            "1.8万",
            "7.78平方公里",
            "3.5 米",
            "2024年1月",
            "2024.3.1",
            "一，加强领导",
            "一九八〇年",
            "二〇二四年",
            "一、二年级学生",
            "三、四线城市",
            "第三十五条规定",
            "第十条、第十一条",
            "第一节课",
            "第一款",
            "（2024）5号",
            "（试行）",
            "十分重要",
            "一是加强",
            "A.I.",
            "1..",
            "百年大计",
            "0.5",
            "—坚持",
            "……",
            "(一",
            "",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn an_item_may_begin_with_a_date() {
        use MarkerKind::Arabic;
        for (line, number, heading) in [
            ("1.2月27日返校", 1, "2月27日返校"),
            ("4.2025年度如何排名？", 4, "2025年度如何排名？"),
            ("2.2024—2025学年", 2, "2024—2025学年"),
        ] {
            check(line, Some((Arabic, number, heading)));
            assert!(leading_marker(line).is_some_and(|marker| marker.doubtful), "{line}");
        }
    }
}
