//! The names under which front matter and scrapers give what is known about a notice: which element each one is.

use std::borrow::Cow;

use crate::extract::web::entities::decode_entities;
use crate::extract::web::html::{has_markup, reduce};
use crate::notice::Elements;
use crate::terms::date_values::read_date;
use crate::text::safe::visible;

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    DocType,
    DocumentNumber,
    Issuer,
    /// Issuer or the site it was taken from, or its administrator: believed only when it is named like an authority.
    MaybeIssuer,
    Recipients,
    IssueDate,
    Published,
    IndexNumber,
    Subject,
    Url,
}

/// Names in the form of [`name_form`], and what they mean; of two names for one element the first here counts.
const FIELDS: [(&str, Field); 99] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("doctitle", Field::Title),
    ("articletitle", Field::Title),
    ("showtitle", Field::Title),
    ("newstitle", Field::Title),
    ("headline", Field::Title),
    ("公文标题", Field::Title),
    ("文件名称", Field::Title),
    ("文件标题", Field::Title),
    ("名称", Field::Title),
    ("題名", Field::Title),
    ("標題", Field::Title),
    ("name", Field::Title),
    ("doctype", Field::DocType),
    ("文种", Field::DocType),
    ("公文种类", Field::DocType),
    ("documentnumber", Field::DocumentNumber),
    ("发文字号", Field::DocumentNumber),
    ("發文字號", Field::DocumentNumber),
    ("文号", Field::DocumentNumber),
    ("文號", Field::DocumentNumber),
    ("发文号", Field::DocumentNumber),
    ("文件编号", Field::DocumentNumber),
    ("docno", Field::DocumentNumber),
    ("docnum", Field::DocumentNumber),
    ("docnumber", Field::DocumentNumber),
    ("documentno", Field::DocumentNumber),
    ("fileno", Field::DocumentNumber),
    ("filenum", Field::DocumentNumber),
    ("filenumber", Field::DocumentNumber),
    ("fwzh", Field::DocumentNumber),
    ("wenhao", Field::DocumentNumber),
    ("wh", Field::DocumentNumber),
    ("number", Field::DocumentNumber),
    ("no", Field::DocumentNumber),
    ("issuer", Field::Issuer),
    ("发文机关", Field::Issuer),
    ("發文機關", Field::Issuer),
    ("发文单位", Field::Issuer),
    ("发文部门", Field::Issuer),
    ("制发机关", Field::Issuer),
    ("fwjg", Field::Issuer),
    ("issuingauthority", Field::Issuer),
    ("issuedby", Field::Issuer),
    ("发布机构", Field::MaybeIssuer),
    ("发布机关", Field::MaybeIssuer),
    ("发布单位", Field::MaybeIssuer),
    ("机构", Field::MaybeIssuer),
    ("单位", Field::MaybeIssuer),
    ("publisher", Field::MaybeIssuer),
    ("agency", Field::MaybeIssuer),
    ("department", Field::MaybeIssuer),
    ("organization", Field::MaybeIssuer),
    ("org", Field::MaybeIssuer),
    ("puborg", Field::MaybeIssuer),
    ("author", Field::MaybeIssuer),
    ("作者", Field::MaybeIssuer),
    ("source", Field::MaybeIssuer),
    ("docsource", Field::MaybeIssuer),
    ("来源", Field::MaybeIssuer),
    ("信息来源", Field::MaybeIssuer),
    ("recipients", Field::Recipients),
    ("主送机关", Field::Recipients),
    ("issuedate", Field::IssueDate),
    ("dateissued", Field::IssueDate),
    ("成文日期", Field::IssueDate),
    ("成文时间", Field::IssueDate),
    ("发文日期", Field::IssueDate),
    ("發文日期", Field::IssueDate),
    ("writtendate", Field::IssueDate),
    ("cwrq", Field::IssueDate),
    ("fwrq", Field::IssueDate),
    ("published", Field::Published),
    ("发布日期", Field::Published),
    ("发布时间", Field::Published),
    ("pubdate", Field::Published),
    ("pubtime", Field::Published),
    ("publishdate", Field::Published),
    ("publishtime", Field::Published),
    ("publishedat", Field::Published),
    ("releasedate", Field::Published),
    ("releasetime", Field::Published),
    ("docreltime", Field::Published),
    ("docpubtime", Field::Published),
    ("date", Field::Published),
    ("日期", Field::Published),
    ("time", Field::Published),
    ("时间", Field::Published),
    ("datetime", Field::Published),
    ("timestamp", Field::Published),
    ("indexnumber", Field::IndexNumber),
    ("索引号", Field::IndexNumber),
    ("indexno", Field::IndexNumber),
    ("syh", Field::IndexNumber),
    ("subject", Field::Subject),
    ("主题分类", Field::Subject),
    ("主题", Field::Subject),
    ("url", Field::Url),
];

