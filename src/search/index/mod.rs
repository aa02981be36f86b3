//! The index of titles or headings: who has which character, so that a query looks only at what can match it.
//!
//! Items are kept in blocks of 65,536: 16 bits number the items of a block, and a bitmap of one fits into the nearest
//! cache. A query intersects the postings of its characters, the rarest first, and scores what is left from the codes
//! of the texts; it gives the same hits and scores as [`Query::score`] of every text.

mod block;
mod candidates;
mod coded;
mod plan;
mod postings;
mod word;

use super::Query;
use super::ranking::Ranking;
use block::Block;
use plan::Plan;
use postings::Tallies;
use word::Verdict;

/// Candidates that are looked at between two looks at whether to stop.
const RUN_ITEMS: usize = 1024;

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
        let mut tallies = Tallies::new();
        let mut index = Self::default();
        loop {
            let block = Block::take(&mut items, &mut tallies);
            if block.len() == 0 {
                index.blocks.shrink_to_fit();
                return index;
            }
            index.len += block.len();
            index.blocks.push(block);
        }
    }

    /// How many items it has.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it has no item.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        self.blocks.iter().map(|block| size_of_val(block) + block.size_bytes()).sum()
    }

    /// Adds everything that matches `query` to `ranking`; the first item of the index has there the number `first`.
    ///
    /// Returns false when `should_stop` said so; it is asked every few thousand items at the latest.
    pub fn search(&self, query: &Query, first: u32, ranking: &mut Ranking, should_stop: &dyn Fn() -> bool) -> bool {
        let mut plan = Plan::new(query);
        let mut first = first;
        self.blocks.iter().all(|block| {
            let is_done = search_block(block, &mut plan, first, ranking, should_stop);
            first += block.len() as u32;
            is_done
        })
    }
}

fn search_block(
    block: &Block,
    plan: &mut Plan<'_>,
    first: u32,
    ranking: &mut Ranking,
    should_stop: &dyn Fn() -> bool,
) -> bool {
    if should_stop() {
        return false;
    }
    let candidates = plan.candidates(block);
    if plan.needs_only_counting(ranking.floor()) {
        ranking.count(candidates.len(block.len()));
        return true;
    }
    let mut until_look = RUN_ITEMS;
    candidates.visit(block.len(), |item| {
        until_look -= 1;
        if until_look == 0 {
            until_look = RUN_ITEMS;
            if should_stop() {
                return false;
            }
        }
        match plan.judge(block, item, ranking.floor()) {
            Verdict::Miss => {}
            Verdict::Low => ranking.count(1),
            Verdict::Score(score) => ranking.add(first + item as u32, score),
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;
    use crate::search::Ranked;

    /// What a scan of the texts finds.
    fn scan<T: AsRef<str>>(items: &[T], query: &Query) -> Vec<Ranked> {
        let scores = items.iter().enumerate().filter_map(|(item, text)| Some((item, query.score(text.as_ref())?)));
        let mut hits: Vec<Ranked> = scores.map(|(item, score)| Ranked { item: item as u32, score }).collect();
        hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.item));
        hits
    }

    fn search(index: &HeadingIndex, query: &Query, mut ranking: Ranking) -> (usize, Vec<Ranked>) {
        assert!(index.search(query, 0, &mut ranking, &|| false));
        (ranking.total(), ranking.into_best())
    }

    /// Checks that index and scan agree, for the first page, too.
    #[track_caller]
    fn check<T: AsRef<str>>(items: &[T], index: &HeadingIndex, typed: &str) {
        let query = Query::parse(typed);
        let expected = scan(items, &query);
        let (total, found) = search(index, &query, Ranking::of_all());
        assert_eq!(found, expected, "{typed:?}");
        assert_eq!(total, expected.len(), "{typed:?}");
        for limit in [0, 1, 3] {
            let (total, found) = search(index, &query, Ranking::of_best(limit));
            assert_eq!(found, expected[..limit.min(expected.len())], "{typed:?}, the first {limit}");
            assert_eq!(total, expected.len(), "{typed:?}, the first {limit}");
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
        // U+20000 and U+20800 have one code, and so have U+1F600 and U+1FE00.
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

    #[test]
    fn a_search_stops_when_told() {
        let items: Vec<String> = (0..5 * RUN_ITEMS).map(|number| format!("甲{number}乙")).collect();
        let index = build(&items);
        let looks = Cell::new(0);
        let stop_at_third = || looks.replace(looks.get() + 1) == 2;
        assert!(!index.search(&Query::parse("甲乙"), 0, &mut Ranking::of_all(), &stop_at_third));
        assert_eq!(looks.get(), 3);
        assert!(!index.search(&Query::parse(""), 0, &mut Ranking::of_all(), &|| true));
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[甲乙丙丁aAbＢ1２（）()\\[ /.,-，。·\u{300}\u{3000}]{0,24}",
            2 => "[a-zA-Z0-9 _./-]{0,24}",
            1 => "\\PC{0,24}",
            1 => any::<Vec<char>>().prop_map(String::from_iter),
            1 => ("[甲乙 ]{0,9}", 0..420_usize, "[甲乙丙]{0,9}")
                .prop_map(|(before, gap, after)| format!("{before}{}{after}", "一".repeat(gap))),
        ]
    }

    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[甲乙丙丁aAbＢ1２（.]{1,5}",
            2 => "[!'^]?[甲乙ab1]{1,3}[$]?( [|]?[ !'^]?[甲乙ab1]{1,2}[$]?){0,3}",
            1 => "[a-zA-Z0-9]{1,4}",
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

        /// Words that are certain to be in some of the texts.
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
        fn more_characters_than_any_dictionary_of_13_bits_holds(
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
