//! The generator of the benches: the same bytes for the same seed, and text that looks like notices.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::collections::HashSet;

use corpus::{Heading, Layout};
use gangmu::notice::{Manuscript, Notice};
use gangmu::parse::parse;

#[test]
fn the_same_seed_gives_the_same_text() {
    assert_eq!(corpus::notice(7), corpus::notice(7));
    assert_ne!(corpus::notice(7), corpus::notice(8));
    assert_eq!(corpus::corpus(7, 100_000), corpus::corpus(7, 100_000));
    assert_eq!(corpus::headings(7, 100), corpus::headings(7, 100));
}

#[test]
fn the_size_is_what_was_asked_for() {
    let total: usize = corpus::corpus(3, 300_000).iter().map(String::len).sum();
    assert!((300_000..330_000).contains(&total), "{total}");
    assert_eq!(corpus::headings(3, 1000).len(), 1000);
    for layout in Layout::ALL {
        let length = corpus::notice_in(3, layout, 50_000).len();
        assert!((50_000..60_000).contains(&length), "{layout:?} {length}");
    }
}

#[test]
fn the_vocabulary_is_as_wide_as_that_of_real_notices() {
    let distinct: HashSet<char> = corpus::corpus(5, 1_000_000).concat().chars().collect();
    assert!(distinct.len() > 3_500, "{}", distinct.len());
    let headings = corpus::headings(5, 10_000);
    let different: HashSet<&String> = headings.iter().collect();
    assert!(different.len() > 9_900, "{}", different.len());
    let mean_chars = headings.iter().map(|heading| heading.chars().count()).sum::<usize>() / headings.len();
    assert!((16..=20).contains(&mean_chars), "{mean_chars}");
}

#[test]
fn the_layouts_are_what_they_are_called() {
    assert!(!corpus::notice_in(9, Layout::OneLine, 20_000).contains('\n'));
    let wrapped = corpus::notice_in(9, Layout::Wrapped, 20_000);
    assert!(wrapped.lines().all(|line| line.len() <= 3 * 32));
    assert!(wrapped.lines().any(|line| line.starts_with('—')));
    assert!(corpus::notice_in(9, Layout::Portal, 20_000).contains("索 引 号："));
}

fn parsed(text: &str) -> Notice {
    parse(Manuscript { text: text.to_owned(), first_line: 1, ..Manuscript::default() })
}

fn headings_of(notice: &Notice) -> Vec<Heading> {
    let heading = |id| Heading {
        level: notice.outline.depth(id) + 1,
        marker: notice.marker(id).to_owned(),
        text: notice.heading(id).to_owned(),
    };
    notice.outline.ids().map(heading).collect()
}

/// Seeds and layouts to try; small, because the tests are not optimised.
fn cases() -> impl Iterator<Item = (u64, Layout)> {
    (0..50).flat_map(|seed| Layout::ALL.map(|layout| (seed, layout)))
}

#[test]
fn the_parser_finds_the_outline_that_was_written() {
    for (seed, layout) in cases() {
        let (text, written) = corpus::notice_with_outline(seed, layout, 4_000);
        assert_eq!(headings_of(&parsed(&text)), written, "seed {seed}, {layout:?}");
    }
}

/// The characters of a text without white space and without the numbers of its pages.
fn characters_of(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with('—'));
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

/// A portal's page is left out: it must lose its furniture.
#[test]
fn the_parser_loses_and_moves_nothing() {
    for (seed, layout) in cases().filter(|(_, layout)| *layout != Layout::Portal) {
        let text = corpus::notice_in(seed, layout, 4_000);
        assert_eq!(characters_of(&parsed(&text).text), characters_of(&text), "seed {seed}, {layout:?}");
    }
}
