//! Tests of pinyin matching against a slow, obvious reference.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::automaton::MatchClass;
use super::*;
use crate::search::bitmap::{contains, insert, members, none_below};
use crate::text::pinyin::PinyinTable;

/// Items with their filter.
struct Known {
    codes: Vec<Vec<u16>>,
    /// All codes that occur in an item.
    every_code: Vec<u16>,
    filter: PinyinFilter,
}

/// An item that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    item: usize,
    rank: Rank,
}

impl Items for Known {
    fn count(&self) -> usize {
        self.codes.len()
    }

    fn codes(&self, item: usize) -> &[u16] {
        &self.codes[item]
    }

    fn known_codes(&self) -> &[u16] {
        &self.every_code
    }

    fn add_having(&self, known: usize, set: &mut [u64]) {
        let items = self.codes.iter().enumerate().filter(|(_, codes)| codes.contains(&self.every_code[known]));
        items.for_each(|(item, _)| insert(set, item));
    }
}

impl Known {
    fn new<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        let codes: Vec<Vec<u16>> = items.into_iter().map(codes_of).collect();
        let every_code: BTreeSet<u16> = codes.iter().flatten().copied().collect();
        let filter = PinyinFilter::new(codes.iter().map(Vec::as_slice));
        Self { codes, every_code: every_code.into_iter().collect(), filter }
    }

    /// The hits, checked to be the same with any effort, and that no item is certain twice or unverified twice.
    fn search(&self, query: &PinyinQuery, within: Option<&[u64]>) -> Vec<Hit> {
        let hits = self.search_with(query, within, FilterEffort::Full);
        for effort in [FilterEffort::Minimal, FilterEffort::Pairs] {
            assert_eq!(self.search_with(query, within, effort), hits, "{effort:?}");
        }
        hits
    }

    fn search_with(&self, query: &PinyinQuery, within: Option<&[u64]>, effort: FilterEffort) -> Vec<Hit> {
        let prefiltered = self.filter.filter(query, self, within, effort);
        let certain =
            prefiltered.certain.iter().flat_map(|(rank, items)| members(items).map(|item| Hit { item, rank: *rank }));
        let unverified = || {
            prefiltered
                .unverified
                .iter()
                .flat_map(|Unverified { bound, items }| members(items).map(|item| (item, *bound)))
        };
        let looked_at = unverified().filter_map(|(item, bound)| {
            let may_have_letters = prefiltered.with_letters.as_ref().is_none_or(|items| contains(items, item));
            let rank = query.rank_bounded(&self.codes[item], if may_have_letters { Rank::BEST } else { bound })?;
            let is_certain =
                prefiltered.certain.iter().any(|(certain, items)| *certain <= rank && contains(items, item));
            assert!(may_have_letters || is_certain || rank >= bound, "{rank:?} is better than {bound:?}");
            Some(Hit { item, rank })
        });
        let mut hits: Vec<Hit> = certain.chain(looked_at).collect();
        if prefiltered.with_letters.is_some() {
            let mut others = none_below(self.codes.len());
            let is_certain = |item: usize| prefiltered.certain.iter().any(|(_, items)| contains(items, item));
            unverified().filter(|(item, _)| !is_certain(*item)).for_each(|(item, _)| insert(&mut others, item));
            let narrowed = self.filter.narrow(query, self, &others);
            let is_lost = |item: &usize| !contains(&narrowed, *item) && query.matches(&self.codes[*item]);
            assert_eq!(members(&others).find(is_lost), None, "narrowed too much");
        }
        hits.sort_by_key(|hit| (hit.item, hit.rank));
        hits.dedup_by_key(|hit| hit.item);
        let unverified_once: BTreeSet<usize> = unverified().map(|(item, _)| item).collect();
        assert_eq!(unverified_once.len(), unverified().count(), "unverified twice");
        for (place, (_, items)) in prefiltered.certain.iter().enumerate() {
            let others = prefiltered.certain[..place].iter();
            assert!(others.flat_map(|(_, others)| members(others)).all(|item| !contains(items, item)), "certain twice");
        }
        hits
    }
}

/// Compiles a query typed in quanpin.
fn parse(typed: &str, adjacency: Adjacency) -> PinyinQuery {
    parse_in(typed, PinyinScheme::Full, adjacency)
}

