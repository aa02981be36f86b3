//! Line breaking of Chinese text for a screen: no punctuation at the wrong edge of a line (the rules of GB/T
//! 15834-2011), numbers kept with their units.
//!
//! UAX #14, the Unicode algorithm, is wrong for Chinese in places: it gives `“` and `”` the same class, breaks before
//! `·`, and between `2025` and `年` (year). So classes come from `unicode-linebreak` where it is right and from a
//! table here where it is not, and a break is decided from two neighbours and a little context instead of a state
//! table.
//!
//! Lines are filled greedily. While a line is read, the last break of each quality is remembered; when the next
//! cluster does not fit, the line ends at the best of them. Each line is read once, plus what lies between its end
//! and the edge, so the cost is linear.

use std::ops::Range;

use unicode_linebreak::{BreakClass, break_property};

use super::columns::{Cluster, clusters};
use super::fold::half_width;

/// Breaks one paragraph (no `\n` in it) into lines of `first_cols` and then `rest_cols` columns; widths of 0 count as
/// 1.
///
/// Returns byte ranges into `text`, at least one, in order. White space at a break belongs to no line (it may lie
/// beyond the edge); every other byte belongs to one. A line is wider than asked only when it is a single cluster
/// that does not fit.
///
/// Where a line has no good break, a word, number or address of a page is broken; where it has none of these either,
/// the rules for line starts and ends give way. So there is always progress. Cost is linear in `text`.
///
/// ```
/// use gangmu::text::line_break::wrap;
///
/// let text = "（一）推进“双减”，到2025年";
/// let lines = wrap(text, 12, 12);
/// let lines: Vec<&str> = lines.iter().map(|line| &text[line.start as usize..line.end as usize]).collect();
/// assert_eq!(lines, ["（一）推进", "“双减”，到", "2025年"]);
/// ```
pub fn wrap(text: &str, first_cols: usize, rest_cols: usize) -> Vec<Range<u32>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut cols = first_cols;
    let mut is_quote_open = false;
    loop {
        let line = fit_line(&text[start..], cols.max(1), is_quote_open);
        lines.push((start + line.begin) as u32..(start + line.end) as u32);
        // Whether a straight quote opens or closes depends on all before it, so the state passes from line to line.
        is_quote_open ^= has_odd_quotes(&text[start..start + line.next]);
        start += line.next;
        if start >= text.len() {
            return lines;
        }
        cols = rest_cols;
    }
}

/// A line at the beginning of a text; byte offsets in that text.
struct FittedLine {
    begin: usize,
    end: usize,
    /// The start of the next line, after the white space at the break.
    next: usize,
}

fn has_odd_quotes(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

/// The longest line that `text` can begin with. `is_quote_open`: whether the next `"` closes a quotation.
fn fit_line(text: &str, cols: usize, mut is_quote_open: bool) -> FittedLine {
    let mut begin = 0;
    let mut used_cols = 0;
    let mut end = 0;
    let mut context = Context::default();
    // The last break of each quality; an array by quality, so that the first entry is the best.
    let mut breaks: [Option<FittedLine>; BREAK_QUALITIES] = [const { None }; BREAK_QUALITIES];
    for cluster in clusters(text) {
        let c = first_char(&cluster);
        if is_breaking_space(c) && cluster.text.len() == c.len_utf8() {
            used_cols += cluster.cols;
            context.has_space = true;
            continue;
        }
        let class = if c == '"' { quote_class(&mut is_quote_open) } else { CharClass::of(c) };
        if context.is_at_start() {
            if used_cols + cluster.cols > cols {
                begin = cluster.start;
                used_cols = 0;
            }
        } else {
            let quality = context.break_before(class, &cluster);
            breaks[quality as usize] = Some(FittedLine { begin, end, next: cluster.start });
            if used_cols + cluster.cols > cols {
                return breaks.into_iter().flatten().next().expect("a quality was recorded just now");
            }
        }
        used_cols += cluster.cols;
        end = cluster.end();
        context.pass(c, class, &cluster, text);
    }
    // White space at the very end stays where there is room for it.
    let end = if used_cols <= cols { text.len() } else { end };
    FittedLine { begin, end, next: text.len() }
}

/// The class of the next `"`: they open and close alternately.
fn quote_class(is_open: &mut bool) -> CharClass {
    *is_open = !*is_open;
    if *is_open { CharClass::Opening } else { CharClass::Closing }
}

fn first_char(cluster: &Cluster<'_>) -> char {
    cluster.text.chars().next().expect("a cluster has a character")
}

/// Whether a line may be broken at this white space; not at no-break spaces.
fn is_breaking_space(c: char) -> bool {
    c == ' ' || c == '\u{3000}' || c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// The quality of a break between two clusters, best first; a line ends at the best break it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BreakQuality {
    /// A line may be broken here.
    Good,
    /// Inside something that reads as one: a Latin word, a number with its unit.
    InsideWord,
    /// The line would end, or the next one begin, with a mark that must not be there.
    Forbidden,
}

const BREAK_QUALITIES: usize = 3;

/// The class of a character: how it joins its neighbours at the edge of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharClass {
    /// Not at the end of a line: `（《“￥`.
    Opening,
    /// Not at the start of a line: `，。）》”…—％`.
    Closing,
    /// Neither: `/`.
    Separating,
    /// Part of a word that does not break: letters of alphabets, most ASCII.
    Letter,
    /// `0`–`9`, half or full width.
    Digit,
    /// Joins its neighbours: a no-break space; `'`, which may be an apostrophe.
    Glue,
    /// A line may be broken on both sides: Chinese characters, kana, symbols.
    Ideograph,
}

