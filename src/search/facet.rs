//! Facets: `年:2024 机关:教育局` asks for notices by what their elements say.
//!
//! | typed | asks for notices |
//! | --- | --- |
//! | `年:2024` `year:2024` | of that year |
//! | `年:2022..2024` `年:2022..` `年:..2024` | of one of these years |
//! | `机关:教育局` `issuer:…` | whose issuer's name holds these characters |
//! | `地区:滕州` `region:…` | of that place |
//! | `文种:通知` `type:…` | of that kind |
//! | `文号:滕教` `number:…` | whose document number holds these characters |
//! | `has:附件` `有:附件` | that have attachments; also `文号 number`, `日期 date`, `大纲 outline`, `网址 url`, `警告 warning` |
//! | `文种:通知,意见` | either |
//! | `!机关:教育局` | all others |

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;

use crate::library::{Library, NoticeId};
use crate::notice::{NodeKind, Notice};
use crate::text::fold::search_form;

/// The field of a notice that a facet tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The year the notice is about (年).
    Year,
    /// The issuing authority (发文机关).
    Issuer,
    /// The region the notice is about (地区).
    Region,
    /// The kind of document (文种), such as 通知, a notice, or 意见, opinions.
    DocType,
    /// The document number (发文字号).
    Number,
    /// Whether the notice has a feature at all.
    Has,
}

/// The names of the fields; the first is displayed.
const FIELDS: [(Field, &[&str]); 6] = [
    (Field::Year, &["年", "year", "年份", "年度"]),
    (Field::Issuer, &["机关", "issuer", "发文机关", "单位"]),
    (Field::Region, &["地区", "region", "地方"]),
    (Field::DocType, &["文种", "type"]),
    (Field::Number, &["文号", "number", "字号", "发文字号"]),
    (Field::Has, &["has", "有"]),
];

impl Field {
    /// All fields.
    pub const ALL: [Self; 6] = [Self::Year, Self::Issuer, Self::Region, Self::DocType, Self::Number, Self::Has];

    /// Its names, the main Chinese and English ones first.
    pub fn names(self) -> &'static [&'static str] {
        FIELDS.iter().find(|(field, _)| *field == self).map_or(&[], |(_, names)| names)
    }

    fn of_name(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| *field)
    }

    /// The text of this field in a notice.
    fn text(self, notice: &Notice) -> Option<&str> {
        let elements = &notice.elements;
        match self {
            Self::Issuer => elements.issuer.as_deref(),
            Self::Region => elements.region.as_deref(),
            Self::DocType => elements.doc_type.as_deref(),
            Self::Number => elements.document_number.as_deref(),
            Self::Year | Self::Has => None,
        }
    }
}

/// A feature that `has:` tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Feature {
    Attachment,
    Number,
    Date,
    Outline,
    Url,
    Warning,
}

const FEATURES: [(Feature, [&str; 2]); 6] = [
    (Feature::Attachment, ["附件", "attachment"]),
    (Feature::Number, ["文号", "number"]),
    (Feature::Date, ["日期", "date"]),
    (Feature::Outline, ["大纲", "outline"]),
    (Feature::Url, ["网址", "url"]),
    (Feature::Warning, ["警告", "warning"]),
];

impl Feature {
    fn is_in(self, notice: &Notice) -> bool {
        let elements = &notice.elements;
        match self {
            Self::Attachment => {
                let is_part = |id| notice.outline[id].kind == NodeKind::Part;
                !elements.attachments.is_empty() || notice.outline.ids().any(is_part)
            }
            Self::Number => elements.document_number.is_some(),
            Self::Date => elements.issue_date.is_some() || elements.published.is_some(),
            Self::Outline => !notice.outline.is_empty(),
            Self::Url => elements.source_url.is_some(),
            Self::Warning => !notice.warnings.is_empty(),
        }
    }
}

/// A value that a facet accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Years(RangeInclusive<u16>),
    /// A substring of the field, in its search form.
    Text(String),
    Has(Feature),
}

/// A condition on the elements of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    field: Field,
    is_negated: bool,
    /// The accepted values, at least one.
    wanted: Vec<Wanted>,
}

/// A fault of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacetFault {
    /// No field has this name.
    UnknownField(String),
    /// The value is missing.
    NoValue(Field),
    /// The value is not a year.
    NoYear(String),
    /// The first year is after the last.
    Backwards(u16, u16),
    /// No feature has this name.
    UnknownFeature(String),
}

