//! A key typed into a picker of titles, by pinyin, beside `ib-matcher`, which scans.
//!
//! `cargo bench --bench pinyin` measures a million headings; `-- --quick` a hundred thousand. One thread. For each query
//! the contenders take turns and the best of the rounds counts. The last line has the worst ratios: of queries of two
//! letters or more, and of a single letter.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::hint::black_box;
use std::time::{Duration, Instant};

use gangmu::search::pinyin::{Manner, PinyinIndex, PinyinQuery};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};

/// From one letter to a sentence; initials, syllables, both, the beginning of a syllable, several words, no hit.
const QUERIES: [&str; 16] = [
    "j",
    "w",
    "jy",
    "sh",
    "jia",
    "zhong",
    "jiaoyu",
    "aqzr",
    "shuangj",
    "xuexiaog",
    "tuijinj",
    "jqtjjy",
    "jxjyaq",
    "zhiliangtisheng",
    "lvyou",
    "vvv",
];

fn main() {
    let is_quick = std::env::args().any(|arg| arg == "--quick");
    let (items, rounds) = if is_quick { (100_000, 5) } else { (1_000_000, 5) };
    let headings = corpus::headings(1, items);
    let start = Instant::now();
    let index = PinyinIndex::new(headings.iter().map(String::as_str));
    let built = start.elapsed();
    println!("{items} headings; one thread; milliseconds, the best of {rounds} rounds");
    println!("  {:<18}{:>9}{:>12}{:>8}{:>10}{:>12}", "", "gangmu", "ib-matcher", "ratio", "hits", "ib's hits");
    let (mut worst, mut worst_letter) = (f64::INFINITY, f64::INFINITY);
    for typed in QUERIES {
        let (mut ours, mut theirs) = ((Duration::MAX, 0), (Duration::MAX, 0));
        for _ in 0..rounds {
            ours = ours.min(time(|| search(&index, typed)));
            theirs = theirs.min(time(|| scan(&headings, typed)));
        }
        let ratio = theirs.0.as_secs_f64() / ours.0.as_secs_f64();
        let worst = if typed.len() == 1 { &mut worst_letter } else { &mut worst };
        *worst = worst.min(ratio);
        let (own_ms, their_ms) = (milliseconds(ours.0), milliseconds(theirs.0));
        println!("  {typed:<18}{own_ms:>9.2}{their_ms:>12.1}{ratio:>8.1}{:>10}{:>12}", ours.1, theirs.1);
    }
    let seconds = built.as_secs_f64() * 1e6 / float(items);
    let bytes = float(index.size_bytes()) / float(items);
    println!(
        "pinyin_worst_vs_ib={worst:.1} pinyin_letter_vs_ib={worst_letter:.1} build_s_per_million={seconds:.2} bytes_per_item={bytes:.1}"
    );
}

fn search(index: &PinyinIndex, typed: &str) -> usize {
    let query = PinyinQuery::parse(typed, Manner::Contiguous);
    index.search(&query, &|| false).map_or(0, |hits| black_box(hits).len())
}

fn scan(headings: &[String], typed: &str) -> usize {
    let matcher = IbMatcher::builder(typed).pinyin(PinyinMatchConfig::default()).is_pattern_partial(true).build();
    headings.iter().filter(|heading| matcher.is_match(heading.as_str())).count()
}

fn time(work: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = Instant::now();
    let hits = black_box(work());
    (start.elapsed(), hits)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("less than four thousand million"))
}
