//! Measures full-text search, beside `rg -c -F` on the same text as one file and as a tree of files.
//!
//! `cargo bench --bench full_text` measures 1 GB, `-- --quick` 64 MB without the tree. Both programs use all cores;
//! for ripgrep the whole process is timed. For each query the contenders take turns and the best of the rounds
//! counts. Where ripgrep is not installed only our own times are printed.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use gangmu::library::{Library, NoticeId, Segment, Slot};
use gangmu::notice::Notice;
use gangmu::search::full_text::{NoticeRequest, TextIndexes, TextQuery, Total, Within, search_notices};
use tempfile::TempDir;

/// Notices in one index: as many as the program loads at a time.
const SEGMENT_NOTICES: usize = 256;

/// Hits that fill a screen.
const PAGE_HITS: usize = 100;

/// Queries from characters in most blocks to words that do not occur. `…` is replaced by characters from the middle
/// of the corpus: that many.
const QUERIES: [Wanted; 10] = [
    Wanted::Word("教育"),
    Wanted::Word("校"),
    Wanted::Word("学校安全"),
    Wanted::Word("，加强"),
    Wanted::Word("督导考核"),
    Wanted::Sample(3),
    Wanted::Sample(5),
    Wanted::Sample(9),
    Wanted::Word("龘"),
    Wanted::Word("局操县"),
];

#[derive(Clone, Copy)]
enum Wanted {
    Word(&'static str),
    /// This many characters from the middle of the corpus.
    Sample(usize),
}

/// A term in more blocks of 4 KiB than one in this many is frequent.
const FREQUENT_SHARE: usize = 100;

fn main() {
    let is_quick = std::env::args().any(|arg| arg == "--quick");
    let (bytes, rounds) = if is_quick { (64 << 20, 5) } else { (1 << 30, 3) };
    let notices = corpus::corpus(1, bytes);
    let bytes: usize = notices.iter().map(String::len).sum();
    let library = library(&notices);
    let mut indexes = TextIndexes::default();
    let mut memory = 0;
    let start = Instant::now();
    for (number, (_, segment)) in library.segments().enumerate() {
        let index = TextIndexes::index_of(segment);
        memory += index.memory_bytes();
        indexes.put(number, Arc::new(index));
    }
    let built = start.elapsed().as_secs_f64();
    let disk = Disk::write(&notices, !is_quick);
    println!(
        "{} notices, {} MB, {} segments; milliseconds",
        notices.len(),
        bytes / 1_000_000,
        library.segments().count()
    );
    println!(
        "  {:<30}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}",
        "", "first page", "count", "rg file", "rg tree", "hits", "notices", "blocks"
    );
    let mut worst = Worst::default();
    for wanted in QUERIES {
        let word = match wanted {
            Wanted::Word(word) => word.to_owned(),
            Wanted::Sample(chars) => sample(&notices[notices.len() / 2], chars),
        };
        let blocks = blocks_with(&notices, &word);
        let query = TextQuery::parse(&format!("\"{word}\""), Within::Sentence);
        let mut times = Times::default();
        let mut total = Total::default();
        for _ in 0..rounds {
            least(&mut times.page, time(|| first_page(&library, &indexes, &query)));
            least(&mut times.count, time(|| total = count(&library, &indexes, &query)));
            times.take_rg(&disk, &word);
        }
        let ms =
            |time: Option<Duration>| time.map_or("-".to_owned(), |time| format!("{:.3}", time.as_secs_f64() * 1e3));
        println!(
            "  {:<30}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>7.2}%",
            word,
            ms(times.page),
            ms(times.count),
            ms(times.file),
            ms(times.tree),
            total.hits,
            total.texts,
            100.0 * float(blocks) / float(bytes / 4096)
        );
        worst.take(&times, blocks * FREQUENT_SHARE > bytes / 4096);
    }
    println!(
        "build_s_per_gb={:.2} memory_per_byte={:.3} {}",
        built * 1e9 / float(bytes),
        float(memory) / float(bytes),
        worst.line()
    );
}

/// Some characters from the middle of a notice, where there are only Chinese characters.
fn sample(notice: &str, chars: usize) -> String {
    let all: Vec<char> = notice.chars().collect();
    let is_han = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    let runs = all[all.len() / 2..].windows(chars).find(|run| run.iter().all(is_han));
    runs.expect("a notice is mostly 汉字").iter().collect()
}

/// About the number of blocks of 4 KiB in which a word begins.
fn blocks_with(notices: &[String], word: &str) -> usize {
    let finder = memchr::memmem::Finder::new(word);
    let blocks = notices.iter().flat_map(|notice| notice.as_bytes().chunks(4096));
    blocks.filter(|block| finder.find(block).is_some()).count()
}

/// A library of the notices, with segments as large as the program loads at a time. Outlines are not needed.
fn library(notices: &[String]) -> Library {
    let mut library = Library::default();
    let loaded = |text: &String| Slot::Loaded(Arc::new(Notice { text: text.clone(), ..Notice::default() }));
    for segment in notices.chunks(SEGMENT_NOTICES) {
        library.add(Segment { slots: segment.iter().map(loaded).collect() });
    }
    library
}

/// The time to the first page.
fn first_page(library: &Library, indexes: &TextIndexes, query: &TextQuery) {
    let mut found = 0;
    let is_full = AtomicBool::new(false);
    let should_stop = || is_full.load(Ordering::Relaxed);
    let request = NoticeRequest { query, from: NoticeId(0), wanted_hits: PAGE_HITS, should_stop: &should_stop };
    search_notices(library, indexes, &request, &mut |hits| {
        found += black_box(hits).hits.len();
        is_full.store(found >= PAGE_HITS, Ordering::Relaxed);
    });
}

fn count(library: &Library, indexes: &TextIndexes, query: &TextQuery) -> Total {
    let request = NoticeRequest { query, from: NoticeId(0), wanted_hits: 0, should_stop: &|| false };
    search_notices(library, indexes, &request, &mut |_| ()).expect("nothing stops it")
}

/// The corpus on disk, for ripgrep.
struct Disk {
    folder: TempDir,
    has_tree: bool,
    has_rg: bool,
}

impl Disk {
    fn write(notices: &[String], has_tree: bool) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let has_rg = Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok();
        if has_rg {
            fs::write(folder.path().join("all.txt"), notices.concat()).expect("room for the corpus");
        }
        if has_rg && has_tree {
            for (number, notice) in notices.iter().enumerate() {
                let place = folder.path().join(format!("tree/{}", number / 500));
                if number % 500 == 0 {
                    fs::create_dir_all(&place).expect("a folder");
                }
                fs::write(place.join(format!("{number}.txt")), notice).expect("room for the corpus");
            }
        }
        Self { folder, has_tree, has_rg }
    }

