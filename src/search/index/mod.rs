//! The index of titles or headings: posting lists of characters, so that a query reads only the items that may match
//! it.
//!
//! Items are stored in blocks of 65,536: 16 bits number the items of a block, and a bitmap of them (8 KiB) fits into
//! the first-level cache. A query intersects the posting lists of its characters, the shortest first, and scores the
//! remaining candidates on their codes. Where its letters may be pinyin, the items that do not match as typed go
//! through a pinyin filter as well. Hits and scores are those of [`Query::score`] for every text.
//!
//! Two bounds save most of the work of a query with very many hits. The ranking knows the score that an item must
//! exceed (its *floor*); scoring stops as soon as an upper bound is not above it, and such items are only counted.
//! For a single character the score depends only on whether it begins a word, so most items are counted from the
//! bitmap without being read.

mod block;
mod candidates;
mod coded;
mod pinyin_plan;
mod postings;
mod query_plan;
mod sparse_scorer;

use std::ops::Range;

use super::Query;
use super::bitmap::{all_below, insert, members, none_below, subtract};
use super::pinyin::{Items, PinyinQuery};
use super::ranking::Ranking;
use block::{Block, IndexBuilder};
use candidates::Candidates;
pub(super) use coded::{CodedText, PADDING, char_of, code_of};
use pinyin_plan::{PinyinPlan, RUN_WORDS};
use query_plan::QueryPlan;
pub(super) use sparse_scorer::{FuzzyWord, Score};

/// An immutable index of items, numbered in their order.
#[derive(Debug, Default)]
pub struct HeadingIndex {
    blocks: Vec<Block>,
    len: usize,
}

impl HeadingIndex {
    /// Builds the index of `items`, on this thread.
    pub fn build<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        let mut items = items.into_iter();
        let mut builder = IndexBuilder::new();
        let mut index = Self::default();
        loop {
            let block = Block::build_next(&mut items, &mut builder);
            if block.len() == 0 {
                index.blocks.shrink_to_fit();
                return index;
            }
            index.len += block.len();
            index.blocks.push(block);
        }
    }

    /// The number of items.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it has no item.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes of memory it takes.
    pub fn size_bytes(&self) -> usize {
        self.blocks.iter().map(|block| size_of_val(block) + block.size_bytes()).sum()
    }

    /// Adds to `ranking` every item in the ranges `within` (ascending and not adjacent) that matches `query`, under
    /// the name that `name` gives to its number. Items with equal scores are added in their order.
    ///
    /// Returns false when `should_stop` said so; it is called every few items.
    pub fn search<T>(
        &self,
        query: &Query,
        within: &[Range<u32>],
        ranking: &mut Ranking<T>,
        name: impl Fn(u32) -> T,
        should_stop: impl Fn() -> bool,
    ) -> bool {
        let Some(uncounted) = self.search_best(query, within, ranking, name, &should_stop) else { return false };
        uncounted.iter().all(|some| some.count(&should_stop).map(|items| ranking.count(items)).is_some())
    }

    /// As [`HeadingIndex::search`], but returns the items that cannot be among the best, uncounted. Counting them is
    /// half of the work where very much matches.
    pub fn search_best<'a, T>(
        &'a self,
        query: &'a Query,
        within: &[Range<u32>],
        ranking: &mut Ranking<T>,
        name: impl Fn(u32) -> T,
        should_stop: impl Fn() -> bool,
    ) -> Option<Vec<Uncounted<'a>>> {
        let pinyin = query.pinyin_terms().map(PinyinPlan::new);
        let plan = QueryPlan::new(query.terms());
        let mut search =
            Search { plan, pinyin, typed: Vec::new(), first: 0, ranking, name, should_stop, uncounted: Vec::new() };
        for block in &self.blocks {
            let clamp = |item: u32| item.saturating_sub(search.first).min(block.len() as u32) as usize;
            // Item numbers are global, ranges within a block local; ranges that end before the block are skipped.
            let behind = within.partition_point(|range| range.end <= search.first);
            let ranges = within[behind..].iter().map(|range| clamp(range.start)..clamp(range.end));
            let ranges: Vec<Range<usize>> = ranges.take_while(|range| !range.is_empty()).collect();
            if !ranges.is_empty() && ((search.should_stop)() || !search.search_block(block, &ranges)) {
                return None;
            }
            search.first += block.len() as u32;
        }
        Some(search.uncounted)
    }
}