/// Compiles a query typed in a given scheme.
fn parse_in(typed: &str, scheme: PinyinScheme, adjacency: Adjacency) -> PinyinQuery {
    let folded: String = typed.chars().map(search_form).collect();
    PinyinQuery::of_words(folded.split_whitespace(), scheme, adjacency)
}

/// Checks the matches of a query: the matched characters, drawn below the text, and the class of the match.
#[track_caller]
fn check(typed: &str, cases: &[(&str, Option<(&str, MatchClass)>)]) {
    check_in(PinyinScheme::Full, typed, cases);
}

/// The same for a given scheme.
#[track_caller]
fn check_in(scheme: PinyinScheme, typed: &str, cases: &[(&str, Option<(&str, MatchClass)>)]) {
    let index = Known::new(cases.iter().map(|(text, _)| *text));
    let query = parse_in(typed, scheme, Adjacency::Contiguous);
    let hits = index.search(&query, None);
    for (item, (text, expected)) in cases.iter().enumerate() {
        let found = query.find(text);
        let drawn = found.as_ref().map(|found| (draw(text, &found.positions), found.rank.class));
        assert_eq!(drawn, expected.map(|(drawn, class)| (drawn.to_owned(), class)), "{typed} in {text}");
        let hit = hits.iter().find(|hit| hit.item == item);
        assert_eq!(hit.map(|hit| hit.rank), found.map(|found| found.rank), "{typed} in {text}");
    }
}

/// `^` for a character that was found and `.` for any other.
fn draw(text: &str, positions: &[u32]) -> String {
    text.char_indices().map(|(start, _)| if positions.contains(&(start as u32)) { '^' } else { '.' }).collect()
}

#[test]
fn every_spelling_matches() {
    let cases = |class| [("推进双减工作", Some(("..^^..", class))), ("推进工作", None), ("双方加减", None)];
    check("shuangjian", &cases(MatchClass::Full));
    check("shuangj", &cases(MatchClass::Mixed));
    check("sj", &[("推进双减工作", Some(("..^^..", MatchClass::Initials))), ("双方", None)]);
    check("shj", &cases(MatchClass::Initials));
    check("shuangjia", &cases(MatchClass::Mixed));
    check("sjian", &cases(MatchClass::Mixed));
    check("双j", &[("推进双减工作", Some(("..^^..", MatchClass::Initials))), ("爽健", None)]);
    check("SJ", &[("双减", Some(("^^", MatchClass::Initials)))]);
    check("ｓｊ", &[("双减", Some(("^^", MatchClass::Initials)))]);
    check("双减", &[("双减", Some(("^^", MatchClass::Literal))), ("爽健", None)]);
    check("s", &[("推进双减", Some(("..^.", MatchClass::Initials))), ("教育", None)]);
    check("shuan", &[("双减", Some(("^.", MatchClass::Mixed))), ("栓", Some(("^", MatchClass::Full)))]);
}

#[test]
fn two_keys_find_a_syllable() {
    use PinyinScheme::{Abc, Jiajia, Microsoft, Sogou, Xiaohe, Ziguang, Ziranma};
    const WORDS: [&str; 6] = ["教育", "双减", "安全", "绿色", "儿童", "重庆"];
    let typed = [
        (Xiaohe, "jnyu uljm anqr lvse erts isqk"),
        (Ziranma, "jcyu udjm anqr lvse erts isqy"),
        (Microsoft, "jcyu udjm ojqr lyse orts isq;"),
        (Sogou, "jcyu udjm ojqr lyse orts isq;"),
        (Abc, "jzyu vtjw ojqp lvse orts esqy"),
        (Jiajia, "jkyu ihjj afqc lvse eqty uyqq"),
        (Ziguang, "jbyu igjf orql lvse ojth ahq;"),
    ];
    for (scheme, typed) in typed {
        for (index, typed) in typed.split(' ').enumerate() {
            let of_word = |word: &'static str| (word, (word == WORDS[index]).then_some(("^^", MatchClass::Full)));
            check_in(scheme, typed, &WORDS.map(of_word));
        }
    }
}

