//! Dates in running text: 2024年2月20日, 二〇二四年二月二十日, 2024-02-20, 2024/3/25, with white space anywhere.

use std::sync::LazyLock;

use memchr::memchr3_iter;
use memchr::memmem::Finder;

use crate::notice::Date;
use crate::text::bytes::{trim_spaces, trim_spaces_end};
use crate::text::fold::half_width;
use crate::text::numeral::{self, is_numeral};

/// A date and the bytes it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundDate {
    /// The date.
    pub date: Date,
    /// First byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The first date in `text`, a day included.
pub fn find_date(text: &str) -> Option<FoundDate> {
    dates(text).next()
}

/// Every date in `text`, a day included, in order.
pub fn dates(text: &str) -> impl Iterator<Item = FoundDate> + '_ {
    let mut from = 0;
    year_starts(text).into_iter().filter_map(move |at| {
        let found = date_at(text, at).filter(|_| at >= from)?;
        from = found.end;
        Some(found)
    })
}

/// In a text no longer than this, separators are found sooner by a look at every character.
const SHORT_BYTES: usize = 120;

const fn is_separator(c: char) -> bool {
    matches!(c, '年' | '-' | '/' | '.' | '－')
}

static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("年"));
static WIDE_DASH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("－"));

/// Where the years begin that stand before a separator, ascending. Whole notices are searched, in which digits are
/// common and separators are rare.
fn year_starts(text: &str) -> Vec<usize> {
    if text.len() <= SHORT_BYTES {
        let separators = text.char_indices().filter(|(_, c)| is_separator(*c));
        return separators.filter_map(|(at, _)| year_before(text, at)).collect();
    }
    let bytes = text.as_bytes();
    let separators =
        YEAR.find_iter(bytes).chain(memchr3_iter(b'-', b'/', b'.', bytes)).chain(WIDE_DASH.find_iter(bytes));
    let mut starts: Vec<usize> = separators.filter_map(|at| year_before(text, at)).collect();
    starts.sort_unstable();
    starts
}

/// Where the four digits of a year begin, in any script, that end before the byte `at`; white space between is passed
/// over.
fn year_before(text: &str, at: usize) -> Option<usize> {
    let before = trim_spaces_end(&text[..at]);
    let mut digits = before.char_indices().rev().take(4);
    let is_digit = |c: char| half_width(c).is_ascii_digit() || numeral::digit(c).is_some() || matches!(c, 'O' | 'Ｏ');
    let (start, first) = digits.by_ref().take_while(|(_, c)| is_digit(*c)).last()?;
    let count = before[start..].chars().count();
    (count == 4 && is_year_start(first) && !before[..start].ends_with(is_year_start)).then_some(start)
}

/// The date, if `line` is a date and nothing else; white space is skipped.
pub fn whole_date(line: &str) -> Option<Date> {
    let line = trim_spaces(line);
    if line.len() > 60 || !line.starts_with(is_year_start) {
        return None;
    }
    let found = date_at(line, 0)?;
    line[found.end..].trim().is_empty().then_some(found.date)
}

/// Like [`whole_date`], but only for dates written with 日, as under a signature; web portals also write `2024-02-20`.
pub fn signature_date(line: &str) -> Option<Date> {
    whole_date(line).filter(|_| line.contains('日'))
}

/// Whether the year of a date may begin with `c`.
pub fn is_year_start(c: char) -> bool {
    matches!(half_width(c), '1' | '2') || matches!(c, '一' | '二')
}

/// The first year and month in `text` that no day follows: `2024年2月`, `2024-02`.
pub(crate) fn find_month(text: &str) -> Option<Date> {
    year_starts(text).into_iter().find_map(|at| {
        let mut reader = Reader::at(text, at);
        let month = reader.month()?;
        if month.separator == '年' {
            reader.expect('月')?;
        }
        reader.skip_space();
        let goes_on = reader.rest.starts_with(|c| half_width(c).is_ascii_digit() || is_separator(c) || is_numeral(c));
        if goes_on { None } else { month.date(None) }
    })
}

/// The date that begins at byte `at`.
fn date_at(text: &str, at: usize) -> Option<FoundDate> {
    let mut reader = Reader::at(text, at);
    let month = reader.month()?;
    let day = if month.separator == '年' {
        reader.expect('月')?;
        let day = reader.number(month.is_chinese)?;
        reader.expect_day()?;
        day
    } else {
        if reader.separator()? != month.separator {
            return None;
        }
        reader.number(false)?
    };
    Some(FoundDate { date: month.date(Some(day))?, start: at, end: text.len() - reader.rest.len() })
}

