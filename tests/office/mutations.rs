//! Damaged files: bits flipped, ends cut off, stretches moved. Whatever comes out, nothing panics or hangs.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::shared::samples;
use super::{MAX_TIME, promises};

/// Mutations of each sample; `GANGMU_MUTATIONS` sets another number.
const USUAL: u64 = 6;

const EXTENSIONS: [&str; 7] = ["docx", "odt", "doc", "wps", "rtf", "ofd", "pdf"];

/// Numbers that look random and are the same every time (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Damages bytes in one of three ways.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    match random.below(3) {
        0 => {
            for _ in 0..=random.below(16) {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
        }
        1 => bytes.truncate(random.below(bytes.len())),
        _ => {
            let (from, to) = (random.below(bytes.len()), random.below(bytes.len()));
            let piece = bytes[from..(from + random.below(4096)).min(bytes.len())].to_vec();
            bytes.splice(to..to, piece);
        }
    }
}

/// Damages a part of an archive and packs it again: damage to the archive itself is found before anything is read.
fn damage_inside(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = archive.len();
    let damaged = (0..parts).filter(|_| random.below(4) == 0).collect::<Vec<_>>();
    for index in 0..parts {
        let mut part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if damaged.contains(&index) && content.starts_with(b"<") {
            damage(&mut content, random);
        }
        writer.start_file(name, options).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[test]
fn damaged_samples_are_read_or_refused() {
    let Some(samples) = samples() else { return };
    let count = std::env::var("GANGMU_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(USUAL);
    let entries = fs::read_dir(samples).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_office =
        |path: &std::path::PathBuf| EXTENSIONS.iter().any(|known| path.extension().is_some_and(|own| own == *known));
    let mut paths: Vec<_> = entries.filter(is_office).collect();
    paths.sort();
    let mut failures = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a sample");
        for seed in 1..=count {
            let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let mut damaged = bytes.clone();
            if seed % 2 == 0 && bytes.starts_with(b"PK") {
                damaged = damage_inside(&bytes, &mut random).unwrap_or(damaged);
            } else {
                damage(&mut damaged, &mut random);
            }
            let start = Instant::now();
            let checked = catch_unwind(AssertUnwindSafe(|| promises::check_file(&name, &damaged, None)));
            if checked.is_err() || start.elapsed() > MAX_TIME {
                failures.push(format!("{name}, mutation {seed}, {:?}", start.elapsed()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