/// More names for the address of the page: any of the fields of [`Field::MaybeIssuer`] may hold one too.
const URL_NAMES: [&str; 14] = [
    "sourceurl",
    "pageurl",
    "docpuburl",
    "link",
    "permalink",
    "href",
    "uri",
    "链接",
    "原文链接",
    "网址",
    "地址",
    "source",
    "来源",
    "original",
];

/// No label is longer, letter-spaced as it may be.
pub(in crate::extract) const LONGEST_LABEL_BYTES: usize = 60;

/// The form in which names are compared: lower case, without `_`, `-`, `.`, blanks and colons. `Doc_No` → `docno`.
pub(in crate::extract) fn name_form(name: &str) -> String {
    let mut form = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '_' | '-' | '.' | ':' | '：' => {}
            // Nearly all are these, and they have no case.
            '一'..='龥' => form.push(c),
            c if c.is_ascii_graphic() => form.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() => {}
            c => form.extend(c.to_lowercase()),
        }
    }
    form
}

/// Whether a name in the form of [`name_form`] is one that pages label values with in Chinese.
pub(in crate::extract) fn is_label(form: &str) -> bool {
    !form.is_ascii() && FIELDS.iter().any(|(known, _)| *known == form)
}

/// The elements that fields state. `fields`: names in [`name_form`], and their values.
///
/// A value that cannot be what its name says (a date that is none, an author who is no authority) is left out.
pub(in crate::extract) fn elements_of<'a>(fields: &[(String, Cow<'a, str>)]) -> Elements {
    let mut elements = Elements::default();
    let values = |name: &'a str| fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value);
    for (name, field) in FIELDS {
        for value in values(name) {
            state(&mut elements, field, value);
        }
    }
    for name in URL_NAMES {
        for value in values(name) {
            state(&mut elements, Field::Url, value);
        }
    }
    elements
}

/// Takes over from `other` what `elements` does not say.
pub(in crate::extract) fn fill_in(elements: &mut Elements, other: Elements) {
    set(&mut elements.title, other.title);
    set(&mut elements.doc_type, other.doc_type);
    set(&mut elements.document_number, other.document_number);
    set(&mut elements.issuer, other.issuer);
    set(&mut elements.recipients, other.recipients);
    set(&mut elements.issue_date, other.issue_date);
    set(&mut elements.published, other.published);
    set(&mut elements.index_number, other.index_number);
    set(&mut elements.subject, other.subject);
    set(&mut elements.source_url, other.source_url);
}

fn state(elements: &mut Elements, field: Field, value: &str) {
    let text = one_line(value);
    if text.is_empty() {
        return;
    }
    match field {
        Field::Title => set(&mut elements.title, title_of(&text)),
        Field::DocType => set(&mut elements.doc_type, Some(text)),
        Field::DocumentNumber => set(&mut elements.document_number, Some(text).filter(|text| is_document_number(text))),
        Field::Issuer => set(&mut elements.issuer, Some(text)),
        Field::MaybeIssuer => set(&mut elements.issuer, Some(text).filter(|text| is_authority(text))),
        Field::Recipients => set(&mut elements.recipients, Some(text.trim_end_matches(['：', ':']).to_owned())),
        Field::IssueDate => set(&mut elements.issue_date, read_date(&text)),
        Field::Published => set(&mut elements.published, read_date(&text)),
        Field::IndexNumber => set(&mut elements.index_number, Some(text)),
        Field::Subject => set(&mut elements.subject, Some(text)),
        Field::Url => set(&mut elements.source_url, Some(text).filter(|text| is_url(text))),
    }
}

/// The first value stays.
fn set<T>(element: &mut Option<T>, value: Option<T>) {
    if element.is_none() {
        *element = value;
    }
}

/// The value on one line, safe to show, without markup.
fn one_line(value: &str) -> String {
    let decoded = decode_entities(value);
    let plain = if has_markup(&decoded) { reduce(&decoded).text } else { decoded.into_owned() };
    visible(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page's title without the name of its site: `某大学->关于…的通知 | example.edu` → `关于…的通知`.
fn title_of(text: &str) -> Option<String> {
    let title = text.rsplit("->").next()?;
    let title = title.split(" | ").next()?;
    let title = SITE_SEPARATORS.iter().find_map(|separator| without_site(title, separator)).unwrap_or(title).trim();
    (!title.is_empty()).then(|| title.to_owned())
}

const SITE_SEPARATORS: [&str; 5] = [" - ", "_", "-", "--", "——"];

/// What stands before the last `separator`, when the name of a site follows it.
fn without_site<'a>(title: &'a str, separator: &str) -> Option<&'a str> {
    let (title, site) = title.rsplit_once(separator)?;
    let site = site.trim();
    let is_host = site.is_ascii() && site.contains('.') && !site.contains(' ');
    let is_site = is_host || ["网", "网站", "平台", "人民政府", "政务公开"].iter().any(|end| site.ends_with(end));
    (is_site && !title.trim().is_empty()).then_some(title)
}

