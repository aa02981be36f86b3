//! How fast bytes become notices: each stage and all of them, beside a Markdown parser on the same bytes.
//!
//! `cargo bench --bench pipeline` measures; `-- --quick` does less of it, in under 20 seconds. One thread. Contenders
//! take turns within each round and the median over the rounds counts, so that a busy machine slows all of them alike.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use gangmu::extract::{Extracted, extract};
use gangmu::parse::parse;

use corpus::Layout;

/// How much is measured.
struct Plan {
    corpus_bytes: usize,
    rounds: usize,
    doubling_bytes: usize,
    doubling_rounds: usize,
}

const FULL: Plan = Plan { corpus_bytes: 16 << 20, rounds: 9, doubling_bytes: 64 << 20, doubling_rounds: 3 };
const QUICK: Plan = Plan { corpus_bytes: 2 << 20, rounds: 5, doubling_bytes: 8 << 20, doubling_rounds: 1 };

/// A file in memory.
struct File {
    path: String,
    bytes: Vec<u8>,
}

/// Something that is measured: its name, and what it does with one file. The number keeps the work from being
/// optimised away.
struct Contender {
    name: &'static str,
    run: fn(&File) -> usize,
}

const CONTENDERS: [Contender; 3] = [
    Contender { name: "decode", run: decode },
    Contender { name: "all", run: read_and_parse },
    Contender { name: "pulldown-cmark", run: pull_markdown_events },
];

fn main() {
    let plan = if std::env::args().any(|arg| arg == "--quick") { QUICK } else { FULL };
    let generated = generated_files(plan.corpus_bytes);
    let speeds = measure("generated corpus", &generated, plan.rounds);
    measure("data/notices, 20 times", &sample_files(20), plan.rounds);
    show_doubling("one line", Layout::OneLine, &plan);
    show_doubling("many lines", Layout::Clean, &plan);
    let of = |name: &str| speeds[CONTENDERS.iter().position(|contender| contender.name == name).expect("a contender")];
    println!("parse_mb_s={:.1} vs_pulldown_cmark={:.2}", of("all"), of("all") / of("pulldown-cmark"));
}

fn generated_files(bytes: usize) -> Vec<File> {
    let notices = corpus::corpus(1, bytes);
    let to_file = |(index, notice): (usize, String)| File { path: format!("{index}.txt"), bytes: notice.into_bytes() };
    notices.into_iter().enumerate().map(to_file).collect()
}

fn sample_files(times: usize) -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/notices");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("data is part of the package") {
        let path = entry.expect("the folder can be listed").path();
        let bytes = fs::read(&path).expect("the file can be read");
        let path = path.to_str().expect("UTF-8").to_owned();
        files.extend((0..times).map(|_| File { path: path.clone(), bytes: bytes.clone() }));
    }
    files
}

fn decode(file: &File) -> usize {
    extract(&file.path, &file.bytes, None).len()
}

fn read_and_parse(file: &File) -> usize {
    extract(&file.path, &file.bytes, None).into_iter().map(node_count).sum()
}

fn node_count(extracted: Extracted) -> usize {
    match extracted {
        Extracted::Manuscript(manuscript) => parse(manuscript).outline.len(),
        Extracted::Notice(notice) => notice.outline.len(),
        Extracted::Failed { source, error } => panic!("{}: {error}", source.path),
    }
}

/// The bytes as Markdown, all events. GB18030 is not its business: what is no UTF-8 is replaced first.
fn pull_markdown_events(file: &File) -> usize {
    pulldown_cmark::Parser::new(&String::from_utf8_lossy(&file.bytes)).count()
}

/// Prints a table of MB/s and returns the medians in the order of `CONTENDERS`.
fn measure(what: &str, files: &[File], rounds: usize) -> Vec<f64> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let mut times = vec![Vec::with_capacity(rounds); CONTENDERS.len()];
    for _ in 0..rounds {
        for (contender, times) in CONTENDERS.iter().zip(&mut times) {
            times.push(time(|| files.iter().map(contender.run).sum()));
        }
    }
    println!("{what}: {} files, {:.1} MB, median of {rounds} rounds", files.len(), megabytes(bytes));
    let mut speeds = Vec::with_capacity(CONTENDERS.len());
    for (contender, times) in CONTENDERS.iter().zip(times) {
        let speed = megabytes(bytes) / median(times).as_secs_f64();
        println!("  {:<16}{speed:>10.1} MB/s", contender.name);
        speeds.push(speed);
    }
    println!();
    speeds
}

/// Prints the time of `all` for a text of 1 MB and every doubling of it. A linear cost shows as factors near 2.
fn show_doubling(what: &str, layout: Layout, plan: &Plan) {
    println!("one notice of {what}, doubled");
    let mut before: Option<Duration> = None;
    let mut bytes = 1 << 20;
    while bytes <= plan.doubling_bytes {
        let text = corpus::notice_in(7, layout, bytes);
        let file = File { path: "one.txt".to_owned(), bytes: text.into_bytes() };
        let took = median((0..plan.doubling_rounds).map(|_| time(|| read_and_parse(&file))).collect());
        let size = megabytes(file.bytes.len());
        let speed = size / took.as_secs_f64();
        let factor =
            before.map_or(String::new(), |before| format!("×{:.2}", took.as_secs_f64() / before.as_secs_f64()));
        println!("  {size:>7.1} MB {:>10.1} ms {speed:>9.1} MB/s  {factor}", took.as_secs_f64() * 1e3);
        before = Some(took);
        bytes *= 2;
    }
    println!();
}

fn time(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
