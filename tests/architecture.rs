//! The plan of the house, enforced: which room imports which, where third-party crates may appear, how files begin
//! and how long they grow. Every rule is a function over [`SourceFile`]s, tried here on small bad examples as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[path = "architecture/modules.rs"]
mod modules;
#[path = "architecture/source.rs"]
mod source;

use modules::{Arrow, Module, arrows, rooms};
use source::{SourceFile, strings_outside_tests, tokens, without_test_modules};

/// A file longer than this holds more than one thing.
const MAX_LINES: usize = 600;

/// Rooms that stand beside each other in the order and still do not know each other.
const STRANGERS: [(&str, &str); 2] = [("extract", "parse"), ("parse", "extract")];

/// The rooms in which a third-party crate may appear.
struct Place {
    /// The crate, or the common beginning of a family of crates.
    krate: &'static str,
    /// Whether every crate whose name begins like that is meant.
    is_family: bool,
    rooms: &'static [&'static str],
}

const PLACES: [Place; 13] = [
    Place { krate: "ratatui", is_family: true, rooms: &["ui", "term"] },
    Place { krate: "crossterm", is_family: false, rooms: &["term"] },
    Place { krate: "fuzzy_matcher", is_family: false, rooms: &["search"] },
    Place { krate: "clap", is_family: true, rooms: &["cli"] },
    Place { krate: "encoding_rs", is_family: false, rooms: &["extract"] },
    Place { krate: "chardetng", is_family: false, rooms: &["extract"] },
    Place { krate: "cfb", is_family: false, rooms: &["extract"] },
    Place { krate: "hayro", is_family: true, rooms: &["extract"] },
    Place { krate: "quick_xml", is_family: false, rooms: &["extract"] },
    Place { krate: "tracing_subscriber", is_family: false, rooms: &["cli"] },
    Place { krate: "walkdir", is_family: false, rooms: &["library"] },
    Place { krate: "rayon", is_family: false, rooms: &["library", "search"] },
    Place { krate: "serde_json", is_family: false, rooms: &["notice", "extract", "cli"] },
];

// ---------------------------------------------------------------------------------------------------------------------
// The rules: each returns its complaints
// ---------------------------------------------------------------------------------------------------------------------

/// A room imports only rooms above it, in its tests too.
fn wrong_arrows(files: &[SourceFile]) -> Vec<String> {
    let order = rooms(files);
    let rank = |room: &str| order.iter().position(|name| name == room);
    let mut complaints = Vec::new();
    for Arrow { from, to } in arrows(files, |file| file.code.clone()) {
        let (Some(room), Some(other)) = (from.first(), to.first()) else { continue };
        let (Some(own), Some(wanted)) = (rank(room), rank(other)) else { continue };
        let is_stranger = STRANGERS.contains(&(room.as_str(), other.as_str()));
        if wanted > own || is_stranger {
            complaints.push(format!("{} imports {}: {room}/ must not know {other}/", from.join("::"), to.join("::")));
        }
    }
    complaints
}

/// Inside a room siblings import one way only.
fn cycles(files: &[SourceFile]) -> Vec<String> {
    let mut graph: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for Arrow { from, to } in arrows(files, |file| without_test_modules(&file.code)) {
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        if shared > 0 && shared < from.len() && shared < to.len() {
            graph.entry(from[..=shared].to_vec()).or_default().insert(to[..=shared].to_vec());
        }
    }
    let mut found: Vec<Module> = graph.keys().filter(|start| is_on_cycle(&graph, start)).cloned().collect();
    found.sort();
    found.iter().map(|module| format!("{} imports a sibling that imports it", module.join("::"))).collect()
}

fn is_on_cycle(graph: &BTreeMap<Module, BTreeSet<Module>>, start: &Module) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Module> = graph.get(start).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if module == start {
            return true;
        }
        if seen.insert(module) {
            open.extend(graph.get(module).into_iter().flatten());
        }
    }
    false
}

/// Third-party crates appear only in their place.
fn misplaced_crates(files: &[SourceFile]) -> Vec<String> {
    let mut complaints = Vec::new();
    for place in &PLACES {
        for file in files.iter().filter(|file| uses_crate(&without_test_modules(&file.code), place)) {
            if !place.rooms.contains(&file.room().unwrap_or_default()) {
                complaints.push(format!("{} uses {}: its place is {:?}", file.path, place.krate, place.rooms));
            }
        }
    }
    complaints
}

