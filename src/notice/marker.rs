//! Numbering markers: the kinds that Chinese notices use, as values.

use super::Span;

/// A numbering marker at its position in the text: `一、`, `（三）`, `第五条`, `附件2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The family it belongs to.
    pub kind: MarkerKind,
    /// Its number, from 1; 0 where none is written (`附件`, `附：`).
    pub number: u32,
    /// The marker as written, trailing white space left out.
    pub span: Span,
}

/// The families of markers. Half-width and full-width forms belong to the same family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkerKind {
    /// `附件1`, `附：`
    Attachment,
    /// `第一编`
    Volume,
    /// `第一章`
    Chapter,
    /// `第一节`
    Section,
    /// `第一条`
    Article,
    /// `一、`
    Ideographic,
    /// `（一）`
    ParenIdeographic,
    /// `1.` `1、` `1．`
    Arabic,
    /// `1）`
    ArabicParen,
    /// `（1）`
    ParenArabic,
    /// `①`
    Circled,
    /// `a.`
    Letter,
    /// `甲、`
    Stem,
    /// `1.1`; the number is that of the last component
    Decimal,
}

impl MarkerKind {
    /// How many families there are.
    pub const COUNT: usize = Self::Decimal as usize + 1;
}
