//! The notices of `data/notices` yield exactly the outlines that `tests/expected` gives by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gangmu::Options;
use gangmu::library::{Input, load_all};
use gangmu::notice::Notice;
use serde::Deserialize;

/// The expected metadata and outline of one notice; `None` where the text does not say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: Option<String>,
    issuer: Option<String>,
    document_number: Option<String>,
    issue_date: Option<String>,
    recipients: Option<String>,
    nodes: Vec<ExpectedNode>,
    /// Codes, in the order of the text.
    warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedNode {
    /// Depth in the tree, from 1.
    level: usize,
    marker: Option<String>,
    heading: String,
}

/// A file holds one notice or, like the scraper's JSON Lines, several.
#[derive(Deserialize)]
#[serde(untagged)]
enum ExpectedFile {
    One(Expected),
    Several(Vec<Expected>),
}

const NOTICES: &str = "data/notices";
const EXPECTED: &str = "tests/expected";

fn in_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of the files in a folder, without their extensions, with the whole names.
fn files_in(folder: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(in_package(folder)).expect("the folder is part of the package");
    entries
        .map(|entry| {
            let path = entry.expect("the folder can be listed").path();
            let part = |part: Option<&std::ffi::OsStr>| part.expect("a name").to_str().expect("UTF-8").to_owned();
            (part(path.file_stem()), part(path.file_name()))
        })
        .collect()
}