#[test]
fn keys_mix_with_initials_and_characters() {
    let check =
        |typed: &str, cases: &[(&str, Option<(&str, MatchClass)>)]| check_in(PinyinScheme::Xiaohe, typed, cases);
    let cases = |class| [("推进双减工作", Some(("..^^..", class))), ("推进工作", None), ("双方加减", None)];
    check("uljm", &cases(MatchClass::Full));
    check("ulj", &cases(MatchClass::Mixed));
    check("ujm", &cases(MatchClass::Mixed));
    check("uj", &cases(MatchClass::Initials));
    check("sj", &cases(MatchClass::Initials));
    check("双jm", &cases(MatchClass::Full));
    check("双j", &cases(MatchClass::Initials));
    check("ul减", &cases(MatchClass::Full));
    check("ＵＬＪＭ", &cases(MatchClass::Full));
    check("jy", &[("教育", Some(("^^", MatchClass::Initials))), ("军队", Some(("^.", MatchClass::Full)))]);
    check("v", &[("中国", Some(("^.", MatchClass::Initials))), ("安全", None)]);
    check("i", &[("成长", Some(("^.", MatchClass::Initials))), ("教育", None)]);
    check("aq", &[("安全", Some(("^^", MatchClass::Initials)))]);
    check("oq", &[("安全", None)]);
    check_in(PinyinScheme::Microsoft, "oq", &[("安全", Some(("^^", MatchClass::Initials)))]);
    check_in(PinyinScheme::Microsoft, "aq", &[("安全", Some(("^^", MatchClass::Initials)))]);
    check("shuangjian", &[("双减", None)]);
    check("lt", &[("略", Some(("^", MatchClass::Full)))]);
    check("uivi", &[("市直", Some(("^^", MatchClass::Full))), ("市、直", Some(("^.^", MatchClass::Full)))]);
}

#[test]
fn every_reading_has_its_keys() {
    let is_rare = |typed: &str| {
        let found = parse_in(typed, PinyinScheme::Xiaohe, Adjacency::Contiguous).find("重庆市");
        found.map(|found| found.rank.is_rare)
    };
    assert_eq!((is_rare("isqk"), is_rare("vsqk")), (Some(true), Some(false)));
    assert_eq!((is_rare("iq"), is_rare("vq")), (Some(true), Some(false)));
}

#[test]
fn a_semicolon_is_a_key_where_it_ends_a_syllable() {
    let check =
        |typed: &str, cases: &[(&str, Option<(&str, MatchClass)>)]| check_in(PinyinScheme::Microsoft, typed, cases);
    check("q;jy", &[("重庆教育", Some((".^^^", MatchClass::Mixed))), ("庆;教育", Some(("^.^^", MatchClass::Mixed)))]);
    check("q；", &[("重庆", Some((".^", MatchClass::Full))), ("q;", None)]);
    check("jy;", &[("教英", Some(("^^", MatchClass::Mixed))), ("教育", None)]);
    check("教;", &[("教育", Some(("^.", MatchClass::Literal)))]);
    check(";jy", &[("教育", Some(("^^", MatchClass::Initials)))]);
    check_in(PinyinScheme::Xiaohe, "jy;", &[("教育", Some(("^^", MatchClass::Initials)))]);
}

#[test]
fn u_with_dots_is_typed_as_v() {
    for typed in ["lvyou", "lüyou", "ly"] {
        let class = if typed == "ly" { MatchClass::Initials } else { MatchClass::Full };
        check(
            typed,
            &[("文化旅游局", Some(("..^^.", class))), ("路由", if typed == "ly" { Some(("^^", class)) } else { None })],
        );
    }
    check("celve", &[("策略", Some(("^^", MatchClass::Full)))]);
    check("celue", &[("策略", Some(("^^", MatchClass::Full)))]);
}

#[test]
fn every_reading_matches_and_rare_ones_rank_lower() {
    let is_rare =
        |typed: &str, text: &str| parse(typed, Adjacency::Contiguous).find(text).map(|found| found.rank.is_rare);
    assert_eq!(is_rare("chongqing", "重庆市"), Some(true));
    assert_eq!(is_rare("zhongqing", "重庆市"), Some(false));
    assert_eq!(is_rare("cq", "重庆市"), Some(true));
    assert_eq!(is_rare("zq", "重庆市"), Some(false));
    assert_eq!(is_rare("hangzhou", "杭州"), Some(false));
}

