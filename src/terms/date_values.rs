//! Dates as front matter and scrapers write them.

use crate::notice::Date;
use crate::text::fold::half_width;
use crate::text::numeral::{digit, from_chinese};

/// China keeps one time, eight hours ahead of UTC, all year.
const CHINA_SECONDS: i64 = 8 * 3600;

const SECONDS_PER_DAY: i64 = 24 * 3600;

/// The English names of the months begin like this.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date in any usual spelling: `2024-02-20`, `2024/2/20 15:03`, `2024.2.20`, `20240220`, `2024年2月20日`,
/// `二〇二四年二月二十日`, `2024-02`, `2024-02-19T16:00:00Z` (the 20th in China), `Mon, 18 Mar 2024`, seconds or
/// milliseconds since 1970. `None` when it is no date.
pub fn read_date(text: &str) -> Option<Date> {
    let half_width: String = text.chars().map(half_width).collect();
    let text = half_width.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_digits(text);
    }
    let numbers = numbers_of(text);
    from_chinese_units(text).or_else(|| from_iso(text, &numbers)).or_else(|| from_english(text, &numbers))
}

/// The date in China, `seconds` after the beginning of 1970 in UTC.
fn from_seconds(seconds: i64) -> Option<Date> {
    let days = (seconds + CHINA_SECONDS).div_euclid(SECONDS_PER_DAY);
    // Days are counted from 1 March of the year 0 on, so that the day which leap years add is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, Some(day.try_into().ok()?))
}

/// `20240220`, `202402`, or a moment in seconds (10 digits) or milliseconds (13 digits).
fn from_digits(digits: &str) -> Option<Date> {
    let field = |range: std::ops::Range<usize>| digits[range].parse::<u16>().ok();
    match digits.len() {
        6 => Date::new(field(0..4)?, field(4..6)? as u8, None),
        8 => Date::new(field(0..4)?, field(4..6)? as u8, Some(field(6..8)? as u8)),
        10 => from_seconds(digits.parse().ok()?),
        13 => from_seconds(digits.parse::<i64>().ok()? / 1000),
        14 => from_digits(&digits[..8]),
        _ => None,
    }
}

/// Every run of digits with its value; digits beyond nine in a row are no part of a date.
fn numbers_of(text: &str) -> Vec<u32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.parse().unwrap_or(u32::MAX)).collect()
}

/// `2024年2月20日`, `二〇二四年二月二十日`, `2024年2月`; anything may stand around it.
fn from_chinese_units(text: &str) -> Option<Date> {
    let (year_text, rest) = text.split_once('年')?;
    let (month_text, rest) = rest.split_once('月')?;
    let year = year_of(year_text)?;
    let month = number_of(month_text)?;
    let day = rest.split_once(['日', '号']).and_then(|(day_text, _)| number_of(day_text));
    Date::new(year, month.try_into().ok()?, day.and_then(|day| day.try_into().ok()))
}

/// The last four digits of `text`, Arabic or Chinese.
fn year_of(text: &str) -> Option<u16> {
    let last: Vec<char> = text.trim_end().chars().rev().take(4).collect();
    let year =
        last.iter().rev().try_fold(0, |year, c| c.to_digit(10).or_else(|| digit(*c)).map(|value| year * 10 + value))?;
    (last.len() == 4).then_some(year as u16)
}

fn number_of(text: &str) -> Option<u32> {
    let text = text.trim();
    text.parse().ok().or_else(|| from_chinese(text))
}

/// Year, month and day in this order, whatever separates them; a time may follow.
fn from_iso(text: &str, numbers: &[u32]) -> Option<Date> {
    let starts_with_year = text.starts_with(|c: char| c.is_ascii_digit());
    let [year, month, rest @ ..] = numbers else { return None };
    let year = u16::try_from(*year).ok().filter(|_| starts_with_year)?;
    let date = Date::new(year, u8::try_from(*month).ok()?, None)?;
    let Some(day) = rest.first() else { return Some(date) };
    let date = Date::new(year, date.month, Some(u8::try_from(*day).ok()?))?;
    // A moment in UTC of the afternoon is the next day in China.
    let is_utc = text.ends_with(['Z', 'z']) || text.ends_with("+00:00") || text.ends_with("+0000");
    let is_next_day = is_utc && rest.get(1).is_some_and(|hour| (16..24).contains(hour));
    Some(if is_next_day { day_after(date) } else { date })
}

fn day_after(date: Date) -> Date {
    let next_month = || Date::new(date.year, date.month + 1, Some(1));
    let same_month = date.day.and_then(|day| Date::new(date.year, date.month, Some(day + 1)));
    same_month.or_else(next_month).or_else(|| Date::new(date.year + 1, 1, Some(1))).unwrap_or(date)
}

/// `Mon, 18 Mar 2024 08:00:00 GMT`, `March 18, 2024`.
fn from_english(text: &str, numbers: &[u32]) -> Option<Date> {
    let month_of = |word: &str| {
        let word = word.to_ascii_lowercase();
        MONTHS.iter().position(|month| word.starts_with(month))
    };
    let month = text.split(|c: char| !c.is_ascii_alphabetic()).find_map(month_of)?;
    let [day, year, ..] = numbers else { return None };
    Date::new(u16::try_from(*year).ok()?, month as u8 + 1, Some(u8::try_from(*day).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(read_date(text).map(|date| date.to_string()).as_deref(), Some(expected), "{text:?}");
    }

    #[test]
    fn every_usual_spelling_is_read() {
        for text in [
            "2024-02-20",
            "2024/2/20",
            "2024.2.20",
            " 2024-02-20 15:03:36.483806 ",
            "2024-02-20T08:00:00+08:00",
            "20240220",
            "20240220150336",
            "2024年2月20日",
            "2024 年 2 月 20 日",
            "二〇二四年二月二十日",
            "二○二四年二月二十日",
            "发布日期：2024年02月20日 15:03",
            "Tue, 20 Feb 2024 08:00:00 GMT",
            "20 Feb 2024",
            "February 20, 2024",
            "1708387200",
            "1708387200000",
            "2024-02-19T16:00:00.000Z",
            "２０２４－２－２０",
            "２０２４－２－２０",
        ] {
            check(text, "2024-02-20");
        }
        check("2024-02", "2024-02");
        check("2024年2月", "2024-02");
        check("202402", "2024-02");
        check("2024-02-20T15:59:59Z", "2024-02-20");
        check("2023-12-31T16:00:00Z", "2024-01-01");
        check("0951753600", "2000-02-29");
    }

    #[test]
    fn other_text_is_no_date() {
        for text in [
            "",
            "无",
            "2024",
            "20-02-2024",
            "2024-13-01",
            "2024-02-30",
            "第2024年第3月",
            "1.2万",
            "99999999999999999999",
        ] {
            assert_eq!(read_date(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn seconds_and_spelling_agree(days in 0..40_000_i64) {
            let today = from_seconds(days * SECONDS_PER_DAY).expect("a date");
            let tomorrow = from_seconds((days + 1) * SECONDS_PER_DAY).expect("a date");
            prop_assert_eq!(day_after(today), tomorrow);
        }

        #[test]
        fn arbitrary_text_never_panics(text in "\\PC*|[0-9年月日一二〇:TZ./ -]{0,24}") {
            read_date(&text);
        }
    }
}
