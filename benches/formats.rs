//! Measures how fast files of each format are read on two threads, and the time of whole processes beside pandoc and
//! pdftotext.
//!
//! `cargo bench --bench formats` measures; `-- --quick` does fewer rounds. Samples beside the repository are read as
//! they are (`GANGMU_SHARED` names their folder); all other files are written by the bench itself from generated
//! notices. Contenders take turns within each round, and the median of the rounds' ratios counts.

#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "counts and sizes are far below 2^52")]

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;
mod written;

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gangmu::extract::{Extracted, Options, extract};

/// The amount of measuring.
struct Plan {
    /// The time for which each format is read in a round, and the number of rounds.
    format_time: Duration,
    rounds: usize,
    /// The time for which each pair of processes runs in turn, and the minimal number of runs.
    pair_time: Duration,
    processes: usize,
}

const FULL: Plan =
    Plan { format_time: Duration::from_millis(600), rounds: 5, pair_time: Duration::from_secs(4), processes: 15 };
const QUICK: Plan =
    Plan { format_time: Duration::from_millis(100), rounds: 3, pair_time: Duration::from_secs(2), processes: 5 };

/// The number of reading threads, and their stack size, which is that of the program.
const THREADS: usize = 2;
const STACK_BYTES: usize = 16 << 20;

/// A file in memory.
struct File {
    name: String,
    bytes: Vec<u8>,
    /// The number of pages, for formats with pages.
    pages: usize,
}

/// The samples of each format; those with pages have three.
const SAMPLES: [(&str, &[&str]); 8] = [
    ("html", &["A_portal_utf8.html", "A_portal_table_gbk.html", "C_portal_gbk.html", "A_lo.html", "C_meta_lo.html"]),
    ("docx", &["A.docx", "B_autonum.docx", "C_meta.docx", "C_traps.docx"]),
    ("odt", &["A.odt", "B_autonum.odt", "C_meta.odt"]),
    ("rtf", &["A.rtf"]),
    ("doc", &["A.doc", "B_autonum.doc", "C_meta.doc", "C_traps.doc"]),
    ("pdf", &["A.pdf", "A_noto_header.pdf", "A_objstm.pdf"]),
    ("epub", &["A.epub", "A_epub2.epub"]),
    ("json", &["A.json"]),
];
const SAMPLE_PAGES: usize = 3;

/// The number of generated notices.
const NOTICES: usize = 60;

/// The number of files that one process reads where it reads several.
const SEVERAL: usize = 5;

/// The number of pages of the long document for pdftotext.
const LONG_PAGES: usize = 100;

fn main() {
    let plan = if std::env::args().any(|arg| arg == "--quick") { QUICK } else { FULL };
    let texts: Vec<String> = (0..NOTICES as u64).map(corpus::notice).collect();
    let mut formats = written_files(&texts);
    add_samples(&mut formats);
    println!("{:<8}{:>7}{:>10}{:>12}{:>10}{:>12}", "format", "files", "KB each", "files/s", "MB/s", "pages/s");
    let mut speeds = BTreeMap::new();
    for (format, files) in &formats {
        speeds.insert(*format, measure(format, files, &plan));
    }
    let [html, docx, pdf] = ["html", "docx", "pdf"].map(|format| &speeds[format]);
    let mut figures = vec![
        format!("html_mb_s={:.1}", html.megabytes),
        format!("docx_files_s={:.0}", docx.files),
        format!("pdf_pages_s={:.0}", pdf.pages),
    ];
    let ratios = beside_others(&formats, &texts, &plan);
    figures.extend(ratios.iter().map(|(name, ratio)| format!("{name}={ratio:.1}")));
    println!("{}", figures.join(" "));
}

// Files ---------------------------------------------------------------------------------------------------------------