#[test]
fn letters_and_digits_stand_for_themselves() {
    check("ai", &[("推进AI教育", Some(("..^^..", MatchClass::Literal))), ("爱心", Some(("^.", MatchClass::Full)))]);
    check(
        "aijy",
        &[("推进ＡＩ教育", Some(("..^^^^", MatchClass::Initials))), ("爱教育", Some(("^^^", MatchClass::Mixed)))],
    );
    check("2024gz", &[("2024年工作", None), ("2024工作", Some(("^^^^^^", MatchClass::Initials)))]);
}

#[test]
fn punctuation_between_does_not_count() {
    check(
        "zxx",
        &[
            ("中、小学", Some(("^.^^", MatchClass::Initials))),
            ("（中）“小学”", Some((".^..^^.", MatchClass::Initials))),
        ],
    );
    check("jy(jx)", &[("教育教学", Some(("^^^^", MatchClass::Initials)))]);
}

#[test]
fn all_words_must_be_there() {
    check("jx jy", &[("教育教学", Some(("^^^^", MatchClass::Initials))), ("教育", None), ("教学", None)]);
    check("jiao yu", &[("教育", Some(("^^", MatchClass::Full))), ("语文教师", Some(("^.^.", MatchClass::Full)))]);
    check("jy 2024", &[("2024年教育", Some(("^^^^.^^", MatchClass::Initials)))]);
}

#[test]
fn words_that_cannot_match_find_nothing() {
    for typed in ["", " ", "()", "，。"] {
        assert!(parse(typed, Adjacency::Contiguous).is_empty(), "{typed:?}");
    }
    let long = "a".repeat(64);
    for typed in ["", "𠀀", "jy𠀀", &long, &format!("jy {long}")] {
        check(typed, &[("教育𠀀", None), ("", None), (&"啊".repeat(70), None)]);
    }
}

#[test]
fn gaps_are_allowed_when_asked_for() {
    let query = parse("shuangjxd", Adjacency::Gapped);
    let found = query.find("双双推进减负行动").expect("it is there");
    assert_eq!(draw("双双推进减负行动", &found.positions), ".^..^.^^");
    assert_eq!(found.rank, Rank { class: MatchClass::Gapped, is_rare: false });
    assert_eq!(query.find("行动双减"), None);
}

#[test]
fn long_items_and_many_items_are_searched_to_the_end() {
    let long = format!("{}教育", "一".repeat(200));
    let items: Vec<String> = (0..3 * 512 + 5).map(|number| format!("第{number}项")).chain([long]).collect();
    let index = Known::new(items.iter().map(String::as_str));
    let query = |typed| parse(typed, Adjacency::Contiguous);
    let hits = |typed| index.search(&query(typed), None);
    assert_eq!(hits("jiaoyu")[0].item, items.len() - 1);
    assert_eq!(hits("x").len(), items.len() - 1);
    assert_eq!(hits("d1540x").len(), 1);
    let within = [0, 1 << 5, 0, 0, 0, 0, 0, 0, 0, 0b101];
    let found: Vec<usize> = index.search(&query("x"), Some(&within)).iter().map(|hit| hit.item).collect();
    assert_eq!(found, [64 + 5, 9 * 64, 9 * 64 + 2]);
}

// ---------------------------------------------------------------------------------------------------------------------
// The reference
// ---------------------------------------------------------------------------------------------------------------------

/// The matches of a character with the first letters of a word: the number of letters, the class of that match alone,
/// and whether the reading is rare.
fn ways(c: char, rest: &[char], scheme: PinyinScheme) -> Vec<(usize, MatchClass, bool)> {
    let mut ways = Vec::new();
    if rest.first() == Some(&c) {
        ways.push((1, MatchClass::Literal, false));
    }
    ways.extend(if scheme == PinyinScheme::Full { spelled(c, rest) } else { keyed(c, rest, scheme) });
    ways
}

/// Its matches by readings in shuangpin.
fn keyed(c: char, rest: &[char], scheme: PinyinScheme) -> Vec<(usize, MatchClass, bool)> {
    let mut ways = Vec::new();
    let table = PinyinTable::global();
    for reading in &table.readings()[table.of(c).index()] {
        let name = table.syllables().nth(reading.syllable.into()).expect("it is there");
        let mut initials = vec![name.chars().next().expect("not empty")];
        for pair in scheme.pairs_of(name) {
            let pair = pair.map(char::from);
            initials.push(pair[0]);
            if rest.starts_with(&pair) {
                ways.push((2, MatchClass::Full, !reading.is_usual));
            }
        }
        if initials.contains(&rest[0]) {
            ways.push((1, MatchClass::Initials, !reading.is_usual));
        }
    }
    ways
}