/// Items counted but not ranked.
#[derive(Debug)]
pub struct Uncounted<'a> {
    block: &'a Block,
    /// One bit for each item of the block.
    items: Vec<u64>,
    words: &'a PinyinQuery,
}

impl Uncounted<'_> {
    /// The number of them that match; `None` when `should_stop` said so, which is called every few items.
    pub fn count(&self, should_stop: impl Fn() -> bool) -> Option<usize> {
        let is_found = |item: &usize| self.words.matches(self.block.codes(*item));
        let items = self.block.pinyin_filter().narrow(self.words, self.block, &self.items);
        items.chunks(RUN_WORDS).enumerate().try_fold(0, |sum, (run, words)| {
            let items = members(words).map(|item| 64 * RUN_WORDS * run + item);
            (!should_stop()).then(|| sum + items.filter(is_found).count())
        })
    }
}

/// A search that goes from block to block.
struct Search<'a, 'r, T, N, S> {
    plan: QueryPlan<'a>,
    pinyin: Option<PinyinPlan<'a>>,
    /// The items of the block that match as typed, as a bitmap; empty where it is not needed.
    typed: Vec<u64>,
    /// The number of the first item of the block.
    first: u32,
    ranking: &'r mut Ranking<T>,
    name: N,
    should_stop: S,
    uncounted: Vec<Uncounted<'a>>,
}

