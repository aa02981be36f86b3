//! Measures how long the search for one keystroke takes, beside other matchers on the same headings.
//!
//! `cargo bench --bench search` measures at 100,000 and 1,000,000 headings; `-- --ten-million` adds 10,000,000; `--
//! --quick` does fewer rounds, in under 50 seconds. Each contender uses one thread. For every query the contenders
//! take turns, and the median over the rounds counts, so that a busy machine slows all of them alike. Contenders with
//! the same task are checked to find the same. The last line has the figures of a million headings.
//!
//! Pinyin queries use the same index as all others. `ib-matcher` only says whether a heading matches; it accepts some
//! spellings that we do not, and the other way round, so the numbers of hits differ.
//!
//! The index is built on one thread. The time is processor time where the system provides it, because other processes
//! may have the processor meanwhile; the elapsed time is printed beside it.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use frizbee::{Config, Matcher};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::{SkimMatcherV2, SkimScoreConfig};
use gangmu::search::{HeadingIndex, Query, Ranked, Ranking};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};

/// Results that are computed for a screen.
const PAGE: usize = 100;

/// The answer of a contender.
struct Answer {
    total: usize,
    /// The first page, from contenders with the same task as ours.
    page: Option<Vec<Ranked<u32>>>,
}

/// A contender: a way to search.
struct Contender<'a> {
    name: &'static str,
    search: Box<dyn FnMut(&str) -> Answer + 'a>,
}

/// Queries that belong together, and the contenders that answer them; the others are compared with the first.
struct Family<'a> {
    name: &'static str,
    queries: &'static [(&'static str, &'static str)],
    contenders: Vec<Contender<'a>>,
}

const FUZZY_QUERIES: [(&str, &str); 14] = [
    ("教", "one character, common"),
    ("学", "one character, the most common"),
    ("坠", "one character, rare"),
    ("囍", "one character that no heading has"),
    ("安全", "a common word"),
    ("教育", "a common word, also inside numbers and years"),
    ("校安", "two common characters, scattered"),
    ("双减", "two rare characters"),
    ("教学质量", "two common words"),
    ("加强学校安全管理", "a long query"),
    ("2024年教育", "digits and characters"),
    ("ai教学", "letters and characters"),
    ("设建织组党", "frequent pairs the wrong way round, no hit"),
    ("境环园校风学作师", "common characters only, long, no hit"),
];

const PINYIN_QUERIES: [(&str, &str); 10] = [
    ("j", "one letter"),
    ("sh", "a long initial"),
    ("jy", "two initials, common"),
    ("jia", "a syllable, and the beginning of others"),
    ("zhong", "a syllable"),
    ("jiaoyu", "a common word"),
    ("shuangj", "a syllable and an initial"),
    ("jqtjjy", "initials"),
    ("jxjy aq", "initials of two words"),
    ("jiaqiangjiaoyuzhiliang", "a sentence"),
];

/// Rounds with `--quick`. A contender that takes as long as `SLOW` takes part in the first two rounds only.
const QUICK_ROUNDS: usize = 3;
const SLOW: Duration = Duration::from_millis(250);

fn main() {
    let has = |flag: &str| std::env::args().any(|arg| arg == flag);
    let is_test = !has("--bench");
    let rounds = if has("--quick") || is_test { QUICK_ROUNDS } else { 9 };
    if is_test {
        measure_at(2_000, 1);
        return;
    }
    measure_at(100_000, rounds);
    let last_line = measure_at(1_000_000, rounds);
    if has("--ten-million") {
        measure_at(10_000_000, 3);
    }
    println!("{last_line}");
}