fn expected_of(stem: &str) -> Vec<Expected> {
    let path = in_package(EXPECTED).join(format!("{stem}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    match serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
        ExpectedFile::One(expected) => vec![expected],
        ExpectedFile::Several(expected) => expected,
    }
}

/// The notices of each file, by the file's stem, in their order in the file.
fn parsed() -> BTreeMap<String, Vec<Notice>> {
    let library = load_all(&[Input::Path(in_package(NOTICES))], &Options::default());
    let failed: Vec<String> =
        library.failures().map(|(_, failure)| format!("{} {}", failure.source.path, failure.error)).collect();
    assert!(failed.is_empty(), "every file loads, but: {failed:#?}");
    let mut by_stem: BTreeMap<String, Vec<Notice>> = BTreeMap::new();
    for (_, notice) in library.notices() {
        let stem = Path::new(notice.source.file_name()).file_stem().expect("a name").to_str().expect("UTF-8");
        by_stem.entry(stem.to_owned()).or_default().push(notice.as_ref().clone());
    }
    by_stem
}

fn push_fact(lines: &mut Vec<String>, name: &str, value: Option<&str>) {
    lines.push(format!("{name}: {}", value.unwrap_or("(unknown)")));
}

fn push_node(lines: &mut Vec<String>, level: usize, marker: &str, heading: &str) {
    let indent = "  ".repeat(level - 1);
    let gap = if marker.is_empty() { "" } else { " " };
    lines.push(format!("{indent}{marker}{gap}{heading}"));
}

/// The facts and the outline, one a line.
fn lines_expected(expected: &Expected) -> Vec<String> {
    let mut lines = Vec::new();
    push_fact(&mut lines, "title", expected.title.as_deref());
    push_fact(&mut lines, "issuer", expected.issuer.as_deref());
    push_fact(&mut lines, "number", expected.document_number.as_deref());
    push_fact(&mut lines, "date", expected.issue_date.as_deref());
    push_fact(&mut lines, "recipients", expected.recipients.as_deref());
    push_fact(&mut lines, "warnings", Some(&expected.warnings.join(" ")));
    for node in &expected.nodes {
        push_node(&mut lines, node.level, node.marker.as_deref().unwrap_or_default(), &node.heading);
    }
    lines
}

/// The same lines of what the parser made of it.
fn lines_parsed(notice: &Notice) -> Vec<String> {
    let elements = &notice.elements;
    let warnings: Vec<&str> = notice.warnings.iter().map(|warning| warning.kind.code().name()).collect();
    let mut lines = Vec::new();
    push_fact(&mut lines, "title", elements.title.as_deref());
    push_fact(&mut lines, "issuer", elements.issuer.as_deref());
    push_fact(&mut lines, "number", elements.document_number.as_deref());
    push_fact(&mut lines, "date", elements.issue_date.map(|date| date.to_string()).as_deref());
    push_fact(&mut lines, "recipients", elements.recipients.as_deref());
    push_fact(&mut lines, "warnings", Some(&warnings.join(" ")));
    for id in notice.outline.ids() {
        push_node(&mut lines, notice.outline.depth(id) + 1, notice.marker(id), notice.heading(id));
    }
    lines
}

/// The lines of both, aligned on their longest common subsequence; `-` only expected, `+` only parsed. Lines that
/// agree are left out, but the last one before a difference says where it stands.
fn differences(expected: &[String], parsed: &[String]) -> String {
    let (rows, columns) = (expected.len(), parsed.len());
    let mut common = vec![vec![0_usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row][column] = if expected[row] == parsed[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut agreed = None;
    let mut out = String::new();
    while row < rows || column < columns {
        if row < rows && column < columns && expected[row] == parsed[column] {
            agreed = Some(&expected[row]);
            (row, column) = (row + 1, column + 1);
            continue;
        }
        if let Some(line) = agreed.take() {
            writeln!(out, "    {line}").expect("a string takes everything");
        }
        let only_expected = column == columns || (row < rows && common[row + 1][column] >= common[row][column + 1]);
        let (sign, line) = if only_expected { ('-', &expected[row]) } else { ('+', &parsed[column]) };
        writeln!(out, "  {sign} {line}").expect("a string takes everything");
        if only_expected { row += 1 } else { column += 1 }
    }
    out
}

#[test]
fn every_notice_yields_the_outline_given_by_hand() {
    let parsed = parsed();
    let mut report = String::new();
    for (stem, name) in files_in(NOTICES) {
        let expected = expected_of(&stem);
        let none = Vec::new();
        let notices = parsed.get(&stem).unwrap_or(&none);
        if notices.len() != expected.len() {
            writeln!(report, "{name}: {} notices expected, {} read", expected.len(), notices.len()).expect("a string");
        }
        for (part, (expected, notice)) in expected.iter().zip(notices).enumerate() {
            let differences = differences(&lines_expected(expected), &lines_parsed(notice));
            if !differences.is_empty() {
                writeln!(report, "{name}, notice {} (- expected, + parsed)\n{differences}", part + 1)
                    .expect("a string");
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_notice_has_an_expectation_and_every_expectation_a_notice() {
    let notices: Vec<String> = files_in(NOTICES).into_keys().collect();
    let expected: Vec<String> = files_in(EXPECTED).into_keys().collect();
    assert_eq!(notices, expected);
}

#[test]
fn the_table_of_contents_names_every_file() {
    let readme = fs::read_to_string(in_package("data/README.md")).expect("data/README.md is there");
    for name in files_in(NOTICES).values() {
        assert!(readme.contains(&format!("`{name}`")), "data/README.md does not name {name}");
    }
}

/// Files that are meant to be hard to read really are.
#[test]
fn the_files_are_what_they_are_called() {
    let bytes = |name: &str| fs::read(in_package(NOTICES).join(name)).expect(name);
    assert!(String::from_utf8(bytes("yanfu-2023-reply-gb18030.txt")).is_err());
    assert!(!bytes("huaizhu-2024-oneline.txt").contains(&b'\n'));
    assert!(!bytes("yunze-2023-oneline-spaces.txt").contains(&b'\n'));
}

#[test]
fn the_readmes_show_what_check_prints() {
    let check = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(["check", "data/notices"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs");
    assert_eq!(check.status.code(), Some(1), "faults were found");
    let printed = String::from_utf8(check.stdout).expect("UTF-8");
    for name in ["README.md", "README.zh-CN.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let readme = fs::read_to_string(&path).expect(name);
        let shown = readme.split("$ gangmu check data/notices\n").nth(1).and_then(|rest| rest.split("```").next());
        assert_eq!(shown, Some(printed.as_str()), "{name}");
    }
}