/// `滕教〔2024〕5号`, `第 61 号`: anything but the number of a record.
fn is_document_number(text: &str) -> bool {
    (text.contains(['号', '號', '〔', '［', '[']) && text.contains(|c: char| c.is_ascii_digit()))
        && text.chars().count() <= LONGEST_NUMBER_CHARS
}

/// Some tens of characters: several numbers stand side by side when several authorities issue a notice.
const LONGEST_NUMBER_CHARS: usize = 80;

/// The last character of the names of authorities: 教育局, 办公厅, 委员会, 人民政府, 大学, 中心.
const AUTHORITY_ENDS: &str = "局厅委部院府办室会校学司处署队心站所团组科廳";

/// Whether a text ends as the names of authorities do.
pub(in crate::extract) fn is_authority(text: &str) -> bool {
    text.chars().count() >= 3 && text.chars().next_back().is_some_and(|c| AUTHORITY_ENDS.contains(c))
}

fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["http://", "https://"].iter().any(|scheme| lower.starts_with(scheme)) && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn elements(fields: &[(&str, &'static str)]) -> Elements {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name_form(name), Cow::Borrowed(*value))).collect();
        elements_of(&fields)
    }

    #[track_caller]
    fn check_title(value: &'static str, expected: &str) {
        assert_eq!(elements(&[("title", value)]).title.as_deref(), Some(expected));
    }

    #[test]
    fn the_table_holds_each_name_once_in_its_form() {
        let mut seen = HashSet::new();
        for (name, _) in FIELDS {
            assert_eq!(name_form(name), name);
            assert!(seen.insert(name), "{name} stands twice");
        }
    }

    #[test]
    fn names_in_both_languages_are_known() {
        let found = elements(&[
            ("标题", "关于放假的通知"),
            ("Doc_No", "云教〔2024〕5号"),
            ("发文机关：", "云泽县教育局"),
            ("成文日期", "2024年2月20日"),
            ("pubDate", "2024-02-21 10:00"),
            ("索引号", "YZ-01/2024-00005"),
            ("主题分类", "科技、教育\\教育"),
            ("link", "https://www.yunze.example/1.html"),
        ]);
        assert_eq!(found.title.as_deref(), Some("关于放假的通知"));
        assert_eq!(found.document_number.as_deref(), Some("云教〔2024〕5号"));
        assert_eq!(found.issuer.as_deref(), Some("云泽县教育局"));
        assert_eq!(found.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-02-20"));
        assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2024-02-21"));
        assert_eq!(found.index_number.as_deref(), Some("YZ-01/2024-00005"));
        assert_eq!(found.subject.as_deref(), Some("科技、教育\\教育"));
        assert_eq!(found.source_url.as_deref(), Some("https://www.yunze.example/1.html"));
    }

    #[test]
    fn a_value_must_be_what_its_name_says() {
        let found =
            elements(&[("number", "17"), ("author", "admin"), ("date", "昨天"), ("url", "javascript:alert(1)")]);
        assert_eq!(found, Elements::default());
        let found = elements(&[("source", "https://www.yunze.example/"), ("author", "云泽县教育局")]);
        assert_eq!(found.source_url.as_deref(), Some("https://www.yunze.example/"));
        assert_eq!(found.issuer.as_deref(), Some("云泽县教育局"));
    }

    #[test]
    fn the_first_name_of_the_table_counts() {
        let found = elements(&[("date", "2024-03-01"), ("pubdate", "2024-02-21"), ("name", "附件"), ("title", "通知")]);
        assert_eq!(found.title.as_deref(), Some("通知"));
        assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2024-02-21"));
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_the_title() {
        check_title("某某大学->关于返校的通知 | example.edu.cn", "关于返校的通知");
        check_title("关于返校的通知 - www.yunze.example", "关于返校的通知");
        check_title("关于返校的通知_云泽县人民政府", "关于返校的通知");
        check_title("关于返校的通知-云泽县政府门户网站", "关于返校的通知");
        check_title("2023-2024学年校历", "2023-2024学年校历");
        check_title("关于印发《云泽县人民政府工作规则》的通知", "关于印发《云泽县人民政府工作规则》的通知");
        check_title(" <b>关于</b>&nbsp;放假的\n通知\u{202E} ", "关于 放假的 通知");
    }
}