fn written_files(texts: &[String]) -> BTreeMap<&'static str, Vec<File>> {
    type Write = fn(&str) -> (Vec<u8>, usize);
    let single: [(&str, Write); 6] = [
        ("html", |text| (written::html(text), 0)),
        ("docx", |text| (written::docx(text), 0)),
        ("odt", |text| (written::odt(text), 0)),
        ("rtf", |text| (written::rtf(text), 0)),
        ("ofd", written::ofd),
        ("pdf", written::pdf),
    ];
    let mut formats = BTreeMap::new();
    for (format, write) in single {
        let files = texts.iter().enumerate().map(|(number, text)| {
            let (bytes, pages) = write(text);
            File { name: format!("{number}.{format}"), bytes, pages }
        });
        formats.insert(format, files.collect::<Vec<File>>());
    }
    let of_many = |name: &str, bytes: Vec<u8>| vec![File { name: name.to_owned(), bytes, pages: 0 }];
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let json: Vec<serde_json::Value> =
        all.iter().map(|text| serde_json::json!({ "title": "通知", "content": text })).collect();
    let rows = all.iter().map(|text| format!("通知,2024-02-20,\"{}\"\n", text.replace('"', "\"\"")));
    let names: Vec<String> = (0..all.len()).map(|number| format!("公文/{number}.txt")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(all.iter().map(|text| text.as_bytes())).collect();
    formats.insert("json", of_many("a.json", serde_json::to_vec(&json).expect("JSON")));
    formats.insert("csv", of_many("a.csv", ["标题,发布日期,正文\n".to_owned(), rows.collect()].concat().into_bytes()));
    formats.insert("zip", of_many("a.zip", written::packed(&members)));
    formats.insert("epub", of_many("a.epub", written::epub(&all)));
    formats
}

fn add_samples(formats: &mut BTreeMap<&'static str, Vec<File>>) {
    let shared = std::env::var_os("GANGMU_SHARED").map(PathBuf::from);
    let samples = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("samples");
    if !samples.is_dir() {
        println!("no samples in {}: only what is written here, and no doc", samples.display());
        return;
    }
    for (format, names) in SAMPLES {
        let files = names.iter().map(|name| {
            let bytes = fs::read(samples.join(name)).expect("a sample");
            File { name: (*name).to_owned(), bytes, pages: SAMPLE_PAGES }
        });
        formats.insert(format, files.collect());
    }
}

// Reading -------------------------------------------------------------------------------------------------------------

/// The speed of a format, per second.
struct Speed {
    files: f64,
    megabytes: f64,
    pages: f64,
}

/// Reads the files of a format repeatedly on all threads, and prints the speed.
fn measure(format: &str, files: &[File], plan: &Plan) -> Speed {
    files.iter().for_each(check);
    // The number of files that takes about the planned time.
    let once = time(|| files.iter().for_each(read));
    let times = plan.format_time.as_secs_f64() * THREADS as f64 / once.as_secs_f64().max(1e-6);
    let count = ((times * files.len() as f64) as usize).max(files.len() * THREADS);
    let took = median((0..plan.rounds).map(|_| time(|| read_on_threads(files, count)).as_secs_f64()).collect());
    let share = count as f64 / files.len() as f64;
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let pages: usize = files.iter().map(|file| file.pages).sum();
    let speed = Speed {
        files: count as f64 / took,
        megabytes: bytes as f64 * share / took / 1e6,
        pages: if matches!(format, "pdf" | "ofd") { pages as f64 * share / took } else { 0.0 },
    };
    let each = bytes as f64 / files.len() as f64 / 1e3;
    let pages = if speed.pages > 0.0 { format!("{:>12.0}", speed.pages) } else { String::new() };
    println!("{format:<8}{:>7}{each:>10.1}{:>12.0}{:>10.1}{pages}", files.len(), speed.files, speed.megabytes);
    speed
}

/// Panics if a file cannot be read: a failure would be measured as the fastest of all.
fn check(file: &File) {
    for item in extract(&file.name, &file.bytes, &Options::default()) {
        if let Extracted::Failed { source, error } = item {
            assert!(file.name == "A.json", "{}: {error}", source.path);
        }
    }
}

fn read(file: &File) {
    black_box(extract(&file.name, &file.bytes, &Options::default()));
}

fn read_on_threads(files: &[File], count: usize) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count) {
            read(&files[number % files.len()]);
        }
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).expect("a thread");
        }
    });
}

// Processes -----------------------------------------------------------------------------------------------------------

/// Files that two programs read in turn.
struct Pair<'a> {
    /// The name of the ratio.
    name: &'static str,
    program: &'static str,
    before: &'a [&'a str],
    after: &'a [&'a str],
    what: &'static str,
    files: Vec<File>,
}