fn uses_crate(code: &str, place: &Place) -> bool {
    let tokens = tokens(code);
    (0..tokens.len()).any(|at| {
        let word = tokens[at];
        let is_name = word == place.krate || place.is_family && word.starts_with(place.krate);
        let is_path = tokens.get(at + 1) == Some(&"::") || at > 0 && tokens[at - 1] == "use";
        is_name && is_path
    })
}

/// A file outside `terms` that holds this many of its words has a table of its own.
const TABLE_ROWS: usize = 3;

/// Everything that both `extract` and `parse` must recognise belongs in `terms`: `extract` reads no numerals, which occur in
/// every marker and date, and neither repeats a table of words. Words of less than three characters are too common.
fn second_answers(files: &[SourceFile]) -> Vec<String> {
    let asks = |file: &&SourceFile| matches!(file.room(), Some("extract" | "parse"));
    let is_reader = |arrow: &Arrow| arrow.from[0] == "extract" && arrow.to == ["text", "numeral"];
    let readers = arrows(files, |file| without_test_modules(&file.code)).into_iter().filter(is_reader);
    let mut complaints: Vec<String> =
        readers.map(|Arrow { from, .. }| format!("{} reads numerals: ask terms", from.join("::"))).collect();
    let words = |file: &SourceFile| -> BTreeSet<String> {
        let is_word = |text: &String| text.chars().count() >= 3 && !text.is_ascii();
        strings_outside_tests(&file.text).into_iter().filter(is_word).collect()
    };
    let known: BTreeSet<String> = files.iter().filter(|file| file.room() == Some("terms")).flat_map(words).collect();
    for file in files.iter().filter(asks) {
        let repeated: Vec<String> = words(file).intersection(&known).cloned().collect();
        if repeated.len() >= TABLE_ROWS {
            complaints.push(format!("{} repeats words of terms: {repeated:?}", file.path));
        }
    }
    complaints
}

/// Every file begins by saying what it holds.
fn silent_files(files: &[SourceFile]) -> Vec<String> {
    let is_silent = |file: &&SourceFile| !file.text.starts_with("//! ");
    files.iter().filter(is_silent).map(|file| format!("{} does not begin with `//! …`", file.path)).collect()
}

/// No file outgrows [`MAX_LINES`].
fn long_files(files: &[SourceFile]) -> Vec<String> {
    let lines = |file: &SourceFile| file.text.lines().count();
    let is_long = |file: &&SourceFile| lines(file) > MAX_LINES;
    files.iter().filter(is_long).map(|file| format!("{} has {} lines", file.path, lines(file))).collect()
}

/// `lib.rs` declares the rooms that exist, and the table of `docs/architecture.md` names the same.
fn unlisted_rooms(files: &[SourceFile], architecture: Option<&str>) -> Vec<String> {
    let folders: BTreeSet<String> = files.iter().filter_map(SourceFile::room).map(str::to_owned).collect();
    let declared: BTreeSet<String> = rooms(files).into_iter().collect();
    let mut complaints = differences("src/", &folders, "lib.rs", &declared);
    if let Some(architecture) = architecture {
        complaints.extend(differences("src/", &folders, "docs/architecture.md", &rooms_of_table(architecture)));
    }
    complaints
}

/// The rooms named in the first column of a Markdown table: `` | `text/` | … ``.
fn rooms_of_table(markdown: &str) -> BTreeSet<String> {
    let first_cells = markdown.lines().filter_map(|line| line.trim_start().strip_prefix('|')?.split('|').next());
    let names = first_cells.filter_map(|cell| cell.trim().strip_prefix('`')?.strip_suffix("/`"));
    names.map(|name| name.trim_start_matches("src/").to_owned()).collect()
}

fn differences(here: &str, ours: &BTreeSet<String>, there: &str, theirs: &BTreeSet<String>) -> Vec<String> {
    let ours_only = ours.difference(theirs).map(|room| format!("{here} has {room}, {there} does not"));
    let unknown_to_us = theirs.difference(ours).map(|room| format!("{there} has {room}, {here} does not"));
    ours_only.chain(unknown_to_us).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// The house as it stands
// ---------------------------------------------------------------------------------------------------------------------

fn read_house() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("below src/").to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(&name, &fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 20, "found only {} files below {}", files.len(), root.display());
    files
}

