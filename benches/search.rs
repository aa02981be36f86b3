//! How long a keystroke's search takes, beside other matchers on the same headings.
//!
//! `cargo bench --bench search` measures at 100,000 and 1,000,000 headings; `-- --ten-million` adds 10,000,000;
//! `-- --quick` does fewer rounds, in under 50 seconds. One thread each. For every query the contenders take turns, and
//! the median over the rounds counts, so that a busy machine slows all of them alike. Whoever looks for the same is
//! checked to find the same. The last line has the figures of a million headings.

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

/// As many results as are worked out for a screen.
const PAGE: usize = 100;

/// What a contender has found.
struct Answer {
    total: usize,
    /// The first page, from those that look for the same as we do.
    page: Option<Vec<Ranked<u32>>>,
}

/// Somebody who searches.
struct Contender<'a> {
    name: &'static str,
    search: Box<dyn FnMut(&str) -> Answer + 'a>,
}

/// Queries that belong together, and who answers them; the first contender is the one the others are compared with.
struct Family<'a> {
    name: &'static str,
    queries: &'static [(&'static str, &'static str)],
    contenders: Vec<Contender<'a>>,
}

/// How many times faster the first contender is.
struct Ratios {
    worst: f64,
    median: f64,
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

fn main() {
    let has = |flag: &str| std::env::args().any(|arg| arg == flag);
    let is_test = !has("--bench");
    let rounds = if has("--quick") || is_test { 3 } else { 9 };
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

/// Measures everything among so many headings; the figures as `name=value` pairs.
fn measure_at(count: usize, rounds: usize) -> String {
    let headings = headings(count);
    let chars: usize = headings.iter().map(|heading| heading.chars().count()).sum();
    println!("{count} headings of {:.1} characters, median of {rounds} rounds", ratio(chars, count));
    let mut builds = Vec::new();
    let mut index = HeadingIndex::default();
    for _ in 0..rounds.min(3) {
        let start = Instant::now();
        index = HeadingIndex::build(headings.iter().map(String::as_str));
        builds.push(start.elapsed());
    }
    let build_s_per_million = median(&mut builds).as_secs_f64() * 1e6 / ratio(count, 1);
    let bytes_per_item = ratio(index.size_bytes(), count);
    println!("index: {build_s_per_million:.2} s a million, {bytes_per_item:.1} bytes an item\n");
    let ratios = measure(fuzzy_family(&headings, &index), rounds);
    let [frizbee, skim] = ratios.as_slice() else { panic!("two peers") };
    format!(
        "fuzzy_worst_vs_frizbee={:.1} fuzzy_median_vs_frizbee={:.1} fuzzy_worst_vs_skim={:.1} \
         fuzzy_median_vs_skim={:.1} bytes_per_item={bytes_per_item:.1} build_s_per_million={build_s_per_million:.2}",
        frizbee.worst, frizbee.median, skim.worst, skim.median
    )
}

/// Headings of the corpus; some with years, letters and brackets, as real ones have them. They are their own search
/// form, so that nobody has to fold them first.
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
    let ours = |typed: &str| {
        let mut ranking = Ranking::of_best(PAGE);
        let is_done = index.search(
            &Query::parse(typed),
            std::slice::from_ref(&(0..u32::MAX)),
            &mut ranking,
            |item| item,
            || false,
        );
        assert!(is_done, "nothing stops it");
        Answer { total: ranking.total(), page: Some(ranking.into_best()) }
    };
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
            Contender { name: "gangmu", search: Box::new(ours) },
            Contender { name: "frizbee", search: Box::new(frizbee) },
            Contender { name: "skim", search: Box::new(skim) },
        ],
    }
}

/// The configuration that `gangmu` gives `SkimMatcherV2`.
fn product_scores() -> SkimScoreConfig {
    let defaults = SkimScoreConfig::default();
    SkimScoreConfig { bonus_first_char_multiplier: 1, bonus_head: 4, bonus_break: 3, bonus_camel: 2, ..defaults }
}

/// Prints a table of a family; how the first contender compares with each of the others.
fn measure(mut family: Family<'_>, rounds: usize) -> Vec<Ratios> {
    let peers = family.contenders.len() - 1;
    let mut ratios = vec![Vec::new(); peers];
    let names: Vec<&str> = family.contenders.iter().map(|contender| contender.name).collect();
    let heads: Vec<String> = names.iter().map(|name| format!("{name:>9} ms")).collect();
    println!("{:<8}{:>9}{}  ", family.name, "hits", heads.concat());
    for (typed, what) in family.queries {
        let answers: Vec<Answer> = family.contenders.iter_mut().map(|contender| (contender.search)(typed)).collect();
        check_same(typed, &answers);
        let mut times = vec![Vec::with_capacity(rounds); names.len()];
        for _ in 0..rounds {
            for (contender, times) in family.contenders.iter_mut().zip(&mut times) {
                let start = Instant::now();
                black_box((contender.search)(typed));
                times.push(start.elapsed());
            }
        }
        let medians: Vec<f64> = times.iter_mut().map(|times| median(times).as_secs_f64()).collect();
        let cells: Vec<String> = medians.iter().map(|seconds| format!("{:>12.3}", seconds * 1e3)).collect();
        let mut faster = String::new();
        for ((ratios, seconds), name) in ratios.iter_mut().zip(&medians[1..]).zip(&names[1..]) {
            ratios.push(seconds / medians[0]);
            write!(faster, "  {name} ×{:.1}", seconds / medians[0]).expect("a string takes everything");
        }
        println!("{:<8}{:>9}{}{faster}  {typed}: {what}", "", answers[0].total, cells.concat());
    }
    println!();
    ratios.into_iter().map(summary).collect()
}

/// Whoever gives a page gives the same.
fn check_same(typed: &str, answers: &[Answer]) {
    let mut given = answers.iter().filter_map(|answer| Some((answer.total, answer.page.as_ref()?)));
    let Some((total, page)) = given.next() else { return };
    for (other_total, other_page) in given {
        assert_eq!(total, other_total, "{typed}");
        assert_eq!(page, other_page, "{typed}");
    }
}

fn summary(mut ratios: Vec<f64>) -> Ratios {
    ratios.sort_unstable_by(f64::total_cmp);
    let middle = ratios.len() / 2;
    // Of an even number of queries the median lies between two.
    let median = f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[middle]);
    Ratios { worst: ratios[0], median }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(a: usize, b: usize) -> f64 {
    let exact = |count: usize| f64::from(u32::try_from(count).expect("less than 4 billion"));
    exact(a) / exact(b)
}