/// For each other program that is installed, its time divided by ours: the least ratio over its files.
fn beside_others(
    formats: &BTreeMap<&'static str, Vec<File>>,
    texts: &[String],
    plan: &Plan,
) -> Vec<(&'static str, f64)> {
    let some = |format: &str, count: usize| -> Vec<File> {
        let files = formats[format].iter().take(count);
        files.map(|file| File { name: file.name.clone(), bytes: file.bytes.clone(), pages: file.pages }).collect()
    };
    let long_text = texts.concat();
    let written = |name: &str, (bytes, pages): (Vec<u8>, usize)| vec![File { name: name.to_owned(), bytes, pages }];
    let long_pdf: Vec<String> = written::pages(&long_text).into_iter().take(LONG_PAGES).flatten().collect();
    let pandoc = |name: &'static str, what: &'static str, files: Vec<File>| Pair {
        name,
        program: "pandoc",
        before: &["-t", "plain"],
        after: &[],
        what,
        files,
    };
    let pdftotext = |what: &'static str, files: Vec<File>| Pair {
        name: "vs_pdftotext",
        program: "pdftotext",
        before: &[],
        after: &["-"],
        what,
        files,
    };
    let pairs = [
        pandoc("vs_pandoc_html", "a page", some("html", 1)),
        pandoc("vs_pandoc_html", "several pages", some("html", SEVERAL)),
        pandoc("vs_pandoc_html", "a long page", written("long.html", (written::html(&long_text), 0))),
        pandoc("vs_pandoc_docx", "a document", some("docx", 1)),
        pandoc("vs_pandoc_docx", "several documents", some("docx", SEVERAL)),
        pandoc("vs_pandoc_docx", "a long document", written("long.docx", (written::docx(&long_text), 0))),
        pdftotext("three pages", some("pdf", 1)),
        pdftotext("a hundred pages", written("long.pdf", written::pdf(&long_pdf.join("\n")))),
    ];
    println!();
    // A copy, as after an installation: a file that the linker has written page by page takes a third longer to
    // start.
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("gangmu");
    fs::copy(env!("CARGO_BIN_EXE_gangmu"), &program).expect("the program can be copied");
    let mut least: BTreeMap<&'static str, f64> = BTreeMap::new();
    for pair in pairs {
        match run_pair(&program, &pair, plan) {
            Some(ratio) => drop(least.entry(pair.name).and_modify(|least| *least = least.min(ratio)).or_insert(ratio)),
            None => println!("{}: not installed, {} is left out", pair.program, pair.name),
        }
    }
    ["vs_pandoc_html", "vs_pandoc_docx", "vs_pdftotext"]
        .into_iter()
        .filter_map(|name| Some((name, *least.get(name)?)))
        .collect()
}

/// Runs `program` and the other one in turn. `None` when the other one is not installed.
fn run_pair(program: &Path, pair: &Pair<'_>, plan: &Plan) -> Option<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = pair.files.iter().map(|file| folder.path().join(&file.name)).collect();
    for (file, path) in pair.files.iter().zip(&paths) {
        fs::write(path, &file.bytes).expect("the file can be written");
    }
    let command = |program: &Path, before: &[&str], after: &[&str]| {
        let mut command = Command::new(program);
        command.args(before).args(&paths).args(after);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut ours = command(program, &["extract"], &[]);
    let mut other = command(Path::new(pair.program), pair.before, pair.after);
    other.status().ok()?;
    let timed = |command: &mut Command| {
        let mut is_read = false;
        let took = time(|| is_read = command.status().is_ok_and(|status| status.success()));
        assert!(is_read, "{command:?} failed");
        took.as_secs_f64()
    };
    timed(&mut ours);
    let end = Instant::now() + plan.pair_time;
    let mut rounds = Vec::new();
    while rounds.len() < plan.processes || Instant::now() < end {
        rounds.push([timed(&mut ours), timed(&mut other)]);
    }
    // The ratio of neighbouring runs is taken, since they share the speed that the machine has at the moment.
    let ratio = median(rounds.iter().map(|[ours, other]| other / ours).collect());
    let [ours, other] = [0, 1].map(|which| median(rounds.iter().map(|round: &[f64; 2]| round[which]).collect()));
    let bytes: usize = pair.files.iter().map(|file| file.bytes.len()).sum();
    println!(
        "{:<10}{:<18}{:>8.0} KB{:>9.1} ms, gangmu{:>8.1} ms: {:.1} times as long",
        pair.program,
        pair.what,
        bytes as f64 / 1e3,
        other * 1e3,
        ours * 1e3,
        ratio
    );
    Some(ratio)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
