//! Step 7 of 9: the elements of the notice, from its title, labels, signature and imprint.

use crate::notice::{Elements, Role};
use crate::parse::page_furniture::PageHead;
use crate::parse::reflow::Reflowed;
use crate::parse::region::region_of;
use crate::parse::sections::ParagraphRole;
use crate::terms::attachments::{attachment_list_names, attachment_number, numbered_names};
use crate::terms::dates::{dates, find_date};
use crate::terms::document_numbers::{document_number, is_document_number_value};
use crate::terms::labels::Field;
use crate::terms::organs::{are_organ_names, is_organ_name};
use crate::terms::titles::doc_type_name;
use crate::text::fold::half_width;
use crate::text::numeral;
use crate::text::words::{has_space, squeeze};

/// The elements of a notice. Title and issuer in the text take precedence over the format and the labels; for all other
/// elements the labels take precedence.
pub fn find_elements(head: &PageHead, page: &Reflowed, roles: &[ParagraphRole], given: Elements) -> Elements {
    let matter = |role: Role| {
        page.paragraphs
            .iter()
            .zip(roles)
            .filter(move |(_, own)| **own == ParagraphRole::Matter(role))
            .map(|(paragraph, _)| page.text(paragraph))
    };
    let label = |wanted: Field| {
        head.labels
            .iter()
            .find(|(label, value)| *label == wanted && !value.is_empty())
            .map(|(_, value)| value.trim().to_owned())
    };
    let label_date = |wanted: Field| label(wanted).and_then(|value| find_date(&value)).map(|found| found.date);
    let title = own_title(head)
        .or_else(|| label(Field::Title))
        .or(given.title)
        .or_else(|| part_title(page, roles))
        .filter(|title| !title.is_empty());
    let signature: Vec<&str> = matter(Role::Signature).collect();
    let issuer = label(Field::Issuer)
        .or_else(|| label(Field::Publisher).filter(|names| are_organ_names(names)))
        .map(|issuer| issuer.split_whitespace().collect::<Vec<_>>().join(" "))
        .or_else(|| title.as_deref().and_then(issuer_in_title))
        .or(given.issuer)
        .or_else(|| issuer_in_signature(&signature));
    let issue_date = label_date(Field::IssueDate)
        .or_else(|| signature.iter().find_map(|line| find_date(line)).map(|found| found.date))
        .or(given.issue_date)
        .or_else(|| promulgation_date(page, roles));
    let document_number = head
        .number
        .as_ref()
        .and_then(|line| document_number(&line.text))
        .or_else(|| {
            label(Field::DocumentNumber).filter(|value| is_document_number_value(value)).map(|value| squeeze(&value))
        })
        .or(given.document_number);
    let recipients = matter(Role::Recipients).next().map(|line| line.trim_end_matches(['：', ':']).trim().to_owned());
    let region =
        given.region.or_else(|| [issuer.as_deref(), title.as_deref()].into_iter().flatten().find_map(region_of));
    let year =
        given.year.or_else(|| title.as_deref().and_then(year_in_title)).or_else(|| issue_date.map(|date| date.year));
    Elements {
        doc_type: given
            .doc_type
            .or_else(|| label(Field::DocType))
            .or_else(|| title.as_deref().and_then(doc_type_name).map(str::to_owned)),
        document_number,
        recipients: recipients.or_else(|| label(Field::Recipients)).or(given.recipients),
        note: matter(Role::Note).next().map(bare_note).or(given.note),
        attachments: attachment_names(matter(Role::Attachments)),
        copy_to: matter(Role::Imprint).find_map(copy_to).or(given.copy_to),
        index_number: label(Field::IndexNumber).map(|value| squeeze(&value)).or(given.index_number),
        subject: label(Field::Subject).or(given.subject),
        published: label_date(Field::Published).or(given.published),
        source_url: label(Field::Url).or(given.source_url),
        title,
        issuer,
        issue_date,
        region,
        year,
    }
}

/// The title above the body, its lines joined.
fn own_title(head: &PageHead) -> Option<String> {
    let joined: String = head.title.iter().map(|line| line.text.as_str()).collect();
    (!joined.is_empty()).then(|| tidy_title(&joined))
}

/// The title of the first part, for a letter that has none of its own.
fn part_title(page: &Reflowed, roles: &[ParagraphRole]) -> Option<String> {
    let at = roles.iter().position(|role| matches!(role, ParagraphRole::PartTitle { .. }))?;
    let ParagraphRole::PartTitle { lines } = roles[at] else { return None };
    let joined: String = page.paragraphs[at..at + lines].iter().map(|paragraph| page.text(paragraph)).collect();
    Some(tidy_title(&joined))
}

