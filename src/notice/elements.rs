//! The elements of a notice, named after GB/T 9704-2012 and the index block of government portals.

use std::fmt;
use std::str::FromStr;

/// The metadata of a notice. Unknown values are `None`, never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Elements {
    /// 标题 (title), on one line.
    pub title: Option<String>,
    /// 文种 (kind of document): 通知, 意见, 要点 …, the last word of the title.
    pub doc_type: Option<String>,
    /// 发文字号 (document number): 滕教〔2024〕5号
    pub document_number: Option<String>,
    /// 发文机关 (issuing organ); several are separated by one space.
    pub issuer: Option<String>,
    /// 主送机关 (addressees), without the closing colon.
    pub recipients: Option<String>,
    /// 成文日期 (date of issue).
    pub issue_date: Option<Date>,
    /// 附注 (note on publication and the like), without its brackets.
    pub note: Option<String>,
    /// 附件说明 (list of attachments): their names, numbering removed.
    pub attachments: Vec<String>,
    /// 抄送机关 (organs that receive a copy).
    pub copy_to: Option<String>,
    /// 索引号 (index number of the portal).
    pub index_number: Option<String>,
    /// 主题分类 (subject category of the portal).
    pub subject: Option<String>,
    /// 发布日期 (date of publication on the portal).
    pub published: Option<Date>,
    /// URL of the page from which the file was saved.
    pub source_url: Option<String>,
    /// The region that it applies to, derived from issuer and title: 滕州市 (a city).
    pub region: Option<String>,
    /// The year that it applies to, derived from the title, else from the issue date.
    pub year: Option<u16>,
}

/// A calendar date of a notice. Notices sometimes give no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the length of the month; `None` when only year and month are given.
    pub day: Option<u8>,
}

impl Date {
    /// Builds a date; `None` if the calendar does not have it.
    pub fn new(year: u16, month: u8, day: Option<u8>) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        let day_exists = day.is_none_or(|day| (1..=days).contains(&day));
        ((1000..=9999).contains(&year) && day_exists).then_some(Self { year, month, day })
    }
}

/// `2024-02-20`, or `2024-02` without a day.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// Reads what [`fmt::Display`] writes.
impl FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut fields = text.split('-');
        let year = fields.next().and_then(|field| field.parse().ok()).ok_or(())?;
        let month = fields.next().and_then(|field| field.parse().ok()).ok_or(())?;
        let day = fields.next().map(|field| field.parse().map_err(|_| ())).transpose()?;
        if fields.next().is_some() {
            return Err(());
        }
        Self::new(year, month, day).ok_or(())
    }
}
