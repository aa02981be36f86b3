//! An object written by a scraper → a manuscript: chooses the field with the text, and reads metadata from the
//! others.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::ExtractError;
use crate::extract::content::read_field;
use crate::extract::extracted::{Extracted, finished};
use crate::extract::web::fields::{elements_of, fill_in};
use crate::notice::{Manuscript, Source};
use crate::terms::labels::name_form;
use crate::text::line_ends::with_plain_line_ends;
use crate::text::safe::visible;

/// The fields of a record.
#[derive(Debug, Clone)]
pub(in crate::extract) struct RecordFields<'a> {
    /// The object with the text.
    pub object: &'a Map<String, Value>,
    /// The objects around it, outermost first; their metadata counts where the inner ones have none.
    pub outer: Vec<&'a Map<String, Value>>,
}

/// Names of fields that hold the text, in the form of [`name_form`]. The field with the longest text is chosen; among
/// equal ones, the first name here.
const TEXT_NAMES: [&str; 40] = [
    "content",
    "正文",
    "text",
    "body",
    "doccontent",
    "article",
    "fulltext",
    "内容",
    "全文",
    "文本",
    "正文内容",
    "文章内容",
    "內容",
    "contents",
    "contenttext",
    "contentmd",
    "contenthtml",
    "htmlcontent",
    "articlecontent",
    "articlebody",
    "documentcontent",
    "documenttext",
    "maincontent",
    "maintext",
    "bodytext",
    "bodyhtml",
    "plaintext",
    "rawtext",
    "rawcontent",
    "txt",
    "html",
    "markdown",
    "md",
    "paragraphs",
    "details",
    "detail",
    "zhengwen",
    "neirong",
    "zw",
    "nr",
];

/// How many field names an error lists, and the longest form of each, in characters.
const NAMED_FIELDS: usize = 20;
const NAME_CHARS: usize = 40;

/// Whether a field of that name may hold the text.
pub(in crate::extract) fn is_text_name(name: &str) -> bool {
    TEXT_NAMES.contains(&name_form(name).as_str())
}

/// The fields that may hold the text, each with its rank in [`TEXT_NAMES`].
fn texts(object: &Map<String, Value>) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    object.iter().filter_map(|(name, value)| {
        let form = name_form(name);
        let rank = TEXT_NAMES.iter().position(|text_name| *text_name == form)?;
        Some((rank, string_of(value)?))
    })
}

/// The value of a string, or the lines of an array of strings.
fn string_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Array(items) if !items.is_empty() => {
            let lines: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            Some(Cow::Owned(lines?.join("\n")))
        }
        _ => None,
    }
}

/// Length of the longest text in an object; 0 if it is not a record.
pub(in crate::extract) fn text_len_chars(object: &Map<String, Value>) -> usize {
    texts(object).map(|(_, text)| ink_chars(&text)).max().unwrap_or(0)
}

