//! Step 5 of 9: the role of each paragraph: body, addressees, signature, list of attachments, note, imprint, or the title
//! of a document inside the document.

use crate::notice::{MarkerKind, Role};
use crate::parse::reflow::Reflowed;
use crate::parse::reused::{Reused, reusable};
use crate::terms::attachments::{attachment_list_names, attachment_number, is_file_name, numbered_names};
use crate::terms::closing_lines::is_imprint;
use crate::terms::dates::{find_date, signature_date, whole_date};
use crate::terms::marker::leading_marker;
use crate::terms::organs::{is_organ_name, is_recipients};
use crate::terms::titles::{is_title_like, sent_document};
use crate::text::sign::SignKind;
use crate::text::words::{has_sentence_stop, squeeze};

reusable!(ParagraphRole);

/// The role of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphRole {
    /// Text of the outline.
    Body,
    /// Outside the outline.
    Matter(Role),
    /// The title of a part; it may run over several paragraphs, of which this is the first.
    PartTitle {
        /// Number of paragraphs of the title.
        lines: usize,
    },
    /// A further paragraph of a part's title.
    PartTitleGoesOn,
    /// `附件1`, alone or with the title behind it.
    Attachment,
}

/// Maximum number of stray lines above the addressees.
const FEW_LINES: usize = 3;
/// Maximum length of a note, a paragraph in brackets.
const NOTE_CHARS: usize = 90;
/// The name of an attachment is shorter than this.
const NAME_CHARS: usize = 80;
/// A date indented this far is a signature even without a name above it.
const SIGNATURE_INDENT_COLS: u8 = 14;

/// The names of a signature's line are no longer than this: 45 characters.
const SIGNATURE_BYTES: usize = 135;
/// A paragraph behind a signature that is no longer than this, 60 characters, is left over from the page.
const LEFT_OVER_BYTES: usize = 180;

/// Determines the role of every paragraph.
pub fn sort_paragraphs(page: &Reflowed) -> Reused<ParagraphRole> {
    let sent = find_sent_document(page);
    let mut sorter = Sorter {
        page,
        sent,
        roles: Reused::with_capacity(page.paragraphs.len()),
        signed: false,
        listed: false,
        in_part: false,
    };
    while sorter.roles.len() < page.paragraphs.len() {
        sorter.sort_next();
    }
    sorter.roles
}

/// The document announced by one of the first paragraphs: `现将《…》印发给你们`.
fn find_sent_document(page: &Reflowed) -> Option<String> {
    page.paragraphs
        .iter()
        .take(12)
        // Few paragraphs have a title in them.
        .filter(|paragraph| page.signs(paragraph).iter().any(|sign| sign.kind == SignKind::Open))
        .find_map(|paragraph| sent_document(page.text(paragraph)))
        .map(|name| squeeze(bare_title(name)))
}

/// A title without the 《》 around it.
fn bare_title(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|inner| !inner.contains('》'))
        .unwrap_or(text)
}

struct Sorter<'a> {
    page: &'a Reflowed,
    /// Title of the document that the letter sends, white space taken out.
    sent: Option<String>,
    roles: Reused<ParagraphRole>,
    signed: bool,
    listed: bool,
    in_part: bool,
}