impl<'a, T, N: Fn(u32) -> T, S: Fn() -> bool> Search<'a, '_, T, N, S> {
    /// Returns false when the search was stopped.
    fn search_block(&mut self, block: &'a Block, ranges: &[Range<usize>]) -> bool {
        let mut within = Candidates::All;
        let is_whole = ranges[0] == (0..block.len());
        if !is_whole {
            within.intersect_ranges(ranges, block.len());
        }
        let mut candidates = self.plan.candidates(block);
        candidates.intersect(within.clone());
        // Items that match as typed must not be added a second time by pinyin.
        if self.pinyin.is_some() {
            self.typed = none_below(block.len());
        }
        self.search_as_typed(block, &candidates, &within) && self.search_pinyin(block, within)
    }

    fn search_as_typed(&mut self, block: &Block, candidates: &Candidates, within: &Candidates) -> bool {
        match self.plan.single_char() {
            Some(char_score) => {
                let mut heads = self.plan.heads(block);
                heads.intersect(within.clone());
                self.score_candidates(block, &heads) && self.add_others(block, candidates, &heads, char_score)
            }
            // An empty query gives every item the score 0. Once the ranking is full of these, the rest is only
            // counted.
            None if self.plan.is_empty() && self.ranking.floor() >= 0 => {
                self.ranking.count(candidates.len(block.len()));
                true
            }
            None => self.score_candidates(block, candidates),
        }
    }

    /// Adds the items that match by pinyin but not as typed.
    fn search_pinyin(&mut self, block: &'a Block, within: Candidates) -> bool {
        let Self { pinyin, typed, first, ranking, name, should_stop, uncounted, .. } = self;
        let Some(pinyin) = pinyin else { return true };
        let mut wanted = within.into_words(block.len()).unwrap_or_else(|| all_below(block.len()));
        subtract(&mut wanted, typed);
        let deferred = pinyin.search(block, &Candidates::Bits(wanted), ranking.floor(), should_stop, |matches| {
            for (item, score) in &matches.found {
                ranking.add(*score, || name(*first + u32::from(*item)));
            }
            ranking.count(matches.low);
            ranking.floor()
        });
        let Some(items) = deferred else { return false };
        if let Some(words) = pinyin.counted().filter(|_| !items.is_empty()) {
            uncounted.push(Uncounted { block, items, words });
        }
        true
    }

    /// Scores each candidate.
    fn score_candidates(&mut self, block: &Block, candidates: &Candidates) -> bool {
        let Self { plan, typed, first, ranking, name, should_stop, .. } = self;
        candidates.visit(block.len(), |run| {
            // Loading the texts of a run together overlaps the cache misses.
            block.fetch(run.iter().copied());
            for item in run {
                let score = plan.score(block, usize::from(*item), ranking.floor());
                if !typed.is_empty() && score != Score::NoMatch {
                    insert(typed, usize::from(*item));
                }
                match score {
                    Score::NoMatch => {}
                    Score::NotAboveFloor => ranking.count(1),
                    Score::Value(score) => ranking.add(score, || name(*first + u32::from(*item))),
                }
            }
            !should_stop()
        })
    }

    /// Adds the candidates that are not among `heads`, all with the same score, without reading their texts.
    ///
    /// They come after `heads`, which score higher: only among equals does the order of adding matter.
    fn add_others(&mut self, block: &Block, candidates: &Candidates, heads: &Candidates, score: i64) -> bool {
        let Self { typed, first, ranking, name, should_stop, .. } = self;
        if !typed.is_empty() {
            *typed = candidates.clone().into_words(block.len()).unwrap_or_else(|| all_below(block.len()));
        }
        if ranking.floor() >= score {
            ranking.count(candidates.len(block.len()) - heads.len(block.len()));
            return true;
        }
        candidates.visit(block.len(), |run| {
            for item in run.iter().filter(|item| !heads.contains(**item)) {
                ranking.add(score, || name(*first + u32::from(*item)));
            }
            !should_stop()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cmp::Reverse;
    use std::slice;

    use proptest::prelude::*;

    use super::*;
    use crate::search::{Ranked, fuzzy};
    use crate::text::shuangpin::PinyinScheme;

    /// The hits of a scan of the texts.
    fn scan<T: AsRef<str>>(items: &[T], query: &Query) -> Vec<Ranked<u32>> {
        let scores = items.iter().enumerate().filter_map(|(item, text)| Some((item, query.score(text.as_ref())?)));
        let mut hits: Vec<Ranked<u32>> = scores.map(|(item, score)| Ranked { item: item as u32, score }).collect();
        hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.item));
        hits
    }

    fn search(
        index: &HeadingIndex,
        query: &Query,
        within: Range<u32>,
        mut ranking: Ranking<u32>,
    ) -> (usize, Vec<Ranked<u32>>) {
        assert!(index.search(query, slice::from_ref(&within), &mut ranking, |item| item, || false));
        (ranking.total(), ranking.into_best())
    }

    /// Checks that index and scan agree, for the first page, too.
    #[track_caller]
    fn check<T: AsRef<str>>(items: &[T], index: &HeadingIndex, typed: &str) {
        check_query(items, index, typed, &Query::parse(typed));
    }

    #[track_caller]
    fn check_query<T: AsRef<str>>(items: &[T], index: &HeadingIndex, typed: &str, query: &Query) {
        let expected = scan(items, query);
        let (total, found) = search(index, query, 0..u32::MAX, Ranking::of_all());
        assert_eq!(found, expected, "{typed:?}");
        assert_eq!(total, expected.len(), "{typed:?}");
        for limit in [0, 1, 3] {
            let (total, found) = search(index, query, 0..u32::MAX, Ranking::of_best(limit));
            assert_eq!(found, expected[..limit.min(expected.len())], "{typed:?}, the first {limit}");
            assert_eq!(total, expected.len(), "{typed:?}, the first {limit}");
        }
        let len = items.len() as u32;
        let holes: Vec<Range<u32>> = (0..len).step_by(3).map(|start| start..start + 1).collect();
        let mut ranking = Ranking::of_all();
        assert!(index.search(query, &holes, &mut ranking, |item| item, || false));
        let found = ranking.into_best();
        let every_third: Vec<_> = expected.iter().copied().filter(|hit| hit.item % 3 == 0).collect();
        assert_eq!(found, every_third, "{typed:?} in every third item");
        for within in [0..len / 2, len / 3..len, len / 3..len / 2, len..len + 9] {
            let mut expected = expected.clone();
            expected.retain(|hit| within.contains(&hit.item));
            let (_, found) = search(index, query, within.clone(), Ranking::of_all());
            assert_eq!(found, expected, "{typed:?} within {within:?}");
        }
    }

    fn build<T: AsRef<str>>(items: &[T]) -> HeadingIndex {
        HeadingIndex::build(items.iter().map(AsRef::as_ref))
    }

    #[track_caller]
    fn check_all(items: &[&str], queries: &[&str]) {
        let index = build(items);
        assert_eq!(index.len(), items.len());
        for typed in queries {
            check(items, &index, typed);
        }
    }

    #[test]
    fn every_kind_of_term_goes_through_the_index() {
        check_all(
            &[
                "推进双减工作",
                "双宝中学推动防灾减灾",
                "（双减）",
                "",
                "ＡＩ教育",
                "ai",
                "民办双减",
                "通知",
                "通知的通知",
            ],
            &[
                "",
                "双减",
                "'双减",
                "^双",
                "减$",
                "^ai$",
                "!双",
                "!双减 教",
                "双减 | ai",
                "双减 | !民办",
                "双 减 !^民",
                "ａｉ教",
                "无",
                "双无",
                "无 | 双",
                "通知$",
                "'通知",
                "^通知$",
                "!通知$ 通",
            ],
        );
    }

    #[test]
    fn characters_that_share_a_code_are_told_apart() {
        // U+20000 and U+20800 share a code, and so do U+1F600 and U+1FE00.
        let items = ["甲\u{20000}", "甲\u{20800}", "\u{20800}\u{20000}甲", "甲😀乙", "甲\u{1FE00}乙", "甲乙"];
        check_all(
            &items,
            &["\u{20000}", "\u{20800}", "甲\u{20800}", "'\u{20800}\u{20000}", "甲乙", "😀", "!😀", "😀 | \u{20000}"],
        );
    }

    #[test]
    fn an_index_of_several_blocks_numbers_through() {
        let items: Vec<String> = (0..2 * block::BLOCK_ITEMS + 3).map(|number| format!("第{number}项")).collect();
        let index = build(&items);
        assert_eq!(index.len(), items.len());
        for typed in ["项", "^第131", "7777 | 6553", "131074"] {
            check(&items, &index, typed);
        }
    }

    #[test]
    fn no_item_is_too_long() {
        let mut items: Vec<String> = (0..4).map(|times| "教育".repeat(times * times * times * 40)).collect();
        items[3].push_str("甲乙");
        let index = build(&items);
        for typed in ["教", "育教", "甲乙", "甲 乙", "乙$", "教育甲", "育甲乙", &"教".repeat(500)] {
            check(&items, &index, typed);
        }
    }

    /// A character that begins a word scores higher, but not beyond the limit of fuzzy matching.
    #[test]
    fn a_single_character_is_ranked_in_long_items() {
        let gap = "一".repeat(fuzzy::FUZZY_CHARS);
        let items: Vec<String> =
            ["一甲", &format!("一甲{gap} 甲"), &format!("{gap} 甲"), &format!("{gap}.甲"), "一甲", "(甲", "-甲", "甲"]
                .map(str::to_owned)
                .to_vec();
        check(&items, &build(&items), "甲");
        let reversed: Vec<String> = items.into_iter().rev().collect();
        check(&reversed, &build(&reversed), "甲");
    }

    #[test]
    fn a_search_stops_when_told() {
        let items: Vec<String> = (0..5000).map(|number| format!("甲{number}乙")).collect();
        let index = build(&items);
        for typed in ["甲乙", "5", "", "甲 | 乙"] {
            let looks = Cell::new(0);
            let stop_at_third = || looks.replace(looks.get() + 1) == 2;
            let mut ranking = Ranking::of_all();
            let is_done = index.search(
                &Query::parse(typed),
                slice::from_ref(&(0..u32::MAX)),
                &mut ranking,
                |item| item,
                stop_at_third,
            );
            assert!(!is_done, "{typed}");
            assert_eq!(looks.get(), 3, "{typed}");
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[甲乙丙丁aAbＢ1２（）()\\[ /.,-，。·\u{300}\u{3000}]{0,24}",
            2 => "[a-zA-Z0-9 _./-]{0,24}",
            1 => "\\PC{0,24}",
            1 => any::<Vec<char>>().prop_map(String::from_iter),
            1 => ("[甲乙 ]{0,9}", 0..420_usize, "[甲乙丙 (.]{0,9}")
                .prop_map(|(before, gap, after)| format!("{before}{}{after}", "一".repeat(gap))),
        ]
    }

    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[甲乙丙丁aAbＢ1２（.]{1,5}",
            2 => "[!'^]?[甲乙ab1]{1,3}[$]?( [|]?[ !'^]?[甲乙ab1]{1,2}[$]?){0,3}",
            1 => "[a-zA-Z0-9]{1,4}",
            2 => "(jia|yi|j|y|d|ding|b|bin|甲|a|1){1,3}( ([jyd]|yi|!?甲|1)| [|] (d|乙|jia)){0,2}",
            1 => "\\PC{0,6}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn index_and_scan_agree(
            items in prop::collection::vec(text(), 0..80), queries in prop::collection::vec(typed(), 1..6)
        ) {
            let index = build(&items);
            for typed in queries {
                check(&items, &index, &typed);
            }
        }
    }

    /// Headings with characters of several readings, at heads and elsewhere.
    fn heading() -> impl Strategy<Value = String> {
        prop_oneof![
            9 => "[重庆西安县旅略长乐参与和不了双减单薄教育局加强][重庆西安县双减教育局加强a1，（“ か]{0,9}",
            1 => ("[教育 ]{0,3}", 380..420_usize, "[教育（ j]{0,4}")
                .prop_map(|(before, gap, after)| format!("{before}{}{after}", "一".repeat(gap))),
        ]
    }

    fn spelling() -> impl Strategy<Value = String> {
        let word = "(j|y|jy|sh|zh|jia|jiao|yu|xian|xi|an|a|lv|chang|qing|d1|教|双j|重q|q庆|jiaoyu|shuangj|jqjy|1){1,2}";
        (word, prop::option::weighted(0.4, "( jy| a| !教| 教| [|] xi| [|] 育|  安 j)"))
            .prop_map(|(word, others)| word + &others.unwrap_or_default())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Enough items for the pinyin filter to be used.
        #[test]
        fn index_and_scan_find_the_same_by_pinyin(
            items in prop::collection::vec(heading(), 300..700),
            queries in prop::collection::vec(spelling(), 1..6),
            scheme in prop::sample::select(&PinyinScheme::ALL),
            is_gapped in any::<bool>(),
        ) {
            let index = build(&items);
            for typed in queries.iter().map(String::as_str).chain(["j", "sh", "jy", "jia", "u", "jnyu", "isq;"]) {
                let query = Query::parse_in(typed, scheme);
                let query = if is_gapped { query.with_gapped_pinyin() } else { query };
                check_query(&items, &index, typed, &query);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Words that occur in some of the texts.
        #[test]
        fn words_of_the_texts_are_found(items in prop::collection::vec(text(), 1..20), mask in any::<u64>()) {
            let index = build(&items);
            for item in &items {
                let chars = item.chars().filter(|c| !c.is_whitespace()).enumerate();
                let word: String = chars.filter(|(place, _)| mask >> (place % 64) & 1 == 1).map(|(_, c)| c).collect();
                check(&items, &index, &word);
                check(&items, &index, &format!("'{item}"));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]

        #[test]
        fn more_than_8192_different_characters_are_indexed(
            seed in 0..1000_u32, words in prop::collection::vec((0..30_000_u32, 0..30_000_u32), 4)
        ) {
            let char_at = |number: u32| char::from_u32(0x3400 + number % 22_000).expect("a 汉字");
            let items: Vec<String> =
                (0..3000).map(|item| (0..6).map(|place| char_at(seed + item * 7 + place * place * 31)).collect()).collect();
            let index = build(&items);
            for (first, second) in words {
                check(&items, &index, &String::from_iter([char_at(first), char_at(second)]));
                let item: Vec<char> = items[first as usize % items.len()].chars().collect();
                check(&items, &index, &String::from_iter([item[1], item[4]]));
            }
        }
    }
}
