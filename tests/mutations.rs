//! Damaged files of every format: bits flipped, ends cut off, stretches moved. Whatever comes out, nothing panics or hangs.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

#[allow(dead_code, reason = "only files are checked here")]
#[path = "extract/promises.rs"]
mod promises;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

/// Mutations of each file: `cargo test --release --test mutations` tries them all, a build that is not optimised the first
/// of them. `GANGMU_MUTATIONS` sets another number.
const USUAL: u64 = if cfg!(debug_assertions) { 20 } else { 200 };

/// Limit of processor time for one file, in unoptimised tests.
const MAX_TIME: Duration = Duration::from_secs(5);

/// Limit of wall-clock time for one file; generous, because the machine may be busy.
const MAX_WAIT: Duration = Duration::from_secs(40);

/// Files in the folders of samples that are not samples.
const OTHERS: [&str; 4] = [".expected.txt", ".lotruth.txt", "MANIFEST.md", "README.md"];

/// Processor time of this thread; other load on the machine does not count.
#[cfg(unix)]
fn time_spent() -> Duration {
    use nix::time::{ClockId, clock_gettime};
    Duration::from(clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a thread has a clock"))
}

/// Wall-clock time, on systems without a clock per thread.
#[cfg(not(unix))]
fn time_spent() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

/// The stack size of the threads that read files.
const STACK_BYTES: usize = 16 << 20;

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

/// The files in a folder, by name.
fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = entries.filter(|path| path.is_file()).map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("a file"))
    });
    let mut files: Vec<_> = named.collect();
    files.sort();
    files
}

/// The seeds of the fuzz targets and all samples except the hostile ones.
fn files() -> Vec<(String, Vec<u8>)> {
    let seeds = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds")).expect("the seeds");
    let mut files: Vec<_> = seeds.flat_map(|entry| files_in(&entry.expect("an entry").path())).collect();
    // The largest set holds whatever the others do.
    let samples = shared::sample_sets().pop().expect("there is one in the repository");
    let names = samples.names("").into_iter().filter(|name| !OTHERS.iter().any(|other| name.ends_with(other)));
    files.extend(names.map(|name| (name.clone(), samples.bytes(&name))));
    files
}

/// The file with its mutation of that number.
fn mutated(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut random = Random(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut damaged = bytes.to_vec();
    if number.is_multiple_of(2) && bytes.starts_with(b"PK") {
        damaged = damage_inside(bytes, &mut random).unwrap_or(damaged);
    } else {
        damage(&mut damaged, &mut random);
    }
    damaged
}

#[test]
fn damaged_files_are_read_or_refused() {
    let wanted = std::env::var("GANGMU_MUTATIONS").ok();
    let count = wanted.map_or(USUAL, |count| count.parse().expect("GANGMU_MUTATIONS is a number"));
    let files = files();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((name, bytes)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            for number in 1..=count {
                let damaged = mutated(bytes, number);
                let (start, since) = (time_spent(), Instant::now());
                let checked = catch_unwind(AssertUnwindSafe(|| promises::check_file(name, &damaged, None)));
                let took = time_spent().saturating_sub(start);
                let by_clock = since.elapsed();
                if checked.is_err() || took > MAX_TIME || by_clock > MAX_WAIT {
                    let failure = format!("{name}, mutation {number}, {took:?} of work, {by_clock:?} by the clock");
                    failures.lock().expect("no panic").push(failure);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).expect("a thread");
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