impl Sorter<'_> {
    fn text(&self, index: usize) -> Option<&str> {
        self.page.paragraphs.get(index).map(|paragraph| self.page.text(paragraph))
    }

    fn sort_next(&mut self) {
        let index = self.roles.len();
        let Some(text) = self.text(index) else { return };
        if !self.may_be_special(text) {
            self.push_body(text.len());
            return;
        }
        if self.may_stand_addressees() && is_recipients(text) {
            self.roles.push(ParagraphRole::Matter(Role::Recipients));
        } else if is_imprint(text) {
            self.roles.push(ParagraphRole::Matter(Role::Imprint));
        } else if let Some(count) = self.attachment_list(index) {
            self.listed = true;
            self.roles.extend(std::iter::repeat_n(ParagraphRole::Matter(Role::Attachments), count));
        } else if self.is_attachment(index) {
            self.open_part(ParagraphRole::Attachment);
        } else if let Some(count) = self.signature(index) {
            self.signed = true;
            self.roles.extend(std::iter::repeat_n(ParagraphRole::Matter(Role::Signature), count));
        } else if self.is_note(index) {
            self.roles.push(ParagraphRole::Matter(Role::Note));
        } else if let Some(lines) = self.part_title(index) {
            self.open_part(ParagraphRole::PartTitle { lines });
            self.roles.extend(std::iter::repeat_n(ParagraphRole::PartTitleGoesOn, lines - 1));
        } else {
            self.push_body(text.len());
        }
    }

    /// Fast path: nearly every paragraph is body; only short ones and those with certain first characters may be special.
    fn may_be_special(&self, text: &str) -> bool {
        self.may_stand_addressees()
            || text.len() <= 270
            || text.starts_with(['附', '抄', '（', '('])
            || self.signed && !self.in_part
    }

    /// Whether addressees may still follow: only a few stray lines stand above.
    fn may_stand_addressees(&self) -> bool {
        let index = self.roles.len();
        index <= FEW_LINES
            && (0..index).all(|above| {
                self.roles[above] == ParagraphRole::Body
                    && self.text(above).is_some_and(|text| !has_sentence_stop(text) && leading_marker(text).is_none())
            })
    }

    fn open_part(&mut self, role: ParagraphRole) {
        self.in_part = true;
        self.signed = false;
        self.listed = false;
        self.roles.push(role);
    }

    fn push_body(&mut self, bytes: usize) {
        // What follows a signature and opens no part is of no part: it must not be taken for the last section's text.
        let is_left_over = self.signed && bytes <= LEFT_OVER_BYTES;
        self.roles.push(if is_left_over { ParagraphRole::Matter(Role::Imprint) } else { ParagraphRole::Body });
        if !is_left_over {
            self.signed = false;
        }
    }

    /// Number of paragraphs from `index` on that list names of attachments.
    fn attachment_list(&self, index: usize) -> Option<usize> {
        let text = self.text(index)?;
        if let Some((_, rest)) = attachment_number(text) {
            let is_name = is_file_name(rest)
                || (!self.listed && !self.signed && self.is_followed_by_attachment_or_signature(index));
            return (is_name && !rest.is_empty()).then_some(1);
        }
        let names = attachment_list_names(text)?;
        let mut count = 1;
        let mut number =
            if names.is_empty() { 1 } else { numbered_names(names).last().map_or(1, |(number, _)| number + 1) };
        while let Some(next) = self.text(index + count) {
            let continues = is_list_item(next, number) || is_file_name(next) && next.chars().count() <= NAME_CHARS;
            let is_rest_of_name = !names.is_empty()
                && count == 1
                && next.chars().count() <= 20
                && leading_marker(next).is_none()
                && !has_sentence_stop(next)
                && !next.starts_with('附')
                && !next.starts_with(['（', '('])
                && !is_organ_name(next)
                && find_date(next).is_none()
                && !is_imprint(next);
            if !continues && !is_rest_of_name {
                break;
            }
            number += u32::from(continues);
            count += 1;
        }
        if names.is_empty() && count == 1 {
            return None;
        }
        let ends_like_list = self.text(index + count).is_none_or(|next| {
            next.starts_with('附')
                || is_organ_name(next)
                || find_date(next).is_some_and(|found| found.start <= 3)
                || is_imprint(next)
                || next.starts_with(['（', '('])
        });
        let opens_part = (self.signed || self.listed) && !ends_like_list;
        // Behind a list, or behind the signature, the same words head the attachment itself.
        (!opens_part).then_some(count)
    }

    fn is_followed_by_attachment_or_signature(&self, index: usize) -> bool {
        self.text(index + 1).is_some_and(|next| {
            attachment_number(next).is_some()
                || whole_date(next).is_some()
                || (is_organ_name(next) && self.text(index + 2).is_some_and(|date| whole_date(date).is_some()))
        })
    }

    /// Whether the paragraph heads an attached document: `附件1`, `附件2：名单`, `附：`.
    fn is_attachment(&self, index: usize) -> bool {
        let Some(text) = self.text(index).filter(|text| text.starts_with('附')) else { return false };
        let has_text_below = self.text(index + 1).is_some();
        let rest = match attachment_number(text) {
            Some((_, rest)) => rest,
            None => match attachment_list_names(text) {
                Some(names) => names,
                None if matches!(squeeze(text).as_str(), "附件" | "附") => "",
                None => return false,
            },
        };
        rest.chars().count() <= NAME_CHARS
            && !has_sentence_stop(rest)
            && !rest.ends_with(['，', '、'])
            && (has_text_below || !rest.is_empty())
    }

    /// Number of paragraphs from `index` on that form a signature: names of organs, then a date.
    fn signature(&self, index: usize) -> Option<usize> {
        if !self.text(index).is_some_and(may_begin_signature) {
            return None;
        }
        let mut count = 0;
        while count < 6
            && self.text(index + count).is_some_and(|text| text.chars().count() <= 45 && is_organ_name(text))
        {
            count += 1;
        }
        let last = self.text(index + count)?;
        let names_and_date = date_behind_names(last);
        let is_plain_date = signature_date(last).is_some();
        let is_far_right = self.page.paragraphs[index + count].indent_cols >= SIGNATURE_INDENT_COLS;
        let is_signed = names_and_date
            || (is_plain_date
                && (count > 0
                    || is_far_right
                    || index + count + 1 == self.page.paragraphs.len()
                    || self.is_closed_behind(index + count)));
        (is_signed && self.is_closed_behind(index + count)).then_some(count + 1)
    }

    /// Whether the paragraph after `index` is consistent with an end of the text at `index`.
    fn is_closed_behind(&self, index: usize) -> bool {
        let Some(next) = self.text(index + 1) else { return true };
        if let Some(marker) = leading_marker(next) {
            return marker.number == 1 && self.part_title(index + 1).is_some();
        }
        next.starts_with('附')
            || next.starts_with(['（', '('])
            || is_imprint(next)
            || self.part_title(index + 1).is_some()
            || next.chars().count() <= 60
    }

    fn is_note(&self, index: usize) -> bool {
        let Some(text) = self.text(index) else { return false };
        let follows_signature = matches!(
            self.roles.last(),
            Some(ParagraphRole::Matter(Role::Signature | Role::Note | Role::Imprint | Role::Attachments))
        );
        let is_bracketed =
            text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && leading_marker(text).is_none();
        is_bracketed && text.chars().count() <= NOTE_CHARS && follows_signature
    }

    /// Number of paragraphs from `index` on that form the title of a document inside this one.
    fn part_title(&self, index: usize) -> Option<usize> {
        if let Some(lines) = self.sent_title(index) {
            return Some(lines);
        }
        let follows_end = matches!(
            self.roles.last(),
            Some(ParagraphRole::Matter(Role::Signature | Role::Note | Role::Imprint | Role::Attachments))
        );
        if !follows_end {
            return None;
        }
        let mut joined = String::new();
        for lines in 1..=3 {
            let text = self.text(index + lines - 1)?;
            if leading_marker(text).is_some()
                || has_sentence_stop(text)
                || text.chars().count() > 60
                || text.ends_with(['：', ':'])
            {
                return None;
            }
            joined.push_str(text);
            if is_title_like(bare_title(&joined)) && self.text(index + lines).is_some() {
                return Some(lines);
            }
        }
        None
    }

    /// Number of paragraphs from `index` on that spell the title of the document announced by the letter.
    fn sent_title(&self, index: usize) -> Option<usize> {
        let sent = self.sent.as_ref().filter(|_| index > 0 && !self.in_part)?;
        let first = self.text(index)?.chars().find(|c| !c.is_whitespace() && *c != '《');
        if first != sent.chars().next() {
            return None;
        }
        let mut joined = String::new();
        for lines in 1..=5 {
            joined.push_str(self.text(index + lines - 1)?);
            let so_far = squeeze(bare_title(&joined));
            if so_far == *sent {
                return Some(lines);
            }
            if !sent.starts_with(so_far.trim_start_matches('《')) {
                return None;
            }
        }
        None
    }
}

/// Whether a line may begin a signature: it ends with the name of an organ, or with a date.
fn may_begin_signature(text: &str) -> bool {
    text.ends_with(['日', '号']) || text.len() <= SIGNATURE_BYTES && is_organ_name(text)
}

/// `1.名单` with the number expected, short and without a sentence.
fn is_list_item(text: &str, number: u32) -> bool {
    let Some(marker) = leading_marker(text) else { return false };
    matches!(marker.kind, MarkerKind::Arabic | MarkerKind::ArabicParen | MarkerKind::ParenArabic)
        && marker.number == number
        && text.chars().count() <= NAME_CHARS
        && !has_sentence_stop(text.trim_end_matches(['。', '；']))
}

/// `某市教育局 2024年2月20日` in one line.
fn date_behind_names(text: &str) -> bool {
    find_date(text).is_some_and(|found| {
        text[found.end..].trim().is_empty() && found.start > 0 && is_organ_name(&text[..found.start])
    })
}