fn ink_chars(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Reads a record.
///
/// # Errors
/// [`ExtractError::NoTextField`] without a field for text, [`ExtractError::Empty`] if all such fields are blank.
pub(in crate::extract) fn manuscript_of(fields: &RecordFields<'_>) -> Result<Manuscript, ExtractError> {
    let mut texts: Vec<_> = texts(fields.object).collect();
    if texts.is_empty() {
        return Err(no_text_field(fields.object));
    }
    texts.sort_by_key(|(rank, _)| *rank);
    // Texts are compared after markup is removed: HTML is longer than the text in it.
    let mut best: Option<(usize, Manuscript)> = None;
    for (_, text) in texts {
        let manuscript = read_field(with_plain_line_ends(&text).into_owned());
        let len = ink_chars(&manuscript.text);
        if len > best.as_ref().map_or(0, |(best_len, _)| *best_len) {
            best = Some((len, manuscript));
        }
    }
    let (_, mut manuscript) = best.ok_or(ExtractError::Empty)?;
    // The record's own metadata come first, then those of the objects around it, then a front matter in its text.
    let mut given = elements_of(&values_of(fields.object));
    for object in fields.outer.iter().rev() {
        fill_in(&mut given, elements_of(&values_of(object)));
    }
    fill_in(&mut given, manuscript.given);
    manuscript.given = given;
    Ok(manuscript)
}

/// Reads a row of a table, a record without objects around it.
pub(in crate::extract) fn read_row(source: Source, row: &Map<String, Value>) -> Extracted {
    match manuscript_of(&RecordFields { object: row, outer: Vec::new() }) {
        Ok(manuscript) => finished(Manuscript { source, ..manuscript }),
        Err(error) => Extracted::Failed { source, error },
    }
}

/// The fields with metadata: strings and numbers, by the form of their name.
fn values_of(object: &Map<String, Value>) -> Vec<(String, Cow<'_, str>)> {
    let values = object.iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Number(number) => Cow::Owned(number.to_string()),
            value => string_of(value)?,
        };
        Some((name_form(name), value))
    });
    values.collect()
}

/// The error for an object without text.
pub(in crate::extract) fn no_text_field(object: &Map<String, Value>) -> ExtractError {
    let short = |name: &String| visible(name).chars().take(NAME_CHARS).collect();
    ExtractError::NoTextField(object.keys().take(NAMED_FIELDS).map(short).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(json: &str) -> Result<Manuscript, ExtractError> {
        let value: Value = serde_json::from_str(json).expect("JSON");
        manuscript_of(&RecordFields { object: value.as_object().expect("an object"), outer: Vec::new() })
    }

    #[track_caller]
    fn check_text(json: &str, expected: &str) {
        assert_eq!(read(json).map(|manuscript| manuscript.text).as_deref(), Ok(expected), "{json}");
    }

    #[test]
    fn every_usual_field_name_holds_the_text() {
        for name in ["content", "正文", "text", "body", "DOCCONTENT", "Full_Text", "raw-content", "全文"] {
            check_text(&format!(r#"{{"title":"通知","{name}":"一、"}}"#), "一、");
        }
    }

    #[test]
    fn the_longest_text_counts() {
        check_text(r#"{"content":"摘要","html":"<p>一、总体要求</p><p>二、</p>"}"#, "一、总体要求\n二、\n");
        check_text(
            r#"{"content":"一、总体要求\n","html":"<p>一、总体要求</p>","body":null,"text":7}"#,
            "一、总体要求\n",
        );
        check_text(r#"{"paragraphs":["一、","二、"]}"#, "一、\n二、");
        check_text(r#"{"text":"一、\r\n二、"}"#, "一、\n二、");
    }

    #[test]
    fn an_object_without_text_is_an_error() {
        let no_text =
            |names: &[&str]| Err(ExtractError::NoTextField(names.iter().map(|name| (*name).to_owned()).collect()));
        assert_eq!(read(r#"{"id":1,"标题":"通知"}"#), no_text(&["id", "标题"]));
        assert_eq!(read(r#"{"content":{"a":1},"x\u202e":2}"#), no_text(&["content", "x"]));
        assert_eq!(read(r#"{"content":" \n","text":""}"#), Err(ExtractError::Empty));
        assert_eq!(read(r#"{"content":"<p>&nbsp;</p>"}"#), Err(ExtractError::Empty));
    }

    #[test]
    fn the_other_fields_state_elements() {
        let given = read(r#"{"content":"一、","标题":"通知","docno":"云教〔2024〕5号","pubDate":1708387200}"#)
            .expect("text")
            .given;
        assert_eq!(given.title.as_deref(), Some("通知"));
        assert_eq!(given.document_number.as_deref(), Some("云教〔2024〕5号"));
        assert_eq!(given.published.map(|date| date.to_string()).as_deref(), Some("2024-02-20"));
    }
}
