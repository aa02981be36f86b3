//! Remarks about a notice, as data: faults of its numbering, doubts about its reading. Room `lang` has the words.

use serde::{Deserialize, Serialize};

use super::{Damage, Notice, Span};

/// One remark, with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The rule that found it, with the details of this case.
    pub kind: WarningKind,
    /// The position it is about.
    pub position: WarningPosition,
}

/// The position that a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningPosition {
    /// A range of [`Notice::text`].
    Span(Span),
    /// A line of the source, counted from 1.
    Line(u32),
    /// A page of the source, counted from 1.
    Page(u32),
}

impl WarningPosition {
    /// The page, where that is the position.
    pub const fn page(self) -> Option<u32> {
        match self {
            Self::Page(page) => Some(page),
            Self::Span(_) | Self::Line(_) => None,
        }
    }

    /// The range of the text, where that is the position.
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::Span(span) => Some(span),
            Self::Line(_) | Self::Page(_) => None,
        }
    }
}

/// A remark without its position: a rule, and the details of one case of it.
///
/// In JSON (`details` of a warning) variants and fields have the names that stand here, in kebab-case and `snake_case`.
/// Text in the details comes from the file; it holds no character that a terminal would interpret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "details", rename_all = "kebab-case")]
pub enum WarningKind {
    /// A number is skipped: 一、 then 三、.
    NumberingGap {
        /// The marker as written.
        marker: String,
        /// The number before it; `None` for the first one.
        after: Option<u32>,
        /// The first number that is missing.
        first_missing: u32,
        /// The last number that is missing.
        last_missing: u32,
    },
    /// A number stands twice among siblings.
    NumberingRepeat {
        /// The marker as written.
        marker: String,
    },
    /// A number is lower than the one before it.
    NumberingOrder {
        /// The marker as written.
        marker: String,
        /// The number before it.
        after: u32,
    },
    /// Siblings are marked in different styles: `1.` then `2、`, `（一）` then `(二)`.
    MixedMarkers {
        /// The marker as written.
        marker: String,
        /// The marker before it.
        previous: String,
    },
    /// Bytes that are no text in the file's encoding became U+FFFD.
    BadBytes {
        /// The bytes.
        found: BadBytes,
        /// Name of the encoding.
        encoding: String,
    },
    /// Some lines of the file are in one encoding, some in another.
    MixedEncodings {
        /// Name of the encoding before the line.
        before: String,
        /// Name of the encoding from the line on.
        after: String,
        /// How often the encoding changes again further down.
        more_changes: usize,
    },
    /// Pages that are pictures, or characters of fonts that do not say what they draw, are not among the text.
    MissingText {
        /// The text that is missing.
        text: MissingText,
    },
    /// The file is damaged; the text holds the part that could be read.
    Damaged {
        /// The damage.
        damage: Damage,
    },
    /// The same text stands twice in the file; the second copy was dropped.
    RepeatedText,
    /// Text behind the notice was taken for page furniture and dropped.
    DroppedText {
        /// Length of the dropped text in characters.
        chars: usize,
        /// Its first words.
        first_words: String,
    },
    /// No title was found.
    NoTitle,
    /// No outline was found: the notice is one stretch of text.
    NoOutline,
    /// A remark read from the JSON of an older version, which wrote a message and no details.
    #[serde(skip)]
    Recorded {
        /// Its rule.
        code: Code,
        /// The message that stands in the JSON.
        message: String,
    },
}

/// Bytes that are no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadBytes {
    /// One place.
    Here {
        /// Offset in the file, in bytes.
        offset: usize,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Further places from the line on, which are only counted.
    Further {
        /// How many.
        places: usize,
    },
}

/// Text that a file shows but does not hold as characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingText {
    /// Pages that are images without a text layer.
    Images {
        /// How many pages.
        pages: usize,
        /// How many pages the file has.
        of: usize,
    },
    /// Characters of fonts that do not say what they draw.
    UnknownCharacters {
        /// How many characters.
        chars: usize,
        /// How many characters the file has.
        of: usize,
        /// The fonts.
        fonts: FontNames,
    },
}

/// Names of fonts, the first of possibly many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontNames {
    /// The first names.
    pub names: Vec<String>,
    /// How many more fonts there are.
    pub more: usize,
}