/// Measures everything at this number of headings; returns the figures as `name=value` pairs.
fn measure_at(count: usize, rounds: usize) -> String {
    let headings = headings(count);
    let chars: usize = headings.iter().map(|heading| heading.chars().count()).sum();
    println!("{count} headings of {:.1} characters, median of {rounds} rounds", ratio(chars, count));
    let (index, build_s_per_million) = build(&headings);
    let bytes_per_item = ratio(index.size_bytes(), count);
    println!("{bytes_per_item:.1} bytes an item\n");
    let fuzzy = measure(fuzzy_family(&headings, &index), rounds);
    let [frizbee, skim] = fuzzy.as_slice() else { panic!("two peers") };
    let pinyin = measure(pinyin_family(&headings, &index), rounds);
    let (letters, longer): (Vec<_>, Vec<_>) =
        PINYIN_QUERIES.iter().zip(&pinyin[0]).partition(|((typed, _), _)| typed.len() == 1);
    let worst_of = |queries: Vec<(_, &f64)>| worst(queries.into_iter().map(|(_, ratio)| *ratio));
    format!(
        "fuzzy_worst_vs_frizbee={:.1} fuzzy_median_vs_frizbee={:.1} fuzzy_worst_vs_skim={:.1} \
         fuzzy_median_vs_skim={:.1} pinyin_worst_vs_ib={:.1} pinyin_letter_vs_ib={:.1} \
         bytes_per_item={bytes_per_item:.1} build_s_per_million={build_s_per_million:.2}",
        worst(frizbee.iter().copied()),
        middle(frizbee),
        worst(skim.iter().copied()),
        middle(skim),
        worst_of(longer),
        worst_of(letters),
    )
}

/// Builds the index a few times; returns the last one, and the seconds for a million headings.
fn build(headings: &[String]) -> (HeadingIndex, f64) {
    const BUILDS: usize = 3;
    let per_million = |times: &mut [Duration]| median(times).as_secs_f64() * 1e6 / ratio(headings.len(), 1);
    let (mut by_clock, mut by_processor) = (Vec::new(), Vec::new());
    let mut index = HeadingIndex::default();
    for _ in 0..BUILDS {
        // The memory of the previous index is freed for the next.
        drop(std::mem::take(&mut index));
        let (start, worked) = (Instant::now(), processor_time());
        index = HeadingIndex::build(headings.iter().map(String::as_str));
        by_clock.push(start.elapsed());
        by_processor.extend(processor_time().zip(worked).map(|(now, before)| now.saturating_sub(before)));
    }
    let clock_s = per_million(&mut by_clock);
    let processor_s = if by_processor.is_empty() { clock_s } else { per_million(&mut by_processor) };
    println!("built in {processor_s:.3} s of the processor a million, {clock_s:.3} s by the clock");
    (index, processor_s)
}

/// The processor time of this thread, where the system provides it.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Headings of the corpus; some with years, letters and brackets, as real ones have them. They equal their search
/// form, so that no contender has to fold them.
fn headings(count: usize) -> Vec<String> {
    let mut headings = corpus::headings(1, count);
    for (number, heading) in headings.iter_mut().enumerate() {
        if number % 9 == 0 {
            heading.insert_str(0, ["2024年", "2025年", "2026年"][number / 9 % 3]);
        }
        if number % 23 == 0 {
            heading.push_str("ai教学");
        }
        if number % 14 == 0 {
            heading.push_str("(试行)");
        }
    }
    headings
}

fn fuzzy_family<'a>(headings: &'a [String], index: &'a HeadingIndex) -> Family<'a> {
    let frizbee = |typed: &str| {
        let found = Matcher::new(typed, &Config::default()).match_list(headings);
        Answer { total: found.len(), page: None }
    };
    let matcher = SkimMatcherV2::default().score_config(product_scores()).ignore_case();
    let skim = move |typed: &str| {
        let scores = headings.iter().map(|heading| matcher.fuzzy_match(heading, typed));
        let found = scores.enumerate().filter_map(|(item, score)| Some(Ranked { item: item as u32, score: score? }));
        let mut found: Vec<Ranked<u32>> = found.collect();
        let total = found.len();
        found.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.item));
        found.truncate(PAGE);
        Answer { total, page: Some(found) }
    };
    Family {
        name: "fuzzy",
        queries: &FUZZY_QUERIES,
        contenders: vec![
            gangmu(index),
            Contender { name: "frizbee", search: Box::new(frizbee) },
            Contender { name: "skim", search: Box::new(skim) },
        ],
    }
}

fn pinyin_family<'a>(headings: &'a [String], index: &'a HeadingIndex) -> Family<'a> {
    let config = PinyinMatchConfig::default();
    let ib = move |typed: &str| {
        let matcher = |word| IbMatcher::builder(word).pinyin(config.shallow_clone()).is_pattern_partial(true).build();
        let words: Vec<_> = typed.split(' ').map(matcher).collect();
        let found = headings.iter().filter(|heading| words.iter().all(|word| word.is_match(heading.as_str())));
        Answer { total: found.count(), page: None }
    };
    Family {
        name: "pinyin",
        queries: &PINYIN_QUERIES,
        contenders: vec![gangmu(index), Contender { name: "ib", search: Box::new(ib) }],
    }
}

