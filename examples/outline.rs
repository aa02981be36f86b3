//! Prints the outline of every notice in the files and folders that are named: `cargo run --example outline -- data`.

use std::env;

use gangmu::{Notice, Options, read_path};

fn main() {
    for path in env::args_os().skip(1) {
        let library = read_path(&path, &Options::default());
        for (_, notice) in library.notices() {
            print_outline(notice);
        }
        for (_, failure) in library.failures() {
            eprintln!("{failure}");
        }
    }
}

fn print_outline(notice: &Notice) {
    println!("{}", notice.display_title());
    for id in notice.outline.ids() {
        let indent = "  ".repeat(notice.outline.depth(id) + 1);
        let paragraphs = notice.body_paragraphs(id).count();
        println!("{indent}{}{} ({paragraphs})", notice.marker(id), notice.heading(id));
    }
}
