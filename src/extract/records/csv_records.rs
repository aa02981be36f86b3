//! Tables of records (CSV, TSV): the first row names the fields, and every other row is a notice.

use std::iter;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use super::ExtractError;
use crate::extract::extracted::Extracted;
use crate::extract::records::record::{is_text_name, read_row};
use crate::extract::records::{MAX_RECORDS, too_many_records};
use crate::notice::Source;
use crate::terms::labels::{Field, name_form, names};

/// Possible delimiters.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Longest first row, in bytes; a longer line is not a table's.
const LONGEST_HEADER_BYTES: usize = 4096;

/// The delimiter, if a text begins like a table of notices: its first row has a name for the text and a name for some
/// metadata. `is_csv`: whether the file name says that it is a table.
pub(in crate::extract) fn delimiter_of(text: &str, is_csv: bool) -> Option<u8> {
    let header = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    if header.len() > LONGEST_HEADER_BYTES || !is_csv && !has_delimiter(header.as_bytes()) {
        return None;
    }
    let names = |delimiter: &u8| {
        let names = header.split(char::from(*delimiter)).map(|name| name.trim().trim_matches('"').to_owned());
        names.collect::<Vec<String>>()
    };
    let is_table = |delimiter: &&u8| {
        let names = names(delimiter);
        names.len() > 1 && names.iter().any(|name| is_text_name(name)) && names.iter().any(|name| is_known_name(name))
    };
    // Without a certain delimiter, a file called .csv is split by the one that occurs most.
    let certain = DELIMITERS.iter().find(is_table).copied();
    let likely = || DELIMITERS.iter().copied().max_by_key(|delimiter| (names(delimiter).len(), *delimiter == b','));
    certain.or_else(|| likely().filter(|_| is_csv))
}

/// Whether a line contains any delimiter; most first lines do not.
fn has_delimiter(header: &[u8]) -> bool {
    let [a, b, c, d] = DELIMITERS;
    memchr::memchr3(a, b, c, header).or_else(|| memchr::memchr(d, header)).is_some()
}

/// Whether a field of that name holds metadata of a notice.
fn is_known_name(name: &str) -> bool {
    let form = name_form(name);
    names().any(|(field, known)| known == form && field != Field::Other)
}

/// Reads the rows of a table. [`Source::part`] is the number of the row, from 1, without the header row.
pub(in crate::extract) fn read_table(source: &Source, text: &str, delimiter: u8) -> Vec<Extracted> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut rows = Rows::of(text, delimiter);
    let names = rows.next().unwrap_or_default();
    let rows = rows.enumerate().filter(|(_, row)| row.iter().any(|value| !value.trim().is_empty()));
    let read = rows.map(|(index, row)| {
        // Extra values of a row and missing ones are ignored.
        let pairs = names.iter().zip(row).map(|(name, value)| (name.trim().to_owned(), Value::from(value)));
        let source = Source { part: Some((index + 1).to_string()), ..source.clone() };
        read_row(source, &pairs.collect::<Map<String, Value>>())
    });
    // One more than the limit, to know whether there are more.
    let mut read: Vec<Extracted> = read.take(MAX_RECORDS + 1).collect();
    if read.len() > MAX_RECORDS {
        read.pop();
        read.push(too_many_records(source));
    }
    if read.is_empty() {
        read.push(Extracted::Failed { source: source.clone(), error: ExtractError::Empty });
    }
    read
}

/// The rows of a table, each as its fields; rows may have different numbers of them.
struct Rows<'a> {
    reader: Reader,
    /// The text that has not been read.
    rest: &'a [u8],
    /// The fields of a row, one behind the other.
    fields: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, rest: text.as_bytes(), fields: vec![0; 4096], ends: vec![0; 32] }
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        let (mut filled, mut count) = (0, 0);
        loop {
            let (fields, ends) = (&mut self.fields[filled..], &mut self.ends[count..]);
            let (result, read, written, ended) = self.reader.read_record(self.rest, fields, ends);
            self.rest = &self.rest[read..];
            filled += written;
            count += ended;
            match result {
                // The end of the text is told to the reader by giving it nothing.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let starts = iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends[..count]);
        // The text was UTF-8, and delimiters and quotes are ASCII: no character is cut.
        Some(spans.map(|(start, end)| String::from_utf8_lossy(&self.fields[start..*end]).into_owned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extracted::shown;

    #[track_caller]
    fn check(text: &str, is_csv: bool, expected: &[&str]) {
        let delimiter = delimiter_of(text, is_csv).expect("a table");
        let found = read_table(&Source::default(), text, delimiter);
        let shown: Vec<String> = found.iter().map(shown).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn each_row_is_a_notice() {
        let text =
            "标题,发布日期,正文\n关于放假的通知,2024-02-20,\"一、时间\n二、要求，\"\"安全\"\"\"\n,,\n甲,,乙,丙\n";
        check(text, false, &["1 关于放假的通知 一、时间\n二、要求，\"安全\"", "3 甲 乙"]);
        check("title\tcontent\n甲\t<p>乙</p>\n", false, &["1 甲 乙\n"]);
        let (long, wide) = ("乙".repeat(9000), ",x".repeat(100));
        check(&format!("title,content{wide}\n甲,{long}{wide}\r\n"), true, &[&format!("1 甲 {long}")]);
        check("\u{FEFF}title;content\n甲;乙\n", true, &["1 甲 乙"]);
    }

    #[test]
    fn a_table_without_text_is_refused() {
        let error = ExtractError::NoTextField(vec!["分数".to_owned(), "姓名".to_owned()]);
        check("姓名,分数\n甲,5\n", true, &[&format!("! {error}")]);
        check("title,content\n", true, &[&format!("! {}", ExtractError::Empty)]);
    }

    #[test]
    fn running_text_is_no_table() {
        for text in ["一、时间,地点\n二、", "关于放假的通知\n正文", "", "content\nabc", "正文,附件\n"]
        {
            assert_eq!(delimiter_of(text, false), None, "{text}");
        }
    }
}