impl Facet {
    /// Parses a token in its search form; `None` when it is not a facet, as in `附件：名单` (attachment: list of
    /// names).
    ///
    /// # Errors
    /// When it is meant as a facet and is faulty.
    pub fn parse(token: &str) -> Option<Result<Self, FacetFault>> {
        let bare = token.strip_prefix('!').unwrap_or(token);
        let (name, value) = bare.split_once(':')?;
        let Some(field) = Field::of_name(name) else {
            // Colons are common in Chinese text, so an unknown name is a fault only if it is Latin.
            let is_meant = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_lowercase());
            return (is_meant && !value.starts_with("//")).then(|| Err(FacetFault::UnknownField(name.to_owned())));
        };
        let values: Vec<&str> = value.split([',', '、']).filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            return Some(Err(FacetFault::NoValue(field)));
        }
        let wanted: Result<Vec<Wanted>, FacetFault> =
            values.into_iter().map(|value| read_value(field, value)).collect();
        Some(wanted.map(|wanted| Self { field, is_negated: bare.len() < token.len(), wanted }))
    }

    /// Whether a notice satisfies the condition.
    pub fn admits(&self, notice: &Notice) -> bool {
        self.wanted.iter().any(|wanted| self.is_wanted(wanted, notice)) != self.is_negated
    }

    fn is_wanted(&self, wanted: &Wanted, notice: &Notice) -> bool {
        match wanted {
            Wanted::Years(years) => notice.elements.year.is_some_and(|year| years.contains(&year)),
            Wanted::Text(text) => self.field.text(notice).is_some_and(|said| folded(said).contains(text.as_str())),
            Wanted::Has(feature) => feature.is_in(notice),
        }
    }
}

fn folded(text: &str) -> String {
    text.chars().map(search_form).collect()
}

fn read_value(field: Field, value: &str) -> Result<Wanted, FacetFault> {
    match field {
        Field::Year => read_years(value).map(Wanted::Years),
        Field::Has => {
            let feature = FEATURES.iter().find(|(_, names)| names.contains(&value)).map(|(feature, _)| *feature);
            feature.map(Wanted::Has).ok_or_else(|| FacetFault::UnknownFeature(value.to_owned()))
        }
        _ => Ok(Wanted::Text(value.to_owned())),
    }
}

fn read_years(value: &str) -> Result<RangeInclusive<u16>, FacetFault> {
    let year = |text: &str| text.trim_end_matches('年').parse().map_err(|_| FacetFault::NoYear(value.to_owned()));
    // ASCII full stops, or the ellipsis that a Chinese input method makes of them.
    let range = value.split_once("..").or_else(|| value.split_once('…'));
    let Some((first, last)) = range else {
        let year = year(value)?;
        return Ok(year..=year);
    };
    let first = if first.is_empty() { 0 } else { year(first)? };
    let last = last.trim_start_matches(['.', '…']);
    let last = if last.is_empty() { u16::MAX } else { year(last)? };
    if first > last { Err(FacetFault::Backwards(first, last)) } else { Ok(first..=last) }
}

/// The maximal number of completions offered.
const MAX_COMPLETIONS: usize = 50;

/// Completes facets while they are typed. The values that occur in a library are collected as it grows.
#[derive(Debug, Default)]
pub struct Completer {
    known: HashMap<Field, Known>,
}

/// The values of one field in a library.
#[derive(Debug, Default)]
struct Known {
    /// The number of slots they were collected from.
    slots: usize,
    /// The number of notices with each value.
    counts: HashMap<String, usize>,
    /// The values, the most frequent first.
    values: Vec<String>,
}

impl Completer {
    /// Completions of the token being typed, best first: names of fields, then values that occur in the library, the
    /// most frequent first. Each is a whole token; the token itself is left out.
    pub fn complete(&mut self, typed: &str, library: &Library) -> Vec<String> {
        let token = folded(typed);
        let (negation, bare) = token.strip_prefix('!').map_or(("", token.as_str()), |bare| ("!", bare));
        let Some((name, wanted)) = bare.split_once(':') else {
            let names = Field::ALL.iter().flat_map(|field| field.names().iter().take(2));
            let names = names.filter(|name| !bare.is_empty() && name.starts_with(bare));
            return names.map(|name| format!("{negation}{name}:")).collect();
        };
        let Some(field) = Field::of_name(name) else { return Vec::new() };
        let (before, wanted) = wanted.rfind([',', '、']).map_or(("", wanted), |at| {
            let next = at + wanted[at..].chars().next().map_or(0, char::len_utf8);
            wanted.split_at(next)
        });
        let fits = |value: &&String| {
            let value = folded(value);
            value.contains(wanted) && value != wanted
        };
        let values = self.values_of(field, library).iter().filter(fits).take(MAX_COMPLETIONS);
        values.map(|value| format!("{negation}{name}:{before}{value}")).collect()
    }

    fn values_of(&mut self, field: Field, library: &Library) -> &[String] {
        let known = self.known.entry(field).or_default();
        // A library only grows, so a smaller one is another.
        if library.len() < known.slots {
            *known = Known::default();
        }
        if library.len() > known.slots || known.values.is_empty() {
            known.add(field, library);
        }
        &known.values
    }
}

impl Known {
    /// Collects the values of the slots added since the last call.
    fn add(&mut self, field: Field, library: &Library) {
        if field == Field::Has {
            let names = FEATURES.iter().flat_map(|(_, names)| names);
            self.values = names.map(|name| (*name).to_owned()).collect();
            return;
        }
        for notice in (self.slots..library.len()).filter_map(|slot| library.notice(NoticeId(slot as u32))) {
            let value = match field {
                Field::Year => notice.elements.year.map(|year| year.to_string().into()),
                _ => field.text(notice).map(Cow::Borrowed),
            };
            let Some(value) = value.filter(|value| !value.contains(char::is_whitespace)) else { continue };
            match self.counts.get_mut(&*value) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(value.into_owned(), 1)),
            }
        }
        self.slots = library.len();
        let mut counted: Vec<(&String, &usize)> = self.counts.iter().collect();
        counted.sort_unstable_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        self.values = counted.into_iter().map(|(value, _)| value.clone()).collect();
    }
}