/// Our own search: the query is parsed and compiled, the first page computed, the rest counted.
fn gangmu(index: &HeadingIndex) -> Contender<'_> {
    let search = |typed: &str| {
        let mut ranking = Ranking::of_best(PAGE);
        let everywhere = std::slice::from_ref(&(0..u32::MAX));
        let is_done = index.search(&Query::parse(typed), everywhere, &mut ranking, |item| item, || false);
        assert!(is_done, "nothing stops it");
        Answer { total: ranking.total(), page: Some(ranking.into_best()) }
    };
    Contender { name: "gangmu", search: Box::new(search) }
}

/// The configuration that `gangmu` gives `SkimMatcherV2`.
fn product_scores() -> SkimScoreConfig {
    let defaults = SkimScoreConfig::default();
    SkimScoreConfig { bonus_first_char_multiplier: 1, bonus_head: 4, bonus_break: 3, bonus_camel: 2, ..defaults }
}

/// Prints a table of a family; returns, for each of the other contenders and each query, how many times faster the
/// first one is.
fn measure(mut family: Family<'_>, rounds: usize) -> Vec<Vec<f64>> {
    let peers = family.contenders.len() - 1;
    let mut ratios = vec![Vec::new(); peers];
    let names: Vec<&str> = family.contenders.iter().map(|contender| contender.name).collect();
    let heads: Vec<String> = names.iter().map(|name| format!("{name:>9} ms")).collect();
    println!("{:<8}{:>9}{}  ", family.name, "hits", heads.concat());
    for (typed, what) in family.queries {
        let mut times = vec![Vec::with_capacity(rounds); names.len()];
        let mut answers: Vec<Answer> = Vec::with_capacity(names.len());
        for round in 0..rounds {
            for (contender, times) in family.contenders.iter_mut().zip(&mut times) {
                if rounds == QUICK_ROUNDS && round > 1 && times[0] > SLOW {
                    continue;
                }
                let start = Instant::now();
                let answer = black_box((contender.search)(typed));
                times.push(start.elapsed());
                if round == 0 {
                    answers.push(answer);
                }
            }
            if round == 0 {
                check_same(typed, &answers);
            }
        }
        let medians: Vec<f64> = times.iter_mut().map(|times| median(times).as_secs_f64()).collect();
        let cells: Vec<String> = medians.iter().map(|seconds| format!("{:>12.3}", seconds * 1e3)).collect();
        let mut faster = String::new();
        for (peer, ratios) in ratios.iter_mut().enumerate() {
            let (ratio, hits) = (medians[peer + 1] / medians[0], answers[peer + 1].total);
            ratios.push(ratio);
            write!(faster, "  {} ×{ratio:.1}", names[peer + 1]).expect("a string takes everything");
            if hits != answers[0].total {
                write!(faster, " ({hits} hits)").expect("a string takes everything");
            }
        }
        println!("{:<8}{:>9}{}{faster}  {typed}: {what}", "", answers[0].total, cells.concat());
    }
    println!();
    ratios
}

/// Checks that all contenders that return a page return the same. For letters our page has further hits by pinyin,
/// below all that contain these letters.
fn check_same(typed: &str, answers: &[Answer]) {
    let mut given = answers.iter().filter_map(|answer| Some((answer.total, answer.page.as_ref()?)));
    let Some((total, page)) = given.next() else { return };
    let has_letters = typed.contains(|c: char| c.is_ascii_alphabetic());
    for (other_total, other_page) in given {
        assert!(total == other_total || has_letters && total > other_total, "{typed}: {total} and {other_total}");
        let same = if has_letters { other_page.len() } else { page.len() };
        assert_eq!(page[..same], **other_page, "{typed}");
    }
}

fn worst(ratios: impl Iterator<Item = f64>) -> f64 {
    ratios.fold(f64::INFINITY, f64::min)
}

/// The median; of an even number of queries it lies between two.
fn middle(ratios: &[f64]) -> f64 {
    let mut ratios = ratios.to_vec();
    ratios.sort_unstable_by(f64::total_cmp);
    f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2])
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(a: usize, b: usize) -> f64 {
    let exact = |count: usize| f64::from(u32::try_from(count).expect("less than 4 billion"));
    exact(a) / exact(b)
}
