//! Tests of full-text search against a slow, obvious reference, with and without the index of bigrams.

use proptest::prelude::*;

use super::*;
use crate::text::fold::search_form;

/// Takes every two lines of a text for an item.
fn item_at(text: &str, at: usize) -> Range<usize> {
    let mut starts: Vec<usize> = text.match_indices('\n').map(|(end, _)| end + 1).collect();
    starts.insert(0, 0);
    let items: Vec<usize> = starts.into_iter().step_by(2).collect();
    let index = items.partition_point(|start| *start <= at) - 1;
    items[index]..items.get(index + 1).copied().unwrap_or(text.len())
}

fn form(text: &str) -> Vec<char> {
    text.chars().map(search_form).collect()
}

/// The sentences of a text, as ranges of characters, line ends left out.
fn sentences(chars: &[char]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in 1..=chars.len() {
        let is_end_run = |c: char| "。！？!?".contains(c);
        let is_closer = |c: char| "”’\"'）)」』》〉】］]".contains(c);
        let run = chars[start..end].iter().rev().take_while(|c| is_end_run(**c) || is_closer(**c));
        let has_ended = run.clone().any(|c| is_end_run(*c));
        let goes_on = chars.get(end).is_some_and(|c| is_end_run(*c) || is_closer(*c));
        if chars[end - 1] == '\n' {
            sentences.push(start..end - 1);
            start = end;
        } else if has_ended && !goes_on || end == chars.len() {
            sentences.push(start..end);
            start = end;
        }
    }
    sentences
}

fn places(chars: &[char], word: &[char], within: &Range<usize>) -> Vec<Range<usize>> {
    let starts = within.start..(within.end + 1).saturating_sub(word.len()).max(within.start);
    starts.filter(|at| chars[*at..].starts_with(word)).map(|at| at..at + word.len()).collect()
}

/// The hits in one text, as ranges of bytes.
fn reference(text: &str, query: &TextQuery) -> Vec<Range<usize>> {
    let chars = form(text);
    let words: Vec<Vec<char>> = query.words().iter().map(|word| word.form.chars().collect()).collect();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let all = 0..chars.len();
    let sentences = sentences(&chars);
    let units: Vec<Range<usize>> = match query.within() {
        _ if words.len() == 1 => vec![all],
        Within::Notice => vec![all],
        Within::Sentence => sentences.clone(),
        Within::Item => {
            let mut units: Vec<Range<usize>> = bytes[..chars.len()].iter().map(|at| item_at(text, *at)).collect();
            units.dedup();
            let char_of = |byte: usize| bytes.partition_point(|start| *start < byte);
            units.into_iter().map(|unit| char_of(unit.start)..char_of(unit.end)).collect()
        }
    };
    let mut hits: Vec<Range<usize>> = Vec::new();
    for unit in units {
        let found: Vec<Vec<Range<usize>>> = words.iter().map(|word| places(&chars, word, &unit)).collect();
        if found.is_empty() || found.iter().any(Vec::is_empty) {
            continue;
        }
        let mut covers: Vec<Range<usize>> = found
            .into_iter()
            .flatten()
            .map(|place| {
                let holds = |at: usize| sentences.iter().find(|range| range.contains(&at)).expect("all are in one");
                holds(place.start).start..holds(place.end - 1).end
            })
            .collect();
        covers.sort_unstable_by_key(|cover| (cover.start, cover.end));
        for cover in covers {
            match hits.last_mut().filter(|last| cover.start < last.end) {
                Some(last) => last.end = last.end.max(cover.end),
                None => hits.push(cover),
            }
        }
    }
    hits.into_iter().map(|hit| bytes[hit.start]..bytes[hit.end]).collect()
}

/// Searches, and checks invariants of the result.
fn search(index: &Index, texts: &[String], query: &TextQuery, wanted_hits: usize) -> (Vec<TextHits>, Total) {
    let mut reported = Vec::new();
    let item_at = |text: usize, at: usize| item_at(&texts[text], at);
    let request = Request { query, item_at: &item_at, from_text: 0, wanted_hits, should_stop: &|| false };
    let total = index.search(&request, &mut |found| reported.push(found)).expect("nothing stops it");
    for found in &reported {
        let original = &texts[found.text];
        for hit in &found.hits {
            assert!(!hit.matches.is_empty());
            for place in &hit.matches {
                assert!(hit.sentence.start <= place.start && place.end <= hit.sentence.end);
                let spelled: String = form(&original[place.clone()]).into_iter().collect();
                assert!(query.words().iter().any(|word| spelled.contains(&word.form)), "{spelled}");
            }
        }
    }
    let hits: usize = reported.iter().map(|found| found.hits.len()).sum();
    assert!(hits == wanted_hits || hits == total.hits && reported.len() == total.texts);
    (reported, total)
}