impl WarningKind {
    /// The rule.
    pub const fn code(&self) -> Code {
        match self {
            Self::NumberingGap { .. } => Code::NumberingGap,
            Self::NumberingRepeat { .. } => Code::NumberingRepeat,
            Self::NumberingOrder { .. } => Code::NumberingOrder,
            Self::MixedMarkers { .. } => Code::MixedMarkers,
            Self::BadBytes { .. } => Code::BadBytes,
            Self::MixedEncodings { .. } => Code::MixedEncodings,
            Self::MissingText { .. } => Code::MissingText,
            Self::Damaged { .. } => Code::Damaged,
            Self::RepeatedText => Code::RepeatedText,
            Self::DroppedText { .. } => Code::DroppedText,
            Self::NoTitle => Code::NoTitle,
            Self::NoOutline => Code::NoOutline,
            Self::Recorded { code, .. } => *code,
        }
    }
}

/// The rules, by the names that `gangmu check` prints and can switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the variants are those of WarningKind, where each is described")]
pub enum Code {
    NumberingGap,
    NumberingRepeat,
    NumberingOrder,
    MixedMarkers,
    BadBytes,
    MixedEncodings,
    MissingText,
    Damaged,
    RepeatedText,
    DroppedText,
    NoTitle,
    NoOutline,
}

impl Code {
    /// Every rule, in the order of the manual.
    pub const ALL: [Self; 12] = [
        Self::NumberingGap,
        Self::NumberingRepeat,
        Self::NumberingOrder,
        Self::MixedMarkers,
        Self::BadBytes,
        Self::MixedEncodings,
        Self::MissingText,
        Self::Damaged,
        Self::RepeatedText,
        Self::DroppedText,
        Self::NoTitle,
        Self::NoOutline,
    ];

    /// The name it goes by on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NumberingGap => "numbering-gap",
            Self::NumberingRepeat => "numbering-repeat",
            Self::NumberingOrder => "numbering-order",
            Self::MixedMarkers => "mixed-markers",
            Self::BadBytes => "bad-bytes",
            Self::MixedEncodings => "mixed-encodings",
            Self::MissingText => "missing-text",
            Self::Damaged => "damaged",
            Self::RepeatedText => "repeated-text",
            Self::DroppedText => "dropped-text",
            Self::NoTitle => "no-title",
            Self::NoOutline => "no-outline",
        }
    }

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

impl Notice {
    /// Line in the source, counted from 1, that a warning is about; for a page, the line where the text begins.
    pub fn warning_line(&self, warning: &Warning) -> u32 {
        match warning.position {
            WarningPosition::Span(span) => self.source_line(span.start),
            WarningPosition::Line(line) => line,
            WarningPosition::Page(_) => self.source_line(0),
        }
    }

    /// The range of the text to show for a warning: its span, or the paragraph nearest to its line in the source, or
    /// the first paragraph. Empty only when there is no text.
    pub fn warning_span(&self, warning: &Warning) -> Span {
        let nearest = match warning.position {
            WarningPosition::Span(span) => return span,
            WarningPosition::Page(_) => Some(0),
            WarningPosition::Line(line) => {
                let distance = |index: &usize| self.paragraphs[*index].source_line.abs_diff(line);
                (0..self.paragraphs.len()).min_by_key(distance)
            }
        };
        let paragraph = nearest.filter(|index| *index < self.paragraphs.len());
        paragraph.map_or(Span::empty(0), |index| self.paragraph_span(index))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Paragraph;
    use super::*;

    #[test]
    fn a_warning_is_shown_at_the_nearest_paragraph() {
        let paragraphs = [(0, 3), (4, 7)].map(|(start, source_line)| Paragraph { start, source_line });
        let notice = Notice { text: "一\n二\n".to_owned(), paragraphs: paragraphs.to_vec(), ..Notice::default() };
        let at = |position| {
            let warning = Warning { kind: WarningKind::RepeatedText, position };
            (notice.warning_line(&warning), notice.warning_span(&warning))
        };
        let [first, second] = [Span::new(0, 3), Span::new(4, 7)];
        assert_eq!(at(WarningPosition::Span(second)), (7, second));
        assert_eq!(at(WarningPosition::Line(1)), (1, first));
        assert_eq!(at(WarningPosition::Line(6)), (6, second));
        assert_eq!(at(WarningPosition::Line(99)), (99, second));
        assert_eq!(at(WarningPosition::Page(2)), (3, first));
        let empty = Notice::default();
        let warning = Warning { kind: WarningKind::NoTitle, position: WarningPosition::Line(4) };
        assert_eq!(empty.warning_span(&warning), Span::empty(0));
    }
}