    /// The time of a whole process that counts lines.
    fn time_rg(&self, word: &str, name: &str) -> Duration {
        time(|| {
            let path: &Path = &self.folder.path().join(name);
            let mut command = Command::new("rg");
            command.args(["--no-config", "-c", "-F", "-e", word]).arg(path).stdout(Stdio::null());
            command.status().expect("it was there before");
        })
    }
}

#[derive(Default)]
struct Times {
    page: Option<Duration>,
    count: Option<Duration>,
    file: Option<Duration>,
    tree: Option<Duration>,
}

impl Times {
    fn take_rg(&mut self, disk: &Disk, word: &str) {
        if disk.has_rg {
            least(&mut self.file, disk.time_rg(word, "all.txt"));
        }
        if disk.has_rg && disk.has_tree {
            least(&mut self.tree, disk.time_rg(word, "tree"));
        }
    }
}

/// The worst ratios.
#[derive(Default)]
struct Worst {
    page_frequent: Option<f64>,
    page_rare: Option<f64>,
    count: Option<f64>,
    count_tree: Option<f64>,
}

impl Worst {
    fn take(&mut self, times: &Times, is_frequent: bool) {
        let ratio = |theirs: Option<Duration>, ours: Option<Duration>| {
            Some(theirs?.as_secs_f64() / ours?.as_secs_f64().max(1e-9))
        };
        let page = if is_frequent { &mut self.page_frequent } else { &mut self.page_rare };
        lower(page, ratio(times.file, times.page));
        lower(&mut self.count, ratio(times.file, times.count));
        lower(&mut self.count_tree, ratio(times.tree, times.count));
    }

    fn line(&self) -> String {
        let values = [
            ("page_frequent_vs_rg", self.page_frequent),
            ("page_rare_vs_rg", self.page_rare),
            ("count_vs_rg", self.count),
            ("count_vs_rg_tree", self.count_tree),
        ];
        let known = values.into_iter().filter_map(|(name, value)| Some(format!("{name}={:.2}", value?)));
        known.collect::<Vec<_>>().join(" ")
    }
}

fn lower(worst: &mut Option<f64>, ratio: Option<f64>) {
    if let Some(ratio) = ratio {
        *worst = Some(worst.map_or(ratio, |worst| worst.min(ratio)));
    }
}

fn least(best: &mut Option<Duration>, time: Duration) {
    *best = Some(best.map_or(time, |best| best.min(time)));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("less than four thousand million"))
}
