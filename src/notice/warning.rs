//! What a careful reader would want to know about a notice: faults of its numbering, doubts about its reading.

use super::Span;

/// One remark, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which rule speaks.
    pub code: Code,
    /// Where in the text; `None` when it concerns the file's bytes.
    pub span: Option<Span>,
    /// Line in the source, counted from 1.
    pub line: u32,
    /// What is wrong, in one clause with the offending value quoted; English.
    pub message: String,
}

/// The rules, by the names that `gangmu check` prints and can switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A number is skipped: 一、 then 三、.
    NumberingGap,
    /// A number stands twice among siblings.
    NumberingRepeat,
    /// A number is lower than the one before it.
    NumberingOrder,
    /// Siblings are marked in different styles: `1.` then `2、`, `（一）` then `(二)`.
    MixedMarkers,
    /// Bytes that are no text in the file's encoding became U+FFFD.
    BadBytes,
    /// Some lines of the file are in one encoding, some in another.
    MixedEncodings,
    /// Pages that are pictures, or characters of fonts that do not say what they draw, are not among the text.
    MissingText,
    /// The file is damaged; what could be read of it is there.
    Damaged,
    /// The same text stands twice in the file; the second copy was dropped.
    RepeatedText,
    /// No title was found.
    NoTitle,
    /// No outline was found: the notice is one stretch of text.
    NoOutline,
}

impl Code {
    /// Every rule, in the order of the manual.
    pub const ALL: [Self; 11] = [
        Self::NumberingGap,
        Self::NumberingRepeat,
        Self::NumberingOrder,
        Self::MixedMarkers,
        Self::BadBytes,
        Self::MixedEncodings,
        Self::MissingText,
        Self::Damaged,
        Self::RepeatedText,
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
            Self::NoTitle => "no-title",
            Self::NoOutline => "no-outline",
        }
    }

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}
