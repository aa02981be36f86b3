//! Measures how fast bytes become notices: each stage and all of them, beside a Markdown parser on the same bytes.
//!
//! `cargo bench --bench pipeline` measures; `-- --quick` does fewer rounds, in under 20 seconds. It uses one thread.
//! Contenders take turns within each round and the median over the rounds counts, so that a busy machine slows all of
//! them alike.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use gangmu::extract::{Extracted, Options, extract};
use gangmu::notice::{Manuscript, Notice};
use gangmu::parse::{clean, elements, lint, outline, page_furniture, parse, reflow, sections, select, unglue};

use corpus::Layout;

/// The amount of measuring.
struct Plan {
    corpus_bytes: usize,
    rounds: usize,
    doubling_bytes: usize,
    doubling_rounds: usize,
}

const FULL: Plan = Plan { corpus_bytes: 16 << 20, rounds: 9, doubling_bytes: 64 << 20, doubling_rounds: 3 };
const QUICK: Plan = Plan { corpus_bytes: 2 << 20, rounds: 5, doubling_bytes: 8 << 20, doubling_rounds: 1 };

/// Contenders take turns after this many files: often enough for other load on the machine to hit them alike.
const BLOCK_FILES: usize = 16;

/// A file in memory.
struct File {
    path: String,
    bytes: Vec<u8>,
}

/// A contender: its name, and its work on one file. The returned number keeps the work from being optimised away.
struct Contender {
    name: &'static str,
    run: fn(&File) -> usize,
}

const CONTENDERS: [Contender; 2] =
    [Contender { name: "all", run: read_and_parse }, Contender { name: "pulldown-cmark", run: pull_markdown_events }];

/// The stages of reading a file, in their order.
#[derive(Clone, Copy)]
enum Stage {
    Decode,
    Clean,
    Unglue,
    Furniture,
    Reflow,
    Sections,
    Markers,
    Elements,
    Outline,
    Lint,
}

const STAGES: [(Stage, &str); 10] = [
    (Stage::Decode, "decode"),
    (Stage::Clean, "clean"),
    (Stage::Unglue, "unglue"),
    (Stage::Furniture, "furniture"),
    (Stage::Reflow, "reflow"),
    (Stage::Sections, "sections"),
    (Stage::Markers, "markers"),
    (Stage::Elements, "elements"),
    (Stage::Outline, "outline"),
    (Stage::Lint, "lint"),
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

fn read_and_parse(file: &File) -> usize {
    extract(&file.path, &file.bytes, &Options::default()).into_iter().map(node_count).sum()
}

fn node_count(extracted: Extracted) -> usize {
    match extracted {
        Extracted::Manuscript(manuscript) => parse(manuscript).outline.len(),
        Extracted::Notice(notice) => notice.outline.len(),
        Extracted::Failed { source, error } => panic!("{}: {error}", source.path),
    }
}

/// Reads the bytes as Markdown, all events. Other encodings than UTF-8 are not the parser's business: invalid bytes
/// are replaced first.
fn pull_markdown_events(file: &File) -> usize {
    pulldown_cmark::Parser::new(&String::from_utf8_lossy(&file.bytes)).count()
}

/// Adds up the time of each stage.
#[derive(Default)]
struct Stopwatch {
    spent: [Duration; STAGES.len()],
}

impl Stopwatch {
    fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = black_box(work());
        self.spent[stage as usize] += start.elapsed();
        value
    }

    /// The work of [`read_and_parse`], stage by stage.
    fn read_and_parse(&mut self, file: &File) -> usize {
        let extracted = self.time(Stage::Decode, || extract(&file.path, &file.bytes, &Options::default()));
        let count = |extracted| match extracted {
            Extracted::Manuscript(manuscript) => self.parse(manuscript),
            other => node_count(other),
        };
        extracted.into_iter().map(count).sum()
    }

    fn parse(&mut self, manuscript: Manuscript) -> usize {
        let Manuscript { text, first_line, hints, given, .. } = manuscript;
        let cleaned = self.time(Stage::Clean, || clean::clean(text, first_line, &hints));
        let unglued = self.time(Stage::Unglue, || unglue::unglue(cleaned));
        let (head, body) =
            self.time(Stage::Furniture, || page_furniture::take_off_furniture(unglued.page, given.title.as_deref()));
        let page = self.time(Stage::Reflow, || reflow::reflow(body));
        let roles = self.time(Stage::Sections, || sections::sort_paragraphs(&page));
        let chosen = self.time(Stage::Markers, || select::choose(&page, &roles, unglued.was_glued));
        let elements = self.time(Stage::Elements, || elements::find_elements(&head, &page, &roles, given));
        let blank = Notice { elements, ..Notice::default() };
        let notice = self.time(Stage::Outline, || outline::build(blank, &head, &page, &roles, &chosen));
        self.time(Stage::Lint, || lint::lint(&notice));
        notice.outline.len()
    }
}

/// Prints a table of MB/s and returns the medians in the order of `CONTENDERS`.
fn measure(what: &str, files: &[File], rounds: usize) -> Vec<f64> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let mut times = vec![Vec::with_capacity(rounds); CONTENDERS.len()];
    let mut stage_times = vec![Vec::with_capacity(rounds); STAGES.len()];
    for _ in 0..rounds {
        let mut spent = [Duration::ZERO; CONTENDERS.len()];
        for block in files.chunks(BLOCK_FILES) {
            for (contender, spent) in CONTENDERS.iter().zip(&mut spent) {
                *spent += time(|| block.iter().map(contender.run).sum());
            }
        }
        for (times, spent) in times.iter_mut().zip(spent) {
            times.push(spent);
        }
        let mut watch = Stopwatch::default();
        let nodes: usize = files.iter().map(|file| watch.read_and_parse(file)).sum();
        assert_eq!(nodes, files.iter().map(read_and_parse).sum::<usize>(), "the stages measured are those of parse()");
        for (times, spent) in stage_times.iter_mut().zip(watch.spent) {
            times.push(spent);
        }
    }
    println!("{what}: {} files, {:.1} MB, median of {rounds} rounds", files.len(), megabytes(bytes));
    let stage_medians: Vec<f64> = stage_times.into_iter().map(|times| median(times).as_secs_f64()).collect();
    let sum: f64 = stage_medians.iter().sum();
    for ((_, name), seconds) in STAGES.iter().zip(stage_medians) {
        println!("  {name:<16}{:>10.1} MB/s {:>6.1}%", megabytes(bytes) / seconds, 100.0 * seconds / sum);
    }
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
    f64::from(u32::try_from(bytes).expect("less than 4 GB")) / 1e6
}
