//! Guesses at typing errors, for when nothing matches: characters that sound alike, a superfluous or wrong character,
//! pinyin in another scheme or with gaps.

use super::Query;
use crate::text::han_set::is_han;
use crate::text::pinyin::PinyinTable;
use crate::text::shuangpin::PinyinScheme;

/// The change to a query after which something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typo {
    /// Quanpin (spelled in full) was typed where a two-key scheme is configured: `shuangjian` finds 双减.
    FullPinyin,
    /// Characters may be replaced by others that sound alike: 心里健康 finds 心理健康.
    Homophones,
    /// Each fuzzy word may lack one of its characters: 双减减 finds 双减.
    DroppedChar,
    /// Characters matched by pinyin may have others between them: `jyfz` finds 教育高质量发展.
    GappedPinyin,
}

/// A guess: the change and the function that makes it.
type Guess = (Typo, fn(&Query) -> Query);

/// The guesses in the order in which they are tried, until one finds something.
const GUESSES: [Guess; 4] = [
    (Typo::FullPinyin, Query::with_full_pinyin),
    (Typo::Homophones, with_pinyin),
    (Typo::DroppedChar, |query| query.with_alternatives(drop_each_char)),
    (Typo::GappedPinyin, Query::with_gapped_pinyin),
];

/// Shorter words are left as they are: the rest of a word of two characters would be found everywhere.
const MIN_CHARS: usize = 3;

/// Longer words are left as they are: they are pasted text, and one variant per character would be tried.
const MAX_CHARS: usize = 32;

/// The queries to try when `query` finds nothing, in order; those that equal `query` are left out.
pub(super) fn guesses(query: &Query) -> impl Iterator<Item = (Typo, Query)> + '_ {
    let guesses = GUESSES.iter().map(|(typo, guess)| (*typo, guess(query)));
    guesses.filter(move |(_, guess)| guess != query)
}

/// The same query with words of Chinese characters replaced by their pinyin.
fn with_pinyin(query: &Query) -> Query {
    // Quanpin is least often mistaken for initials. But letters that were typed keep their scheme.
    let scheme = if query.pinyin_terms().is_some() { query.scheme() } else { PinyinScheme::Full };
    let guess = query.with_words(|word| pinyin_of(word, scheme));
    if guess.terms() == query.terms() { query.clone() } else { guess.in_scheme(scheme) }
}

/// The pinyin of a word with several Chinese characters; any other word unchanged. A single syllable would be found
/// everywhere.
fn pinyin_of(word: &str, scheme: PinyinScheme) -> String {
    let table = PinyinTable::global();
    // A pinyin query for one syllable would match a large part of every library.
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

/// The words that result from dropping each character of `word` in turn.
fn drop_each_char(word: &str) -> Vec<String> {
    let chars = word.chars().count();
    if !(MIN_CHARS..=MAX_CHARS).contains(&chars) {
        return Vec::new();
    }
    let without = |dropped: usize| word.chars().enumerate().filter(move |(place, _)| *place != dropped);
    let mut words: Vec<String> = (0..chars).map(|dropped| without(dropped).map(|(_, c)| c).collect()).collect();
    // 教教育 without the first or without the second character is the same.
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which of `texts` the guesses for `typed` find, in the order of guessing.
    #[track_caller]
    fn check(typed: &str, texts: &[&str], expected: &[&str]) {
        let query = Query::parse(typed);
        let found = guesses(&query).flat_map(|(_, guess)| texts.iter().filter(move |text| guess.score(text).is_some()));
        assert_eq!(found.copied().collect::<Vec<_>>(), expected, "{typed}");
    }

    #[test]
    fn homophones_are_tried_first() {
        check("心里健康", &["身心健康", "心理健康教育"], &["心理健康教育", "身心健康", "心理健康教育"]);
        check("双碱", &["双减"], &["双减"]);
        check("心里 健抗", &["心理健康"], &["心理健康"]);
        check("碱", &["减"], &[]);
        check("'双碱", &["双减"], &[]);
    }

    #[test]
    fn quanpin_is_tried_for_a_two_key_scheme() {
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
        // A query of Chinese characters only means the same in every scheme.
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
    fn exact_terms_are_not_guessed() {
        for typed in ["", "剪", "'心里健康", "^心里健康", "心里健康$", "!心里健康"] {
            assert_eq!(guesses(&Query::parse(typed)).count(), 0, "{typed}");
        }
        check("心底健康 !民办", &["民办心理健康", "公办心理健康"], &["公办心理健康"]);
    }
}
