//! PDF: what is drawn on each page → glyphs, of which `layout` makes paragraphs.
//!
//! `bombs` refuses files that unpack to too much, `glyphs` collects what is drawn, `rules` finds the straight lines of
//! it, `codes` decodes fonts that do not say what their codes mean.

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
use crate::extract::error;
use crate::extract::input::Input;
use crate::extract::pages::layout::{Page, write_manuscript};
use crate::notice::{Code, Manuscript, Warning};
use bombs::{check_content, check_streams};
use glyphs::{Collector, DrawLimitReached, Drawing};

/// Pages that are read of one file; a notice with annexes has hundreds at most.
const MAX_PAGES: usize = 10_000;

/// A page is pictures when its characters are fewer than this, a page number perhaps.
const FEW_CHARS: usize = 8;

/// Reads the text layer. A file that opens without a password is read whatever its permissions say, as any viewer
/// shows it.
pub(in crate::extract) fn read_pdf(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    check_streams(input.bytes, input.budget)?;
    let pdf = Pdf::new(input.bytes.to_vec()).map_err(reason_of)?;
    let mut damage = None;
    let mut collector = Collector::new(&pdf);
    let drawings = collect(&pdf, &mut collector, input.budget, &mut damage);
    if drawings.is_empty() {
        return Err(ExtractError::damaged(damage.as_deref().unwrap_or("it has no pages")));
    }
    let is_scan = |drawing: &&Drawing| drawing.has_image && drawing.page.chars.len() < FEW_CHARS;
    let scans = drawings.iter().filter(is_scan).count();
    if scans == drawings.len() {
        return Err(ExtractError::NoTextLayer { pages: scans });
    }
    let chars: usize = drawings.iter().map(|drawing| drawing.page.chars.len()).sum();
    let unknown: usize = drawings.iter().map(|drawing| drawing.unknown).sum();
    if unknown * 2 > chars {
        return Err(ExtractError::UnknownCharacters { fonts: named(&collector.unknown_fonts()) });
    }
    let mut missing: Vec<String> = Vec::new();
    if scans > 0 {
        missing.push(format!(
            "{scans} of {} pages are images without a text layer (recognise their text)",
            drawings.len()
        ));
    }
    if unknown > 0 {
        let fonts = named(&collector.unknown_fonts());
        missing.push(format!(
            "{unknown} of {chars} characters are not known, since the font does not say what it draws: {fonts} (recognise \
             the text of the pages)"
        ));
    }
    let pages: Vec<Page> = drawings.into_iter().map(|drawing| drawing.page).collect();
    let mut manuscript = write_manuscript(pages).finish(input.source, damage);
    let warn = |message| Warning { code: Code::MissingText, span: None, line: 1, message };
    manuscript.warnings.extend(missing.into_iter().map(warn));
    Ok(manuscript)
}

/// The first of some names, fit to be shown.
fn named(fonts: &[&str]) -> String {
    /// As many as a message needs.
    const SOME: usize = 3;
    let more = if fonts.len() > SOME { ", …" } else { "" };
    let some: Vec<&str> = fonts.iter().take(SOME).copied().collect();
    error::reason_of(&format!("{}{more}", some.join(", ")))
}

fn reason_of(error: LoadPdfError) -> ExtractError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ExtractError::NeedsPassword,
        LoadPdfError::Decryption(error) => ExtractError::damaged(&format!("its encryption is not known ({error:?})")),
        LoadPdfError::Invalid => ExtractError::damaged("it has no readable page tree"),
    }
}

/// What is drawn on each page, up to the limits; `damage` says when they were reached.
fn collect<'p>(
    pdf: &'p Pdf,
    collector: &mut Collector<'p>,
    budget: &Budget,
    damage: &mut Option<String>,
) -> Vec<Drawing> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        // The library keeps what each page draws until all are done.
        let checked = check_content(page).and_then(|()| budget.take_bytes(page.page_stream().map_or(0, <[u8]>::len)));
        if let Err(error) = checked {
            *damage = Some(format!("page {}: {error}; what follows was not read", pages.len() + 1));
            break;
        }
        let transform = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let mut context = Context::new(transform, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, collector);
        }));
        let mut drawing = collector.take_page();
        drawing.page.size = [width, height];
        pages.push(drawing);
        if let Err(reason) = drawn {
            *damage = Some(ended_early(reason, pages.len()));
            break;
        }
    }
    if pdf.pages().len() > MAX_PAGES {
        *damage = Some(format!("{} pages, of which the first {MAX_PAGES} were read", pdf.pages().len()));
    }
    pages
}

/// Why a page was left unfinished; any other panic goes on.
fn ended_early(reason: Box<dyn Any + Send>, page: usize) -> String {
    match reason.downcast::<DrawLimitReached>() {
        Ok(_) => format!("page {page} draws more than any page does; what follows was not read"),
        Err(panic) => resume_unwind(panic),
    }
}
