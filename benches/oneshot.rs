//! Writes the files for `benches/oneshot.sh`, which measures whole processes: `cargo bench --bench oneshot --
//! FOLDER`.
//!
//! `lines.txt` has a million headings, one per line; `tree/` a hundred thousand small notices, `all.txt` the same in
//! one file. `--quick` writes a tenth of it. The bytes are the same every time.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use corpus::{Layout, headings, notice_in};

/// A small notice is the beginning of a generated one: this many bytes, and on to the end of the line.
const NOTICE_BYTES: usize = 800;

/// Files in one folder.
const FOLDER_FILES: u64 = 500;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let share = if arguments.iter().any(|argument| argument == "--quick") { 10 } else { 1 };
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with('-')) else {
        println!("which folder? cargo bench --bench oneshot -- FOLDER [--quick]");
        return Ok(());
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let mut lines = BufWriter::new(File::create(folder.join("lines.txt"))?);
    for heading in headings(1, 1_000_000 / share) {
        writeln!(lines, "{heading}")?;
    }
    lines.flush()?;
    let mut all = BufWriter::new(File::create(folder.join("all.txt"))?);
    for number in 0..100_000 / share as u64 {
        let notice = notice_in(number, Layout::Clean, NOTICE_BYTES);
        let end = notice.match_indices('\n').map(|(at, _)| at + 1).find(|end| *end >= NOTICE_BYTES);
        let notice = &notice[..end.unwrap_or(notice.len())];
        let place = folder.join(format!("tree/{}", number / FOLDER_FILES));
        if number % FOLDER_FILES == 0 {
            fs::create_dir_all(&place)?;
        }
        fs::write(place.join(format!("{number}.txt")), notice)?;
        all.write_all(notice.as_bytes())?;
    }
    all.flush()
}