/// The English message of the command line.
impl fmt::Display for FacetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField(name) => {
                let names: Vec<&str> = FIELDS.iter().flat_map(|(_, names)| names.iter().take(2).copied()).collect();
                write!(f, "no field {name:?} (there are {})", names.join(", "))
            }
            Self::NoValue(field) => write!(f, "{}: needs a value", field.names()[0]),
            Self::NoYear(value) => write!(f, "{value:?} is not a year (2024, 2022..2024)"),
            Self::Backwards(first, last) => write!(f, "{first}..{last} is backwards (try {last}..{first})"),
            Self::UnknownFeature(value) => {
                let names: Vec<&str> = FEATURES.iter().flat_map(|(_, names)| *names).collect();
                write!(f, "has: there is no feature {value:?} (there are {})", names.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{Segment, Slot};
    use crate::notice::Elements;

    fn notice(year: u16, issuer: &str, doc_type: &str) -> Notice {
        let elements = Elements {
            year: Some(year),
            issuer: Some(issuer.to_owned()),
            region: Some(issuer.chars().take(3).collect()),
            doc_type: Some(doc_type.to_owned()),
            ..Elements::default()
        };
        Notice { elements, ..Notice::default() }
    }

    fn library() -> Library {
        let notices = [
            notice(2022, "云岭县教育局", "通知"),
            notice(2023, "云岭县教育局", "要点"),
            notice(2024, "清河区人民政府", "通知"),
        ];
        let mut library = Library::default();
        library.add(Segment { slots: notices.into_iter().map(|notice| Slot::Loaded(Arc::new(notice))).collect() });
        library
    }

    /// Checks the years of the notices that satisfy a facet.
    #[track_caller]
    fn check(token: &str, years: &[u16]) {
        let facet = Facet::parse(token).expect("a facet").expect("one that makes sense");
        let library = library();
        let admitted = library.notices().filter(|(_, notice)| facet.admits(notice));
        assert_eq!(admitted.filter_map(|(_, notice)| notice.elements.year).collect::<Vec<_>>(), years, "{token}");
    }

    #[test]
    fn facets_test_elements() {
        check("年:2023", &[2023]);
        check("year:2023年", &[2023]);
        check("年:2022..2023", &[2022, 2023]);
        check("年:2023..", &[2023, 2024]);
        check("年:..2023", &[2022, 2023]);
        check("年:2023……", &[2023, 2024]);
        check("机关:教育局", &[2022, 2023]);
        check("issuer:政府", &[2024]);
        check("地区:云岭", &[2022, 2023]);
        check("文种:通知", &[2022, 2024]);
        check("文种:要点,意见", &[2023]);
        check("!文种:通知", &[2023]);
        check("has:文号", &[]);
        check("!有:附件", &[2022, 2023, 2024]);
    }

    #[test]
    fn faults_are_reported() {
        for (token, fault) in [
            ("foo:1", FacetFault::UnknownField("foo".to_owned())),
            ("年:", FacetFault::NoValue(Field::Year)),
            ("年:,", FacetFault::NoValue(Field::Year)),
            ("年:去年", FacetFault::NoYear("去年".to_owned())),
            ("年:2024..2022", FacetFault::Backwards(2024, 2022)),
            ("has:图", FacetFault::UnknownFeature("图".to_owned())),
        ] {
            assert_eq!(Facet::parse(token), Some(Err(fault)), "{token}");
        }
        for token in ["附件:名单", "双减", "http://a", "a:b", ":", "12:30"] {
            assert_eq!(Facet::parse(token), None, "{token}");
        }
    }

    #[track_caller]
    fn check_completions(token: &str, expected: &[&str]) {
        assert_eq!(Completer::default().complete(token, &library()), expected, "{token}");
    }

    #[test]
    fn values_of_a_growing_library_are_completed() {
        let (mut library, mut completer) = (Library::default(), Completer::default());
        let mut complete = |year, expected: &[&str]| {
            let loaded = Slot::Loaded(Arc::new(notice(year, "甲市", "通知")));
            library.add(Segment { slots: vec![loaded] });
            assert_eq!(completer.complete("年:20", &library), expected);
        };
        complete(2023, &["年:2023"]);
        complete(2024, &["年:2023", "年:2024"]);
        complete(2024, &["年:2024", "年:2023"]);
    }

    #[test]
    fn names_and_known_values_are_completed() {
        check_completions("地", &["地区:"]);
        check_completions("!is", &["!issuer:"]);
        check_completions("机关:", &["机关:云岭县教育局", "机关:清河区人民政府"]);
        check_completions("机关：政府", &["机关:清河区人民政府"]);
        check_completions("文种:要点,通", &["文种:要点,通知"]);
        check_completions("foo:", &[]);
    }
}