impl CharClass {
    fn of(c: char) -> Self {
        match c {
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => Self::Ideograph,
            '0'..='9' | '０'..='９' => Self::Digit,
            // UAX #14 does not distinguish these from their closing partners, or does not class them for Chinese
            // text.
            '“' | '‘' | '「' | '『' | '〝' | '«' | '‹' => Self::Opening,
            '”' | '’' | '」' | '』' | '〞' | '〟' | '»' | '›' | '·' | '・' | '‧' | '—' | '–' | '－' | '～' | '＋' => {
                Self::Closing
            }
            '/' | '／' => Self::Separating,
            _ => match half_width(c) {
                '(' | '[' | '{' | '$' => Self::Opening,
                ')' | ']' | '}' | ',' | '.' | ':' | ';' | '!' | '?' | '%' | '~' | '-' | '+' => Self::Closing,
                '\'' => Self::Glue,
                '!'..='~' => Self::Letter,
                _ => Self::of_property(break_property(c as u32)),
            },
        }
    }

    const fn of_property(property: BreakClass) -> Self {
        match property {
            BreakClass::OpenPunctuation | BreakClass::Prefix => Self::Opening,
            BreakClass::ClosePunctuation
            | BreakClass::CloseParenthesis
            | BreakClass::Exclamation
            | BreakClass::InfixSeparator
            | BreakClass::NonStarter
            | BreakClass::Postfix
            | BreakClass::Inseparable
            | BreakClass::BeforeAndAfter
            | BreakClass::After => Self::Closing,
            BreakClass::Alphabetic
            | BreakClass::HebrewLetter
            | BreakClass::Numeric
            | BreakClass::ComplexContext
            | BreakClass::CombiningMark => Self::Letter,
            BreakClass::NonBreakingGlue | BreakClass::WordJoiner | BreakClass::ZeroWidthJoiner => Self::Glue,
            _ => Self::Ideograph,
        }
    }
}

/// The context before a possible break.
#[derive(Default)]
struct Context {
    /// The last cluster that is not white space, and the class of the one before it unless white space separates
    /// them.
    last: Option<(char, CharClass)>,
    before_last: Option<CharClass>,
    has_space: bool,
    /// Whether the last character ends the figures of a number: a digit, or one of [`MAGNITUDES`] after one.
    in_number: bool,
    /// The end of the unit of measurement that the last character belongs to, as a byte offset.
    unit_end: usize,
}

/// Characters that continue a number begun with digits: `3.5亿` (hundred millions), `100余` (more than).
const MAGNITUDES: &str = "十百千万亿兆余多几";

/// Units of more than one character, such as 平方米 (square metre). Units of a single character (`年`, `所`, `元`)
/// need no list: any Chinese character after a number is kept with it.
const UNITS: [&str; 17] = [
    "个百分点",
    "百分点",
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公顷",
    "公斤",
    "小时",
    "分钟",
    "周岁",
    "个月",
    "人次",
    "学时",
    "课时",
    "学分",
    "学年",
];

impl Context {
    const fn is_at_start(&self) -> bool {
        self.last.is_none()
    }

    /// The quality of a break before `cluster`, whose class is `class`.
    fn break_before(&self, class: CharClass, cluster: &Cluster<'_>) -> BreakQuality {
        let Some((last_char, last)) = self.last else { return BreakQuality::Forbidden };
        if matches!(class, CharClass::Closing | CharClass::Separating)
            || matches!(last, CharClass::Opening | CharClass::Separating)
        {
            return BreakQuality::Forbidden;
        }
        if self.has_space {
            return BreakQuality::Good;
        }
        // Pairs that read as one; every other pair may be broken.
        let is_joined = match (last, class) {
            (CharClass::Glue, _)
            | (_, CharClass::Glue)
            | (CharClass::Letter | CharClass::Digit, CharClass::Letter | CharClass::Digit) => true,
            (CharClass::Letter | CharClass::Digit, CharClass::Opening) => cluster.text.is_ascii(),
            (CharClass::Closing, CharClass::Letter | CharClass::Digit) => self.closing_joins(last_char, class),
            (CharClass::Ideograph, CharClass::Digit) => last_char == '第',
            (_, CharClass::Ideograph) => self.in_number || cluster.start < self.unit_end,
            _ => false,
        };
        if is_joined { BreakQuality::InsideWord } else { BreakQuality::Good }
    }