/// A year and a month as they are written.
struct WrittenMonth {
    year: u32,
    month: u32,
    /// Stands between them.
    separator: char,
    /// Whether they are written in Chinese numerals.
    is_chinese: bool,
}

impl WrittenMonth {
    fn date(&self, day: Option<u32>) -> Option<Date> {
        let day = day.map(u8::try_from).transpose().ok()?;
        Date::new(u16::try_from(self.year).ok()?, u8::try_from(self.month).ok()?, day)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        Self { rest: &text[at..] }
    }

    /// A year, what separates it, and a month.
    fn month(&mut self) -> Option<WrittenMonth> {
        let is_chinese = self.rest.starts_with(['一', '二']);
        let year = if is_chinese { self.chinese_year()? } else { self.arabic(4)? };
        let separator = self.separator()?;
        if !(1900..=2100).contains(&year) || is_chinese && separator != '年' {
            return None;
        }
        Some(WrittenMonth { year, month: self.number(is_chinese)?, separator, is_chinese })
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Exactly `count` Arabic digits, white space between them allowed only where a page typesets them apart.
    fn arabic(&mut self, count: usize) -> Option<u32> {
        let end: usize = self.rest.chars().take(count).map(char::len_utf8).sum();
        let value = numeral::from_arabic(&self.rest[..end])?;
        let followed_by_digit = self.rest[end..].chars().next().is_some_and(|c| half_width(c).is_ascii_digit());
        if followed_by_digit || self.rest[..end].chars().count() != count {
            return None;
        }
        self.rest = &self.rest[end..];
        Some(value)
    }

    fn chinese_year(&mut self) -> Option<u32> {
        let mut chars = self.rest.chars();
        let mut year = 0;
        for c in chars.by_ref().take(4) {
            year = year * 10 + numeral::digit(c).or_else(|| matches!(c, 'O' | 'Ｏ' | '0').then_some(0))?;
        }
        self.rest = chars.as_str();
        Some(year)
    }

    fn separator(&mut self) -> Option<char> {
        self.skip_space();
        let c = self.rest.chars().next().filter(|c| is_separator(*c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// One or two digits, or a Chinese number.
    fn number(&mut self, is_chinese: bool) -> Option<u32> {
        self.skip_space();
        let is_part = |c: &char| if is_chinese { is_numeral(*c) } else { half_width(*c).is_ascii_digit() };
        let end: usize = self.rest.chars().take(4).take_while(is_part).map(char::len_utf8).sum();
        let written = &self.rest[..end];
        let value = if is_chinese {
            numeral::from_chinese(written)
        } else {
            numeral::from_arabic(written).filter(|_| written.chars().count() <= 2)
        }?;
        self.rest = &self.rest[end..];
        Some(value)
    }

    fn expect(&mut self, wanted: char) -> Option<()> {
        self.skip_space();
        self.rest = self.rest.strip_prefix(wanted)?;
        Some(())
    }

    fn expect_day(&mut self) -> Option<()> {
        self.skip_space();
        self.rest = self.rest.strip_prefix('日').or_else(|| self.rest.strip_prefix('号'))?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = dates(text).map(|found| found.date.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_are_found_in_every_spelling() {
        check("2024年2月20日", &["2024-02-20"]);
        check("2026年 4月 20 日", &["2026-04-20"]);
        check("２０２４年２月２０日", &["2024-02-20"]);
        check("二〇二四年二月二十日", &["2024-02-20"]);
        check("二○一八年十二月三十一日", &["2018-12-31"]);
        check("日期:2024/3/25 15:03:36", &["2024-03-25"]);
        check("2018-02-05，2018.2.6", &["2018-02-05", "2018-02-06"]);
        check("自2021年10月20日至2021年11月30日", &["2021-10-20", "2021-11-30"]);
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in ["2024年", "2024年13月1日", "2月30日", "12024年1月1日", "2023年2月30日", "20240220", "一九年"]
        {
            check(text, &[]);
        }
    }

    #[test]
    fn a_line_that_is_only_a_date_is_recognised() {
        assert!(whole_date("　　2024年2月20日  ").is_some());
        assert!(whole_date("2024\u{A0}年 2 月 20 日\u{A0}").is_some());
        assert!(whole_date("2024年2月20日印发").is_none());
        assert!(whole_date("2024-02-20").is_some() && signature_date("2024-02-20").is_none());
        assert!(signature_date("二〇二四年三月十五日 ").is_some());
    }
}
