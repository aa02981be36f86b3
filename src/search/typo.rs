//! What else a reader may have meant when nothing matches: a character too many, or a wrong one.

use super::Query;

/// How a query was changed until something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typo {
    /// Each fuzzy word may lack one of its characters: 心里健康 finds 心理健康.
    DroppedChar,
}

/// A way to guess: what it is called, and what can stand for a word.
struct Guess {
    typo: Typo,
    alternatives: fn(&str) -> Vec<String>,
}

/// The ways to guess in the order in which they are tried; the first that finds anything is the last.
const GUESSES: [Guess; 1] = [Guess { typo: Typo::DroppedChar, alternatives: drop_each_char }];

/// Words shorter than that are left as they are: what is left of two characters would be found everywhere.
const LEAST_CHARS: usize = 3;

/// Longer words are no words, and would be tried without each of their characters.
const MOST_CHARS: usize = 32;

/// The queries to try when `query` finds nothing, in that order; those that would ask for the same are left out.
pub(super) fn guesses(query: &Query) -> impl Iterator<Item = (Typo, Query)> + '_ {
    let guesses = GUESSES.iter().map(|guess| (guess.typo, query.with_alternatives(guess.alternatives)));
    guesses.filter(move |(_, guess)| guess != query)
}

/// `word` without each of its characters in turn.
fn drop_each_char(word: &str) -> Vec<String> {
    let chars = word.chars().count();
    if !(LEAST_CHARS..=MOST_CHARS).contains(&chars) {
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
    fn one_wrong_character_in_a_word_is_forgiven() {
        check("心里健康", &["心理健康教育", "身心健康", "健康", "心里的健"], &["心理健康教育", "身心健康", "心里的健"]);
        check("双减减工作", &["双减工作"], &["双减工作"]);
        check("心里健康 学校", &["学校心理健康", "心理健康"], &["学校心理健康"]);
        check("推近双减 学笑", &["学校推进双减"], &[]);
        check("督倒队 | 教言室", &["教研室", "督导队", "教育局"], &["教研室", "督导队"]);
    }

    #[test]
    fn what_was_asked_for_precisely_is_not_guessed() {
        for typed in ["", "双剪", "'心里健康", "^心里健康", "心里健康$", "!心里健康", &"教".repeat(MOST_CHARS + 1)]
        {
            assert_eq!(guesses(&Query::parse(typed)).count(), 0, "{typed}");
        }
        check("心里健康 !民办", &["民办心理健康", "公办心理健康"], &["公办心理健康"]);
    }
}
