//! Dates as front matter, scrapers and portals state them in a field of their own.

use crate::notice::Date;
use crate::terms::dates::{FoundDate, find_date, find_month};
use crate::text::fold::half_width;

/// China keeps one time, eight hours ahead of UTC, all year.
const CHINA_SECONDS: i64 = 8 * 3600;

const SECONDS_PER_DAY: i64 = 24 * 3600;

/// In these hours of UTC it is the next day in China already.
const HOURS_OF_NEXT_DAY: std::ops::Range<u8> = 16..24;

/// The English names of the months begin like this.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date in any usual spelling: those of [`find_date`], anything around them; `20240220`, `2024年2月`, `2024-02`,
/// `2024-02-19T16:00:00Z` (the 20th in China), `Mon, 18 Mar 2024`, seconds or milliseconds since 1970. `None` when it is
/// no date.
pub fn read_date(value: &str) -> Option<Date> {
    let half_width: String = value.chars().map(half_width).collect();
    let value = half_width.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_digits(value);
    }
    let day = find_date(value).map(|found| in_china(value, &found));
    day.or_else(|| find_month(value)).or_else(|| from_english(value))
}

/// The date in China of a moment that begins with the date `found`.
fn in_china(value: &str, found: &FoundDate) -> Date {
    let is_utc = ["Z", "z", "+00:00", "+0000"].iter().any(|zone| value.ends_with(zone));
    let hour = value[found.end..].trim_start_matches(['T', 't', ' ']).split(':').next();
    let is_next_day = is_utc && hour.and_then(|hour| hour.parse().ok()).is_some_and(|h| HOURS_OF_NEXT_DAY.contains(&h));
    if is_next_day { day_after(found.date) } else { found.date }
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

fn day_after(date: Date) -> Date {
    let next_month = || Date::new(date.year, date.month + 1, Some(1));
    let same_month = date.day.and_then(|day| Date::new(date.year, date.month, Some(day + 1)));
    same_month.or_else(next_month).or_else(|| Date::new(date.year + 1, 1, Some(1))).unwrap_or(date)
}

/// `Mon, 18 Mar 2024 08:00:00 GMT`, `March 18, 2024`.
fn from_english(value: &str) -> Option<Date> {
    let month_of = |word: &str| {
        let word = word.to_ascii_lowercase();
        MONTHS.iter().position(|month| word.starts_with(month))
    };
    let month = value.split(|c: char| !c.is_ascii_alphabetic()).find_map(month_of)?;
    let mut numbers = value.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let (day, year) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Date::new(year, month as u8 + 1, Some(day))
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
