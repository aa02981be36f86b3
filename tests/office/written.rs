//! The same notice as several programs write it.

use gangmu::notice::{Manuscript, Source};

use super::shared::{kept, outline_of, read};

fn expected() -> String {
    String::from_utf8(kept("office", "notice.txt")).expect("UTF-8")
}

/// The lines that have ink.
fn lines_of(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn every_format_yields_the_same_lines_and_the_same_outline() {
    let text = expected();
    let plain = Manuscript { source: Source::default(), text: text.clone(), first_line: 1, ..Manuscript::default() };
    let outline = outline_of(plain);
    assert_eq!(outline.iter().filter(|(depth, ..)| *depth == 0).count(), 3);
    for name in [
        "notice.docx",
        "notice.doc",
        "notice.odt",
        "notice.fodt",
        "notice.rtf",
        "pandoc.docx",
        "pandoc.odt",
        "pandoc.rtf",
    ] {
        let manuscript = read(name, &kept("office", name));
        assert_eq!(lines_of(&manuscript.text), lines_of(&text), "{name}");
        assert_eq!(outline_of(manuscript), outline, "{name}");
    }
}

#[test]
fn a_book_has_its_notes_at_the_end() {
    let (text, note) = (expected(), "[1] 含附属用房。");
    let mut lines: Vec<&str> = lines_of(&text).into_iter().filter(|line| *line != note).collect();
    lines.push("1. 含附属用房。");
    assert_eq!(lines_of(&read("pandoc.epub", &kept("office", "pandoc.epub")).text), lines);
}
