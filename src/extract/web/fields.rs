//! Fields of front matter, records and index blocks → the elements of a notice. Their names: `terms::labels`.

use std::borrow::Cow;

use crate::extract::web::entities::decode_entities;
use crate::extract::web::html::{has_markup, strip_markup};
use crate::notice::Elements;
use crate::terms::date_values::read_date;
use crate::terms::document_numbers::is_document_number_value;
use crate::terms::labels::{Field, names};
use crate::terms::organs::are_organ_names;
use crate::text::safe::visible;

/// The elements that fields state. `fields`: names in [`name_form`](crate::terms::labels::name_form), and their values.
///
/// A value that does not fit its name (an invalid date, an author that is not an authority) is left out.
pub(in crate::extract) fn elements_of<'a>(fields: &[(String, Cow<'a, str>)]) -> Elements {
    let mut elements = Elements::default();
    let values = |name: &'a str| fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value);
    for (field, name) in names() {
        for value in values(name) {
            state(&mut elements, field, value);
        }
    }
    elements
}

/// Fills the unset elements from `other`.
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
        Field::DocumentNumber => {
            set(&mut elements.document_number, Some(text).filter(|text| is_document_number_value(text)));
        }
        Field::Issuer => set(&mut elements.issuer, Some(text)),
        Field::Publisher => set(&mut elements.issuer, Some(text).filter(|text| are_organ_names(text))),
        Field::Recipients => set(&mut elements.recipients, Some(text.trim_end_matches(['：', ':']).to_owned())),
        Field::IssueDate => set(&mut elements.issue_date, read_date(&text)),
        Field::Published => set(&mut elements.published, read_date(&text)),
        Field::IndexNumber => set(&mut elements.index_number, Some(text)),
        Field::Subject => set(&mut elements.subject, Some(text)),
        Field::Origin if is_url(&text) => set(&mut elements.source_url, Some(text)),
        Field::Origin => set(&mut elements.issuer, Some(text).filter(|text| are_organ_names(text))),
        Field::Url => set(&mut elements.source_url, Some(text).filter(|text| is_url(text))),
        Field::Other => {}
    }
}

/// Sets an element, unless it has a value.
fn set<T>(element: &mut Option<T>, value: Option<T>) {
    if element.is_none() {
        *element = value;
    }
}

/// A value on one line, safe to show, without markup.
fn one_line(value: &str) -> String {
    let decoded = decode_entities(value);
    let plain = if has_markup(&decoded) { strip_markup(&decoded).text } else { decoded.into_owned() };
    visible(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title of a page without the name of its site: `某大学->关于…的通知 | example.edu` → `关于…的通知`.
fn title_of(text: &str) -> Option<String> {
    let title = text.rsplit("->").next()?;
    let title = title.split(" | ").next()?;
    let title = SITE_SEPARATORS.iter().find_map(|separator| without_site(title, separator)).unwrap_or(title).trim();
    (!title.is_empty()).then(|| title.to_owned())
}

const SITE_SEPARATORS: [&str; 5] = [" - ", "_", "-", "--", "——"];

/// The text before the last `separator`, if the name of a site follows it.
fn without_site<'a>(title: &'a str, separator: &str) -> Option<&'a str> {
    let (title, site) = title.rsplit_once(separator)?;
    let site = site.trim();
    let is_host = site.is_ascii() && site.contains('.') && !site.contains(' ');
    let is_site = is_host || ["网", "网站", "平台", "人民政府", "政务公开"].iter().any(|end| site.ends_with(end));
    (is_site && !title.trim().is_empty()).then_some(title)
}

fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["http://", "https://"].iter().any(|scheme| lower.starts_with(scheme)) && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::labels::name_form;

    fn elements(fields: &[(&str, &'static str)]) -> Elements {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name_form(name), Cow::Borrowed(*value))).collect();
        elements_of(&fields)
    }

    #[track_caller]
    fn check_title(value: &'static str, expected: &str) {
        assert_eq!(elements(&[("title", value)]).title.as_deref(), Some(expected));
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