#[track_caller]
fn check_house(rule: impl Fn(&[SourceFile]) -> Vec<String>) {
    let complaints = rule(&read_house());
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn rooms_import_only_rooms_above_them() {
    let seen = arrows(&read_house(), |file| file.code.clone());
    let is_known =
        |arrow: &Arrow| arrow.from == ["library", "store"] && arrow.to.first().is_some_and(|to| to == "notice");
    assert!(seen.iter().any(is_known), "library::store imports Notice, and that was not seen: {seen:?}");
    check_house(wrong_arrows);
}

#[test]
fn siblings_import_one_way_only() {
    check_house(cycles);
}

#[test]
fn third_party_crates_stay_in_their_place() {
    check_house(misplaced_crates);
}

#[test]
fn what_notices_are_made_of_is_asked_in_one_room() {
    check_house(second_answers);
}

#[test]
fn every_file_says_what_it_holds() {
    check_house(silent_files);
}

#[test]
fn no_file_is_too_long() {
    check_house(long_files);
}

#[test]
fn rooms_are_declared_and_described() {
    let architecture = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).ok();
    check_house(|files| unlisted_rooms(files, architecture.as_deref()));
}

// ---------------------------------------------------------------------------------------------------------------------
// The rules on small examples
// ---------------------------------------------------------------------------------------------------------------------

const LIB: &str = "//! A house.\npub mod text;\npub mod terms;\npub mod extract;\npub mod parse;\npub mod ui;\n";

/// Applies a rule to a house of `LIB` and `files`, and compares how the complaints begin.
#[track_caller]
fn check_rule(rule: fn(&[SourceFile]) -> Vec<String>, files: &[(&str, &str)], expected: &[&str]) {
    let mut house = vec![SourceFile::new("lib.rs", LIB)];
    house.extend(files.iter().map(|(path, text)| SourceFile::new(path, text)));
    let complaints = rule(&house);
    let is_expected = complaints.iter().zip(expected).all(|(complaint, start)| complaint.starts_with(start));
    assert!(is_expected && complaints.len() == expected.len(), "{complaints:?}\ninstead of\n{expected:?}");
}

#[test]
fn an_arrow_downwards_is_found() {
    let ui = ("ui/mod.rs", "//! Ui.\npub fn draw() {}");
    let text = |code| [("text/mod.rs", code), ui];
    check_rule(wrong_arrows, &text("use crate::ui::draw;"), &["text imports ui"]);
    check_rule(wrong_arrows, &text("use crate::{ui::{self, draw as d}};"), &["text imports ui"]);
    check_rule(wrong_arrows, &text("use super::ui;"), &["text imports ui"]);
    check_rule(wrong_arrows, &text("fn f() { crate::ui::draw(); }"), &["text imports ui"]);
    check_rule(wrong_arrows, &text("#[cfg(test)]\nmod tests { use crate::ui; }"), &["text imports ui"]);
    check_rule(wrong_arrows, &text("/// See [`crate::ui::draw`].\nconst A: &str = \"crate::ui\";"), &[]);
    check_rule(wrong_arrows, &text("/* /* */ crate::ui::draw */ const A: &str = r#\"\"crate::ui\"#;"), &[]);
    check_rule(wrong_arrows, &text("const QUOTE: char = '\"'; use crate::ui; const E: char = '\\'';"), &["text im"]);
    check_rule(wrong_arrows, &[("text/mod.rs", ""), ("ui/mod.rs", "use crate::text;")], &[]);
}

#[test]
fn strangers_do_not_meet() {
    let extract = ("extract/mod.rs", "use crate::parse;");
    check_rule(wrong_arrows, &[extract, ("parse/mod.rs", "")], &["extract imports parse"]);
    check_rule(wrong_arrows, &[("extract/mod.rs", ""), ("parse/a.rs", "use crate::extract;")], &["parse::a imports"]);
}

