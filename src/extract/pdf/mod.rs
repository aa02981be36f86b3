//! PDF: what is drawn on each page → glyphs, of which `layout` makes paragraphs.
//!
//! `bombs` refuses files that unpack to too much, `glyphs` collects what is drawn, `codes` decodes fonts that do not say
//! what their codes mean.

mod bombs;
mod codes;
mod glyphs;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};

use super::ExtractError;
use super::budget::Budget;
use super::input::Input;
use super::layout::{Glyph, sheet_of};
use crate::notice::Manuscript;
use bombs::{check_content, check_streams};
use glyphs::{Collector, PageGlyphs, TooMuch};

/// Pages that are read of one file; a notice with annexes has hundreds at most.
const MAX_PAGES: usize = 10_000;

/// A page is pictures when its characters are fewer than this, a page number perhaps.
const FEW_CHARS: usize = 8;

/// Reads the text layer. A file that opens without a password is read whatever its permissions say, as any viewer
/// shows it.
pub(super) fn read_pdf(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    check_streams(input.bytes, input.budget)?;
    let pdf = Pdf::new(input.bytes.to_vec()).map_err(reason_of)?;
    let mut damage = None;
    let mut pages: Vec<Vec<Glyph>> = Vec::new();
    let (mut chars, mut unknown, mut image_pages) = (0, 0, 0);
    for page in collect(&pdf, input.budget, &mut damage) {
        let count = page.glyphs.len();
        chars += count;
        unknown += page.glyphs.iter().filter(|glyph| glyph.c == char::REPLACEMENT_CHARACTER).count();
        image_pages += usize::from(page.has_image && count < FEW_CHARS);
        pages.push(page.glyphs);
    }
    if pages.is_empty() {
        return Err(ExtractError::damaged(damage.as_deref().unwrap_or("it has no pages")));
    }
    // Codes that nobody can decode are pictures, too.
    let is_unreadable = chars > 0 && unknown * 2 > chars;
    if image_pages == pages.len() || is_unreadable {
        return Err(ExtractError::NoTextLayer { pages: pages.len() });
    }
    Ok(sheet_of(pages).finish(input.source, damage))
}

fn reason_of(error: LoadPdfError) -> ExtractError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ExtractError::NeedsPassword,
        LoadPdfError::Decryption(error) => ExtractError::damaged(&format!("its encryption is not known ({error:?})")),
        LoadPdfError::Invalid => ExtractError::damaged("it has no readable page tree"),
    }
}

/// What is drawn on each page, up to the limits; `damage` says when they were reached.
fn collect(pdf: &Pdf, budget: &Budget, damage: &mut Option<String>) -> Vec<PageGlyphs> {
    let cache = InterpreterCache::new();
    let mut collector = Collector::new(pdf);
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
            interpret_page(page, &mut context, &mut collector);
        }));
        pages.push(collector.take_page());
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
    match reason.downcast::<TooMuch>() {
        Ok(_) => format!("page {page} draws more than any page does; what follows was not read"),
        Err(panic) => resume_unwind(panic),
    }
}
