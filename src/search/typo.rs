//! What else a reader may have meant when nothing matches: characters that pinyin alike, one too many, a wrong one,
//! letters of syllables that are apart.

use super::Query;
use crate::text::han_set::is_han;
use crate::text::pinyin::PinyinTable;
use crate::text::shuangpin::PinyinScheme;

/// How a query was changed until something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typo {
    /// Who types 双拼 has typed 全拼: `shuangjian` finds 双减.
    FullPinyin,
    /// Other characters that pinyin alike may stand for those of a word: 心里健康 finds 心理健康.
    Homophones,
    /// Each fuzzy word may lack one of its characters: 双减减 finds 双减.
    DroppedChar,
    /// Other characters may be between those that letters stand for: `jyfz` finds 教育高质量发展.
    GappedPinyin,
}

/// A way to guess.
type Guess = (Typo, fn(&Query) -> Query);

/// The ways to guess in the order in which they are tried; the first that finds anything is the last.
const GUESSES: [Guess; 4] = [
    (Typo::FullPinyin, Query::with_full_pinyin),
    (Typo::Homophones, with_pinyin),
    (Typo::DroppedChar, |query| query.with_alternatives(drop_each_char)),
    (Typo::GappedPinyin, Query::with_gapped_pinyin),
];

/// Words shorter than that are left as they are: what is left of two characters would be found everywhere.
const MIN_CHARS: usize = 3;

/// Longer words are no words, and would be tried without each of their characters.
const MAX_CHARS: usize = 32;

/// The queries to try when `query` finds nothing, in that order; those that would ask for the same are left out.
pub(super) fn guesses(query: &Query) -> impl Iterator<Item = (Typo, Query)> + '_ {
    let guesses = GUESSES.iter().map(|(typo, guess)| (*typo, guess(query)));
    guesses.filter(move |(_, guess)| guess != query)
}

/// The same query, in which words of 汉字 stand as they are read.
fn with_pinyin(query: &Query) -> Query {
    // 全拼 is least often mistaken for initials; but letters that were typed mean what they meant.
    let scheme = if query.pinyin_terms().is_some() { query.scheme() } else { PinyinScheme::Full };
    let guess = query.with_words(|word| pinyin_of(word, scheme));
    if guess.terms() == query.terms() { query.clone() } else { guess.in_scheme(scheme) }
}

/// A word of several 汉字 as it is read, in letters; any other one as it is. A single syllable would be found
/// everywhere.
fn pinyin_of(word: &str, scheme: PinyinScheme) -> String {
    let table = PinyinTable::global();
    if word.chars().filter(|c| is_han(*c)).count() < 2 {
        return word.to_owned();
    }
    let mut pinyin = String::new();
    for c in word.chars() {
        match table.readings_of(c).next() {
            Some(reading) => pinyin.push_str(&scheme.spell(reading)),
            None => pinyin.push(c),
        }
    }
    pinyin
}

/// `word` without each of its characters in turn.
fn drop_each_char(word: &str) -> Vec<String> {
    let chars = word.chars().count();
    if !(MIN_CHARS..=MAX_CHARS).contains(&chars) {
        return Vec::new();
    }
    let without = |dropped: usize| word.chars().enumerate().filter(move |(place, _)| *place != dropped);
    let mut words: Vec<String> = (0..chars).map(|dropped| without(dropped).map(|(_, c)| c).collect()).collect();
    // 教教育 lacks the same whether the first or the second is dropped.
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which of `texts` the guesses for `typed` find, in order of trying.
    #[track_caller]
    fn check(typed: &str, texts: &[&str], expected: &[&str]) {
        let query = Query::parse(typed);
        let found = guesses(&query).flat_map(|(_, guess)| texts.iter().filter(move |text| guess.score(text).is_some()));
        assert_eq!(found.copied().collect::<Vec<_>>(), expected, "{typed}");
    }

    #[test]
    fn what_sounds_alike_is_tried_first() {
        check("心里健康", &["身心健康", "心理健康教育"], &["心理健康教育", "身心健康", "心理健康教育"]);
        check("双碱", &["双减"], &["双减"]);
        check("心里 健抗", &["心理健康"], &["心理健康"]);
        check("碱", &["减"], &[]);
        check("'双碱", &["双减"], &[]);
    }

    #[test]
    fn who_types_keys_may_have_typed_in_full() {
        let check = |typed: &str, texts: &[&str], expected: &[(Typo, &str)]| {
            let query = Query::parse_in(typed, PinyinScheme::Xiaohe);
            let found = guesses(&query).flat_map(|(typo, guess)| {
                texts.iter().filter_map(move |text| guess.score(text).map(|_| (typo, *text)))
            });
            assert_eq!(found.take(1).collect::<Vec<_>>(), expected, "{typed}");
        };
        check("shuangjian", &["双减"], &[(Typo::FullPinyin, "双减")]);
        check("双jian", &["双减"], &[(Typo::FullPinyin, "双减")]);
        check("心里健康", &["心理健康"], &[(Typo::Homophones, "心理健康")]);
        check("心里jm", &["心理健康"], &[(Typo::Homophones, "心理健康")]);
        check("xlkjy", &["心理健康教育"], &[(Typo::GappedPinyin, "心理健康教育")]);
        // Nothing but 汉字 asks for the same in every scheme.
        check("双碱", &["教育"], &[]);
    }

    #[test]
    fn letters_may_be_apart() {
        check("jyfz", &["教育高质量发展", "教育"], &["教育高质量发展"]);
    }

    #[test]
    fn one_wrong_character_in_a_word_is_forgiven() {
        check("心底健康", &["心理健康教育", "身心健康", "健康", "心底的健"], &["心理健康教育", "身心健康", "心底的健"]);
        check("双减减工作", &["双减工作"], &["双减工作"]);
        check("心底健康 学校", &["学校心理健康", "心理健康"], &["学校心理健康"]);
        check("推远双减 学前", &["学校推进双减"], &[]);
        check("督察队 | 教职室", &["教研室", "督导队", "教育局"], &["教研室", "督导队"]);
    }

    #[test]
    fn what_was_asked_for_precisely_is_not_guessed() {
        for typed in ["", "剪", "'心里健康", "^心里健康", "心里健康$", "!心里健康"] {
            assert_eq!(guesses(&Query::parse(typed)).count(), 0, "{typed}");
        }
        check("心底健康 !民办", &["民办心理健康", "公办心理健康"], &["公办心理健康"]);
    }
}