#[test]
fn a_cycle_of_siblings_is_found() {
    let both = &["text::a imports", "text::b imports"];
    let house = |root, a, b| [("text/mod.rs", root), ("text/a.rs", a), ("text/b.rs", b)];
    check_rule(cycles, &house("", "use super::b;", "use crate::text::a;"), both);
    check_rule(cycles, &house("pub use b::B;", "use super::B;", "use super::a::A;"), both);
    check_rule(cycles, &house("pub use b::{B as C};", "use super::C;", "fn f() { super::a::g(); }"), both);
    check_rule(
        cycles,
        &house("pub use b::B;", "use super::B;", "#[cfg(test)] mod tests { use super::super::a; }"),
        &[],
    );
    check_rule(cycles, &house("pub struct S;", "use super::S;", "use super::{S, a};"), &[]);
    let nested = [("text/mod.rs", ""), ("text/a/mod.rs", "use super::b;"), ("text/b.rs", ""), ("text/a/x.rs", "")];
    check_rule(cycles, &nested, &[]);
    let deep = [nested[0], nested[1], ("text/b.rs", "use super::a::x::X;"), nested[3]];
    check_rule(cycles, &deep, both);
}

#[test]
fn a_crate_outside_its_place_is_found() {
    check_rule(misplaced_crates, &[("ui/mod.rs", "use ratatui::Frame;")], &[]);
    check_rule(misplaced_crates, &[("parse/mod.rs", "use ratatui_core::Frame;")], &["parse/mod.rs uses ratatui"]);
    check_rule(misplaced_crates, &[("text/a.rs", "fn f() { ratatui::init(); }")], &["text/a.rs uses ratatui"]);
    check_rule(misplaced_crates, &[("ui/a.rs", "use ratatui::crossterm::event;")], &["ui/a.rs uses crossterm"]);
    check_rule(misplaced_crates, &[("main.rs", "use clap;")], &["main.rs uses clap"]);
    check_rule(misplaced_crates, &[("parse/a.rs", "fn f(walkdir: bool) { let rayon = walkdir; }")], &[]);
}

#[test]
fn a_second_reader_and_a_second_table_are_found() {
    let reader = |path| [(path, "use crate::text::numeral;"), ("text/mod.rs", ""), ("text/numeral.rs", "")];
    check_rule(second_answers, &reader("extract/a.rs"), &["extract::a reads numerals"]);
    check_rule(second_answers, &reader("parse/a.rs"), &[]);
    let words = r#"const A: [&str; 3] = ["发文字号", "索引号", "主题分类"];"#;
    let terms = ("terms/labels.rs", words);
    check_rule(second_answers, &[terms, ("parse/a.rs", words)], &["parse/a.rs repeats words of terms"]);
    check_rule(second_answers, &[terms, ("ui/a.rs", words)], &[]);
    let in_test = format!("#[cfg(test)]\nmod tests {{ {words} }}");
    check_rule(second_answers, &[terms, ("parse/a.rs", &in_test)], &[]);
    check_rule(second_answers, &[terms, ("parse/a.rs", "// \"发文字号\", \"索引号\", \"主题分类\"")], &[]);
}

#[test]
fn a_silent_file_and_a_long_file_are_found() {
    check_rule(silent_files, &[("text/mod.rs", "pub mod a;\n//! Late.")], &["text/mod.rs does not begin"]);
    let long = "//! Long.\n".repeat(MAX_LINES + 1);
    check_rule(long_files, &[("text/mod.rs", &long)], &["text/mod.rs has 601 lines"]);
    check_rule(long_files, &[("text/mod.rs", &long[..long.len() - 10])], &[]);
}

#[test]
fn a_room_that_is_missing_somewhere_is_found() {
    let files: Vec<SourceFile> =
        ["lib.rs", "text/mod.rs", "terms/mod.rs", "extract/mod.rs", "parse/mod.rs", "attic/mod.rs"]
            .map(|path| SourceFile::new(path, LIB))
            .into();
    let table = "| room | what |\n| --- | --- |\n| `text/` | a |\n| `terms/` | t |\n| `src/extract/` | b |\n| `parse/` | c |\n| `attic/` | d |";
    let against_lib = ["src/ has attic, lib.rs does not", "lib.rs has ui, src/ does not"];
    assert_eq!(unlisted_rooms(&files, Some(table)), against_lib);
    let short_table = table.replace("| `attic/` | d |", "| `cellar/` | d |");
    let complaints = unlisted_rooms(&files, Some(&short_table));
    let expected = ["src/ has attic, docs/architecture.md does not", "docs/architecture.md has cellar, src/ does not"];
    assert_eq!(complaints[2..], expected);
}
