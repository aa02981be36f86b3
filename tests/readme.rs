//! The READMEs say what the program does: the table of keys is what `--print-keys` prints, the figures are true.
//!
//! `UPDATE_README=1 cargo test --test readme` writes the table of keys anew.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

const BEGIN: &str = "<!-- keys:begin -->";
const END: &str = "<!-- keys:end -->";

fn at_top(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The table of keys as the READMEs show it.
fn printed_keys(lang: &str) -> String {
    let home = tempfile::tempdir().expect("a folder without a configuration");
    let run = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(["--print-keys", "--lang", lang])
        .env("XDG_CONFIG_HOME", home.path())
        .assert()
        .success();
    let printed = String::from_utf8(run.get_output().stdout.clone()).expect("UTF-8");
    let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
    format!("\n\n```text\n{}\n```\n\n", lines.join("\n"))
}

#[track_caller]
fn check_keys(readme: &str, lang: &str) {
    let path = at_top(readme);
    let text = fs::read_to_string(&path).expect("a README");
    let (before, rest) = text.split_once(BEGIN).expect("the mark where the keys begin");
    let (table, after) = rest.split_once(END).expect("the mark where the keys end");
    let expected = printed_keys(lang);
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}")).expect("the README can be written");
        return;
    }
    assert_eq!(table, expected, "{readme}: run UPDATE_README=1 cargo test --test readme");
}

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    check_keys("README.md", "en");
    check_keys("README.zh-CN.md", "zh");
}

#[test]
fn the_two_commands_and_every_subcommand_are_named() {
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(at_top(readme)).expect("a README");
        for needed in [
            "cargo run --release",
            "cargo test",
            "gangmu outline",
            "gangmu find",
            "gangmu check",
            "gangmu completions",
            "gangmu man",
        ] {
            assert!(text.contains(needed), "{readme} does not name {needed:?}");
        }
    }
}