/// Checks both ways of searching against the reference.
#[track_caller]
fn check(texts: &[String], query: &TextQuery) {
    let expected: Vec<(usize, Vec<Range<usize>>)> = texts
        .iter()
        .enumerate()
        .map(|(text, original)| (text, reference(original, query)))
        .filter(|(_, hits)| !hits.is_empty())
        .collect();
    let all = || texts.iter().map(String::as_str);
    let mut filtered = Index::without_filter(all());
    filtered.bigrams = Some(BigramIndex::new(filtered.texts.folded()));
    for index in [Index::without_filter(all()), filtered] {
        let (reported, total) = search(&index, texts, query, usize::MAX);
        let found: Vec<(usize, Vec<Range<usize>>)> = reported
            .into_iter()
            .map(|found| (found.text, found.hits.into_iter().map(|hit| hit.sentence).collect()))
            .collect();
        assert_eq!(found, expected, "{query:?} in {texts:?}");
        for wanted in [0, 1, 3] {
            assert_eq!(search(&index, texts, query, wanted).1, total);
        }
    }
}

#[test]
fn words_stand_in_one_sentence_item_or_notice() {
    let texts = ["甲。乙。\n丙\n丁甲乙\n戊".to_owned(), "乙".to_owned(), "甲丙".to_owned()];
    let count = |typed: &str, within| {
        let query = TextQuery::parse(typed, within);
        check(&texts, &query);
        let (_, total) = search(&Index::new(texts.iter().map(String::as_str)), &texts, &query, 9);
        (total.hits, total.texts)
    };
    assert_eq!(count("甲 乙", Within::Sentence), (1, 1));
    assert_eq!(count("甲 乙", Within::Item), (3, 1));
    assert_eq!(count("丙 乙", Within::Item), (2, 1));
    assert_eq!(count("丙 戊", Within::Item), (0, 0));
    assert_eq!(count("丙 戊", Within::Notice), (2, 1));
    assert_eq!(count("甲", Within::Notice), (3, 2));
    assert_eq!(count("甲。乙", Within::Item), (1, 1));
    assert_eq!(count("", Within::Sentence), (0, 0));
}

#[test]
fn a_search_can_begin_later_and_be_stopped() {
    let texts: Vec<String> = (0..9).map(|number| format!("第{number}项。工作。\n")).collect();
    let index = Index::new(texts.iter().map(String::as_str));
    let query = TextQuery::parse("项", Within::Sentence);
    let item_at = |text: usize, at: usize| item_at(&texts[text], at);
    let request = Request { query: &query, item_at: &item_at, from_text: 7, wanted_hits: 1, should_stop: &|| false };
    let mut reported = Vec::new();
    let total = index.search(&request, &mut |found| reported.push(found));
    assert_eq!(total, Some(Total { hits: 2, texts: 2 }));
    let hit = TextHit { sentence: 0..10, matches: std::iter::once(4..7).collect() };
    assert_eq!(reported, [TextHits { text: 7, count: 1, hits: vec![hit] }]);
    let beyond = Request { from_text: 9, ..request };
    assert_eq!(index.search(&beyond, &mut |_| ()), Some(Total::default()));
    let stopped = Request { should_stop: &|| true, ..request };
    assert_eq!(index.search(&stopped, &mut |_| ()), None);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "([甲乙ａＡ]|[，。”\n！])?([甲乙丙aA]|[，。”\n ]){0,30}",
        // Long enough for words to lie across block borders.
        "(甲{1300}，?乙?。?){1,2}([甲乙]{100}\n?){0,3}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn hits_are_those_of_the_reference(
        texts in proptest::collection::vec(text(), 0..4),
        typed in "[甲乙丙aＡ。，”]{1,3}( [甲乙丙a。”]{1,3}){0,2}",
        within in prop_oneof![Just(Within::Sentence), Just(Within::Item), Just(Within::Notice)]
    ) {
        check(&texts, &TextQuery::parse(&typed, within));
    }
}