/// Its matches by readings in quanpin.
fn spelled(c: char, rest: &[char]) -> Vec<(usize, MatchClass, bool)> {
    let mut ways = Vec::new();
    let table = PinyinTable::global();
    for reading in &table.readings()[table.of(c).index()] {
        let name: Vec<char> = table.syllables().nth(reading.syllable.into()).expect("it is there").chars().collect();
        let is_rare = !reading.is_usual;
        if rest.starts_with(&name) {
            ways.push((name.len(), MatchClass::Full, is_rare));
        }
        let is_long = name.len() > 2 && name[1] == 'h' && "zcs".contains(name[0]);
        for initial in 1..=if is_long { 2 } else { 1 } {
            if rest.starts_with(&name[..initial]) && name.len() > initial {
                ways.push((initial, MatchClass::Initials, is_rare));
            }
        }
        if name.starts_with(rest) && name.len() > rest.len() && rest.len() > if is_long { 2 } else { 1 } {
            ways.push((rest.len(), MatchClass::Mixed, is_rare));
        }
    }
    ways
}

/// The ranks of all matches of the rest of a word, from the beginning of a text on.
fn ranks_from(text: &[char], rest: &[char], scheme: PinyinScheme, so_far: Rank, has_gaps: bool) -> Vec<Rank> {
    if rest.is_empty() {
        return vec![so_far];
    }
    let Some((first, after)) = text.split_first() else { return Vec::new() };
    let mut ranks = Vec::new();
    for (letters, class, is_rare) in ways(*first, rest, scheme) {
        let class = match (so_far.class, class) {
            (class, MatchClass::Literal) | (MatchClass::Literal, class) => class,
            (a, b) if a == b => a,
            _ => MatchClass::Mixed,
        };
        let so_far = Rank { class, is_rare: so_far.is_rare || is_rare };
        ranks.extend(ranks_from(after, &rest[letters..], scheme, so_far, has_gaps));
    }
    if has_gaps {
        ranks.extend(ranks_from(after, rest, scheme, so_far, has_gaps));
    }
    ranks
}

/// The rank of a query in a text.
fn reference(text: &str, typed: &str, scheme: PinyinScheme, adjacency: Adjacency) -> Option<Rank> {
    let form = |text: &str| text.chars().map(search_form).filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let chars = form(text);
    let keys = |word: &str| {
        let mut keys: Vec<char> = Vec::new();
        for c in word.chars().map(search_form) {
            let is_key = c == ';' && scheme.has_semicolon() && keys.last().is_some_and(char::is_ascii_lowercase);
            keys.extend(Some(c).filter(|c| c.is_alphanumeric() || is_key));
        }
        keys
    };
    let words: Vec<Vec<char>> = typed.split_whitespace().map(keys).filter(|word| !word.is_empty()).collect();
    let begin = Rank { class: MatchClass::Literal, is_rare: false };
    let of_word = |word: &Vec<char>| match adjacency {
        Adjacency::Contiguous => {
            (0..chars.len()).flat_map(|at| ranks_from(&chars[at..], word, scheme, begin, false)).min()
        }
        Adjacency::Gapped => {
            let is_rare = ranks_from(&chars, word, scheme, begin, true).into_iter().map(|rank| rank.is_rare).min()?;
            Some(Rank { class: MatchClass::Gapped, is_rare })
        }
    };
    words.iter().map(of_word).collect::<Option<Vec<Rank>>>()?.into_iter().max()
}

fn item() -> impl Strategy<Value = String> {
    "[重庆西安县旅略长乐参与和不了双减单薄教育局aAｂ1，（ か；u]{0,7}"
}

/// A scheme, and a query typed in it: spellings of the characters of [`item`] and of others.
fn scheme_and_typed() -> impl Strategy<Value = (PinyinScheme, String)> {
    prop_oneof![
        typed().prop_map(|typed| (PinyinScheme::Full, typed)),
        proptest::sample::select(&PinyinScheme::ALL[1..]).prop_flat_map(|scheme| (Just(scheme), keys(scheme)))
    ]
}

