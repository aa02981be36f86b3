//! PDF: the characters and lines drawn on each page, which `layout` turns into paragraphs.
//!
//! `bombs` refuses files that unpack to too much, `glyphs` collects the drawn characters, `rules` the straight lines,
//! `codes` decodes fonts that do not say what their codes mean.

mod bombs;
mod codes;
mod glyphs;
mod rules;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};

use crate::extract::ExtractError;
use crate::extract::budget::Budget;
use crate::extract::error::quoted;
use crate::extract::input::Input;
use crate::extract::pages::layout::{Page, write_manuscript};
use crate::notice::{Damage, FontNames, Manuscript, MissingText, Warning, WarningKind, WarningPosition};
use bombs::{check_content, check_streams};
use glyphs::{Collector, DrawLimitReached, Drawing};

/// Upper bound on the pages read from one file; a notice with annexes has hundreds at most.
const MAX_PAGES: usize = 10_000;

/// A page with an image and fewer characters than this is a scan; the characters are perhaps a page number.
const FEW_CHARS: usize = 8;

/// Reads the text layer. A file that opens without a password is read whatever its permissions say, as viewers do.
pub(in crate::extract) fn read_pdf(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    // The check comes before the library opens the file: opening it already unpacks object streams.
    check_streams(input.bytes, input.budget).map_err(ExtractError::ArchiveLimit)?;
    let pdf = Pdf::new(input.bytes.to_vec()).map_err(error_of)?;
    let mut damage = None;
    let mut collector = Collector::new(&pdf);
    let drawings = collect(&pdf, &mut collector, input.budget, &mut damage);
    if drawings.is_empty() {
        return Err(ExtractError::Damaged(damage.unwrap_or(Damage::NoPages)));
    }
    // A page number on a scanned page does not make it text.
    let is_scan = |drawing: &Drawing| drawing.has_image && drawing.page.chars.len() < FEW_CHARS;
    let scans = drawings.iter().filter(|drawing| is_scan(drawing)).count();
    if scans == drawings.len() {
        return Err(ExtractError::NoTextLayer { pages: scans });
    }
    let chars: usize = drawings.iter().map(|drawing| drawing.page.chars.len()).sum();
    let unknown: usize = drawings.iter().map(|drawing| drawing.unknown).sum();
    // Half unknown is unreadable; fewer are replaced, with a warning.
    if unknown * 2 > chars {
        return Err(ExtractError::UnknownCharacters { fonts: named(&collector.unknown_fonts()) });
    }
    let mut missing = Vec::new();
    if scans > 0 {
        missing.push((MissingText::Images { pages: scans, of: drawings.len() }, first_page(&drawings, is_scan)));
    }
    if unknown > 0 {
        let fonts = named(&collector.unknown_fonts());
        let text = MissingText::UnknownCharacters { chars: unknown, of: chars, fonts };
        missing.push((text, first_page(&drawings, |drawing| drawing.unknown > 0)));
    }
    let pages: Vec<Page> = drawings.into_iter().map(|drawing| drawing.page).collect();
    let mut manuscript = write_manuscript(pages).finish(input.source, damage);
    let warn =
        |(text, page)| Warning { kind: WarningKind::MissingText { text }, position: WarningPosition::Page(page) };
    manuscript.warnings.extend(missing.into_iter().map(warn));
    Ok(manuscript)
}

/// The number of the first page, from 1, that `is_meant` accepts; 1 if it accepts none.
fn first_page(drawings: &[Drawing], is_meant: impl Fn(&Drawing) -> bool) -> u32 {
    drawings.iter().position(is_meant).map_or(1, |index| index as u32 + 1)
}

/// The first few of some names, made safe to show.
fn named(fonts: &[&str]) -> FontNames {
    /// Number of names that a message lists.
    const NAMED_FONTS: usize = 3;
    let names: Vec<String> = fonts.iter().take(NAMED_FONTS).map(|name| quoted(name)).collect();
    FontNames { more: fonts.len() - names.len(), names }
}

fn error_of(error: LoadPdfError) -> ExtractError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ExtractError::NeedsPassword,
        LoadPdfError::Decryption(_) => ExtractError::Damaged(Damage::UnknownEncryption),
        LoadPdfError::Invalid => ExtractError::Damaged(Damage::NoPageTree),
    }
}

/// Collects each page, up to the limits; `damage` is set when one was reached.
fn collect<'p>(
    pdf: &'p Pdf,
    collector: &mut Collector<'p>,
    budget: &Budget,
    damage: &mut Option<Damage>,
) -> Vec<Drawing> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        // The library keeps the content of all pages in memory, so it counts against the budget.
        let checked = check_content(page).and_then(|()| budget.take_bytes(page.page_stream().map_or(0, <[u8]>::len)));
        if let Err(limit) = checked {
            *damage = Some(Damage::LargePage { page: pages.len() as u32 + 1, limit });
            break;
        }
        // The initial transformation applies the page's rotation and turns the y axis downwards.
        let transform = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        // The only way to stop the library in the middle of a page is to unwind.
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let mut context = Context::new(transform, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, collector);
        }));
        let mut drawing = collector.take_page();
        drawing.page.size = [width, height];
        pages.push(drawing);
        if let Err(reason) = drawn {
            *damage = Some(ended_early(reason, pages.len() as u32));
            break;
        }
    }
    if pdf.pages().len() > MAX_PAGES {
        *damage = Some(Damage::TooManyPages { pages: pdf.pages().len(), read: MAX_PAGES });
    }
    pages
}

/// The message for a page that reached the limit; any other panic continues.
fn ended_early(reason: Box<dyn Any + Send>, page: u32) -> Damage {
    match reason.downcast::<DrawLimitReached>() {
        Ok(_) => Damage::BusyPage { page },
        Err(panic) => resume_unwind(panic),
    }
}