    /// Whether a closing mark joins the word before it with the word or number after it: `3.5`, `12：30`, `it’s`,
    /// `2020—2025`.
    fn closing_joins(&self, mark: char, next: CharClass) -> bool {
        if mark.is_ascii() {
            return true;
        }
        match self.before_last {
            Some(CharClass::Digit) => {
                next == CharClass::Digit && matches!(mark, '．' | '：' | '—' | '–' | '～' | '－' | '，')
            }
            Some(CharClass::Letter) => mark == '’' || mark == '·' && next == CharClass::Letter,
            _ => false,
        }
    }

    /// Moves the context past `cluster`.
    fn pass(&mut self, c: char, class: CharClass, cluster: &Cluster<'_>, text: &str) {
        self.before_last = self.last.map(|(_, last)| last).filter(|_| !self.has_space);
        if class == CharClass::Ideograph && self.in_number && !self.has_space && cluster.start >= self.unit_end {
            let rest = &text[cluster.start..];
            // At most one fits: none is the beginning of another.
            let unit_bytes = UNITS.iter().find(|unit| rest.starts_with(**unit)).map_or(0, |unit| unit.len());
            self.unit_end = cluster.start + unit_bytes;
        }
        let continues = self.in_number && !self.has_space && MAGNITUDES.contains(c);
        self.in_number = class == CharClass::Digit || continues;
        self.last = Some((c, class));
        self.has_space = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::columns::width_cols;

    /// Breaks into lines of `cols` columns and compares them, joined by `|`.
    #[track_caller]
    fn check(cols: usize, text: &str, expected: &str) {
        check_indented(cols, cols, text, expected);
    }

    #[track_caller]
    fn check_indented(first_cols: usize, rest_cols: usize, text: &str, expected: &str) {
        let lines = wrap(text, first_cols, rest_cols);
        let lines: Vec<&str> = lines.iter().map(|line| &text[line.start as usize..line.end as usize]).collect();
        assert_eq!(lines.join("|"), expected, "{text} in {first_cols}, {rest_cols}");
    }

    #[test]
    fn a_line_may_break_between_any_two_characters() {
        check(6, "全面贯彻党的教育方针", "全面贯|彻党的|教育方|针");
        check(7, "全面贯彻", "全面贯|彻");
        check(80, "全面贯彻", "全面贯彻");
        check(80, "", "");
        check_indented(4, 8, "全面贯彻党的教育", "全面|贯彻党的|教育");
        check_indented(8, 4, "全面贯彻党的教育", "全面贯彻|党的|教育");
    }

    #[test]
    fn no_closing_mark_begins_a_line() {
        for mark in "，。、；：！？）》」』】〕〉］｝％～＋".chars() {
            check(6, &format!("教育局{mark}校"), &format!("教育|局{mark}校"));
        }
        // Ambiguous width: one column.
        for mark in "”’·…—".chars() {
            check(6, &format!("教育局{mark}校"), &format!("教育|局{mark}校"));
        }
        check(6, "坚持立德树人）。各校", "坚持立|德树|人）。|各校");
        check(5, "学校 ，各", "学|校 ，|各");
    }

    #[test]
    fn no_opening_mark_ends_a_line() {
        for mark in "（《「『【〔〈［｛￥＄".chars() {
            check(6, &format!("教育{mark}局校"), &format!("教育|{mark}局校"));
        }
        for mark in "“‘".chars() {
            check(5, &format!("教育{mark}局校"), &format!("教育|{mark}局校"));
        }
        check(7, "印发《“双减”意见》", "印发|《“双|减”意|见》");
    }

    #[test]
    fn dashes_and_ellipses_stay_whole() {
        check(5, "教育——学校", "教|育——|学校");
        check(5, "教育……学校", "教|育……|学校");
    }

    #[test]
    fn numbers_keep_their_units() {
        check(8, "力争到2025年", "力争到|2025年");
        check(10, "覆盖率达95%以上", "覆盖率达|95%以上");
        check(10, "投入资金3.5亿元用于", "投入资金|3.5亿元用|于");
        check(12, "新增建筑100万平方米", "新增建筑|100万平方米");
        check(12, "提高2.5个百分点左右", "提高|2.5个百分点|左右");
        check(8, "共计100余所学校", "共计|100余所|学校");
        check(10, "于2024—2025年度", "于|2024—2025|年度");
        check(6, "见本第5章节", "见本|第5章|节");
        check(8, "上午的12：30分", "上午的|12：30分");
        check(8, "２０２５年", "２０２５|年");
    }

    #[test]
    fn words_are_broken_only_when_longer_than_a_line() {
        check(8, "开展AI+教育工作", "开展AI+|教育工作");
        check(8, "推动education", "推动|educatio|n");
        check(12, "见https://edu.example.gov.cn/a", "见|https://edu.|example.gov.|cn/a");
        check(10, "well-known it’s x", "well-known|it’s x");
        check(6, "和/或者", "和/或|者");
        check(6, "他说\"好\"吧", "他说|\"好\"吧");
        check(6, "他\"说好\"吧", "他\"说|好\"吧");
    }

    #[test]
    fn white_space_at_a_break_belongs_to_no_line() {
        check(8, "第一章\u{3000}总则说明", "第一章|总则说明");
        check(12, "第一章\u{3000}总则", "第一章\u{3000}总则");
        check(4, "\u{3000}\u{3000}各镇", "各镇");
        check(6, "\u{3000}各镇", "\u{3000}各镇");
        check(4, "各镇  ", "各镇");
        check(6, "各镇 ", "各镇 ");
        check(3, "ab\u{A0}cd", "ab\u{A0}|cd");
    }

    #[test]
    fn there_is_always_progress() {
        check(1, "（一）教", "（|一|）|教");
        check(2, "（一）教", "（|一|）|教");
        check(0, "a中", "a|中");
        check(4, "，，，，", "，，|，，");
        check(4, "“““““校", "““““|“校");
        check(1, "e\u{301}e\u{301}", "e\u{301}|e\u{301}");
    }

    const NOT_FIRST: &str = "，。、；：！？）》」』”’】〕…—％·";
    const NOT_LAST: &str = "（《「『“‘【〔";

    /// Text as notices have it: never more than three marks in a row.
    fn notice_text() -> impl Strategy<Value = String> {
        let piece = "([一-龥]{1,8}|[0-9]{1,4}(年|月|%|％|亿元|个)?|\\.?[0-9]|[a-zA-Z]{1,9}|“[一-龥]{1,6}”|（[一-龥]{1,3}）|《[一-龥]{2,9}》|〔20[0-9]{2}〕|[一-龥]{2}——|[一-龥]{2}……)[，。、；：！？]?[ \u{3000}]?";
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![notice_text(), "\\PC{0,40}", "[（）“”，。…—·/ \u{3000}a1年\u{301}\u{200D}\u{A0}]{0,40}"]
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(text in any_text(), first in 0_usize..30, rest in 0_usize..30) {
            let mut at = 0;
            for (index, line) in wrap(&text, first, rest).into_iter().enumerate() {
                let (start, end) = (line.start as usize, line.end as usize);
                prop_assert!(text[at..start].chars().all(is_breaking_space), "{:?} is lost", &text[at..start]);
                prop_assert!(start < end || text.trim_matches(is_breaking_space).is_empty());
                let cols = if index == 0 { first } else { rest }.max(1);
                let line = &text[start..end];
                let has_one_cluster = clusters(line).filter(|cluster| cluster.cols > 0).count() <= 1;
                prop_assert!(width_cols(line) <= cols || has_one_cluster, "{line:?} is wider than {cols}");
                at = end;
            }
            prop_assert!(text[at..].chars().all(is_breaking_space));
        }

        #[test]
        fn no_line_of_a_notice_begins_or_ends_wrongly(text in notice_text(), first in 10_usize..60, rest in 10_usize..60) {
            let lines = wrap(&text, first, rest);
            for (index, line) in lines.iter().enumerate() {
                let line = &text[line.start as usize..line.end as usize];
                prop_assert!(index == 0 || !line.starts_with(|c| NOT_FIRST.contains(c)), "{line:?}");
                prop_assert!(index + 1 == lines.len() || !line.ends_with(|c| NOT_LAST.contains(c)), "{line:?}");
            }
        }

        #[test]
        fn no_year_and_no_percentage_is_split(before in "[一-龥，]{0,20}", number in "[0-9]{1,4}(\\.[0-9])?(年|%|％|亿元|个百分点)", cols in 16_usize..40) {
            let text = format!("{before}{number}以上");
            let inside = before.len()..before.len() + number.len();
            for line in wrap(&text, cols, cols) {
                let end = line.end as usize;
                prop_assert!(end <= inside.start || end >= inside.end, "{} is split at {end}", text);
            }
        }
    }
}