/// Keys of these characters in a scheme, and others.
fn keys(scheme: PinyinScheme) -> impl Strategy<Value = String> {
    const SYLLABLES: &str = "zhong chong qing xi an xian lv lve lue chang zhang le yue can shen cen yu he huo bu liao shuang \
         jian dan shan jiao jing a";
    let pairs: Vec<[u8; 2]> = SYLLABLES.split_whitespace().flat_map(|name| scheme.pairs_of(name)).collect();
    let pair = proptest::sample::select(pairs).prop_map(|pair| String::from_utf8_lossy(&pair).into_owned());
    let piece = prop_oneof![3 => pair, 1 => "[重双教aｂ1，；]", 2 => "[a-z]"];
    words_of(piece.boxed())
}

/// Spellings of these characters, and others.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(zhong|chong|qing|xi|an|xian|lv|lve|lue|chang|zhang|le|yue|can|shen|cen|yu|he|huo|bu|liao|shuang|jian|dan|shan)",
        "(z|zh|c|ch|q|x|a|l|y|s|sh|j|d|b|h|g)",
        "[重双教aｂ1，]",
        "[a-z]",
    ];
    words_of(piece.boxed())
}

/// A word or two of such pieces.
fn words_of(piece: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let word = proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat());
    (word, 1..9_usize, proptest::option::weighted(0.2, "[a-z]{1,2}")).prop_map(|(word, chars, other)| {
        let word: String = word.chars().take(chars).collect();
        other.map_or(word.clone(), |other| format!("{word} {other}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn hits_are_those_of_the_reference(
        items in proptest::collection::vec(item(), 1..9),
        (scheme, typed) in scheme_and_typed(),
        is_gapped in any::<bool>()
    ) {
        let adjacency = if is_gapped { Adjacency::Gapped } else { Adjacency::Contiguous };
        let query = parse_in(&typed, scheme, adjacency);
        let index = Known::new(items.iter().map(String::as_str));
        let hits = index.search(&query, None);
        for (item, text) in items.iter().enumerate() {
            let expected = reference(text, &typed, scheme, adjacency);
            let hit = hits.iter().find(|hit| hit.item == item);
            prop_assert_eq!(hit.map(|hit| hit.rank), expected, "{} in {}, {:?}", typed, text, scheme);
            let found = query.find(text);
            prop_assert_eq!(found.as_ref().map(|found| found.rank), expected, "{} in {}, {:?}", typed, text, scheme);
            // The matched characters alone must match as well.
            if let Some(found) = found {
                let matches = |start: usize| found.positions.contains(&(start as u32));
                let chars: String = text.char_indices().filter(|(start, _)| matches(*start)).map(|(_, c)| c).collect();
                prop_assert!(query.find(&chars).is_some_and(|again| again.rank <= found.rank), "{} in {}", typed, chars);
            }
        }
    }

    /// Enough items for the prefilter to be used, some of them wanted.
    #[test]
    fn prefiltering_loses_no_hit(
        items in proptest::collection::vec(item(), 200..600),
        typed in proptest::collection::vec(scheme_and_typed(), 1..6),
        is_gapped in any::<bool>(),
        within in proptest::option::of(proptest::collection::vec(any::<u64>(), 0..12)),
    ) {
        let adjacency = if is_gapped { Adjacency::Gapped } else { Adjacency::Contiguous };
        let index = Known::new(items.iter().map(String::as_str));
        let is_within = |item: usize| within.as_ref().is_none_or(|words| words.get(item / 64).is_some_and(|word| word >> (item % 64) & 1 == 1));
        let others = ["j", "sh", "jia", "xian", "a", "lv"].map(|typed| (PinyinScheme::Full, typed.to_owned()));
        let keys = ["u", "a", "jnyu", "ul"].map(|typed| (PinyinScheme::Xiaohe, typed.to_owned()));
        for (scheme, typed) in typed.iter().chain(&others).chain(&keys) {
            let query = parse_in(typed, *scheme, adjacency);
            if query.is_empty() {
                continue;
            }
            let expected: Vec<Hit> = items
                .iter()
                .enumerate()
                .filter(|(item, _)| is_within(*item))
                .filter_map(|(item, text)| Some(Hit { item, rank: reference(text, typed, *scheme, adjacency)? }))
                .collect();
            prop_assert_eq!(index.search(&query, within.as_deref()), expected, "{} {:?}", typed, scheme);
        }
    }
}
