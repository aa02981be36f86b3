//! Folding of width and case, one character to one, so that positions stay what they were.

/// The half-width form of a full-width character, any other character unchanged: `（` → `(`, `１` → `1`, U+3000 → space.
pub const fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Folds width and ASCII case: `Ａ` → `a`. What two texts must agree in to be the same to a search.
pub const fn search_form(c: char) -> char {
    half_width(c).to_ascii_lowercase()
}