/// Removes white space that typesetting put into a title, except between the names of several issuers.
pub(crate) fn tidy_title(title: &str) -> String {
    let title = title.trim().trim_matches('#').trim();
    if !has_space(title) {
        return title.to_owned();
    }
    let issuers_end = title.find("关于").unwrap_or(0);
    let (issuers, rest) = title.split_at(issuers_end);
    let mut tidy = issuers.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let mut previous: Option<char> = None;
    let mut gap = false;
    for c in rest.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && is_latin(c) && previous.is_some_and(is_latin) {
            tidy.push(' ');
        }
        gap = false;
        tidy.push(c);
        previous = Some(c);
    }
    tidy
}

/// The issuing organs at the beginning of a title: `某局关于…`, `某部 某委关于…`.
fn issuer_in_title(title: &str) -> Option<String> {
    let about = title.find("关于").or_else(|| title.find("转发")).or_else(|| title.find("印发"))?;
    let names = title[..about].trim();
    is_organ_name(names).then(|| names.to_owned())
}

fn issuer_in_signature(signature: &[&str]) -> Option<String> {
    let mut names = Vec::new();
    for line in signature {
        let name = match find_date(line) {
            Some(found) => line[..found.start].trim(),
            None => line.trim(),
        };
        if is_organ_name(name) || (names.is_empty() && !name.is_empty()) {
            names.extend(name.split_whitespace());
        }
        if find_date(line).is_some() {
            break;
        }
    }
    (!names.is_empty()).then(|| names.join(" "))
}

/// The first date of `（2011年12月15日…公布）` or of a history of amendments before the first heading.
fn promulgation_date(page: &Reflowed, roles: &[ParagraphRole]) -> Option<crate::notice::Date> {
    let preamble = page
        .paragraphs
        .iter()
        .zip(roles)
        .take(6)
        .filter(|(_, own)| **own == ParagraphRole::Body)
        .map(|(paragraph, _)| page.text(paragraph));
    preamble
        .take_while(|text| crate::terms::marker::leading_marker(text).is_none())
        .filter(|text| ["公布", "通过", "发布", "印发", "批准"].iter().any(|word| text.contains(word)))
        .find_map(|text| dates(text).next().filter(|found| found.start <= 6))
        .map(|found| found.date)
}

fn year_in_title(title: &str) -> Option<u16> {
    let arabic = title.char_indices().find_map(|(at, c)| {
        let (year, after) = four_digits(&title[at..]).filter(|_| half_width(c).is_ascii_digit())?;
        let is_year = matches!(after, '年' | '-' | '—' | '学') && year / 100 == 20 || after == '年' && year / 100 == 19;
        is_year.then_some(year)
    });
    let chinese = || {
        title.match_indices('年').find_map(|(end, _)| {
            let (start, _) = title[..end].char_indices().rev().nth(3)?;
            let year = &title[start..end];
            let is_written_out = year.chars().all(|c| numeral::digit(c).is_some());
            numeral::from_chinese(year).filter(|_| is_written_out).and_then(|year| u16::try_from(year).ok())
        })
    };
    arabic.or_else(chinese)
}

/// The four-digit number at the beginning of `text`, and the character after it.
fn four_digits(text: &str) -> Option<(u16, char)> {
    let mut chars = text.chars();
    let mut number = 0;
    for _ in 0..4 {
        number = number * 10 + half_width(chars.next()?).to_digit(10)?;
    }
    Some((number as u16, half_width(chars.next()?)))
}

fn bare_note(note: &str) -> String {
    note.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']).trim().to_owned()
}

fn copy_to(line: &str) -> Option<String> {
    let names = line.trim().strip_prefix("抄送")?.trim_start().strip_prefix(['：', ':'])?;
    Some(names.trim().trim_end_matches('。').to_owned())
}

/// The names of the attachments in the paragraphs of 附件说明, numbering taken off, each once.
fn attachment_names<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = name.trim().trim_end_matches(['；', '。']).to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    };
    for text in paragraphs {
        if let Some((_, name)) = attachment_number(text) {
            add(name);
            continue;
        }
        let list = attachment_list_names(text).unwrap_or(text);
        match numbered_names(list).as_slice() {
            [] => add(list),
            numbered => numbered.iter().for_each(|(_, name)| add(name)),
        }
    }
    names
}
