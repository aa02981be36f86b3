//! Queries for running text: words and phrases, exact after folding, and how near to each other they must be.

use memchr::memmem::Finder;

use crate::search::QueryFault;
use crate::search::char_variants::CharVariants;
use crate::text::fold::search_form;
use crate::text::sentence::can_cross;

/// The unit of text that must contain all words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Within {
    /// One sentence.
    #[default]
    Sentence,
    /// One item: a heading with its own text, without the items below it; or one of the parts outside the outline,
    /// such as the preamble.
    Item,
    /// One notice.
    Notice,
}

/// A query for running text.
///
/// Words are separated by white space and must all occur; `"…"` encloses a phrase with spaces. Width and ASCII case do
/// not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextQuery {
    words: Vec<Word>,
    within: Within,
    fault: Option<QueryFault>,
}

/// The number of characters that the prefilter tests at most.
const PREFILTER_CHARS: usize = 16;

/// Rejects texts that cannot match before they are parsed.
#[derive(Debug)]
pub struct TextPrefilter {
    wanted: Vec<CharVariants>,
}

/// A word or phrase in its search form.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub form: String,
    pub finder: Finder<'static>,
    /// Whether it can begin in one sentence and end in another.
    pub can_cross: bool,
}

/// Everything else follows from the form.
impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl Eq for Word {}

impl Word {
    fn new(form: &str) -> Self {
        let finder = Finder::new(form.as_bytes()).into_owned();
        Self { form: form.to_owned(), finder, can_cross: can_cross(form) }
    }
}

impl TextQuery {
    /// Parses a query. Any input is valid: an unclosed phrase goes on to the end, an input that is too long is cut.
    pub fn parse(typed: &str, within: Within) -> Self {
        let mut fault = QueryFault::of_length(typed);
        let typed = typed.chars().take(QueryFault::MAX_CHARS);
        let typed: String = typed.map(search_form).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let mut words: Vec<Word> = Vec::new();
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (word, after) = match rest.strip_prefix('"') {
                Some(phrase) => phrase.split_once('"').unwrap_or_else(|| {
                    fault.get_or_insert(QueryFault::UnclosedQuote);
                    (phrase, "")
                }),
                None => rest.split_at(rest.find([' ', '"']).unwrap_or(rest.len())),
            };
            let word = word.trim();
            if !word.is_empty() && words.iter().all(|known| known.form != word) {
                words.push(Word::new(word));
            }
            rest = after.trim_start();
        }
        if words.is_empty() && !typed.trim().is_empty() {
            fault.get_or_insert(QueryFault::OnlyOperators);
        }
        Self { words, within, fault }
    }

    /// The prefilter for texts that have not been parsed.
    pub fn prefilter(&self) -> TextPrefilter {
        let mut chars: Vec<char> = self.words.iter().flat_map(|word| word.form.chars()).collect();
        chars.retain(|c| !c.is_whitespace());
        chars.sort_unstable();
        chars.dedup();
        chars.truncate(PREFILTER_CHARS);
        TextPrefilter { wanted: chars.into_iter().map(|c| CharVariants::of(&[c])).collect() }
    }

    /// The first fault in it; the rest is searched for all the same.
    pub const fn fault(&self) -> Option<&QueryFault> {
        self.fault.as_ref()
    }

    /// Whether it is empty. Then it matches nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    pub(super) fn within(&self) -> Within {
        self.within
    }
}

impl TextPrefilter {
    /// Whether a notice with this raw text may match: it contains every character of the query, anywhere. White space
    /// is not tested, since parsing changes it and line ends.
    pub fn may_match(&self, text: &str) -> bool {
        self.wanted.iter().all(|variants| variants.occur_in(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let query = TextQuery::parse(typed, Within::Sentence);
        let words: Vec<&str> = query.words().iter().map(|word| word.form.as_str()).collect();
        assert_eq!(words, expected, "{typed}");
        assert_eq!(query.is_empty(), expected.is_empty());
    }

    #[test]
    fn words_are_separated_by_white_space_and_phrases_are_quoted() {
        check(" 双减\u{3000}作业\t双减 ", &["双减", "作业"]);
        check("ＡＩ（试行）", &["ai(试行)"]);
        check("\"New York\" 甲\"乙 丙", &["new york", "甲", "乙 丙"]);
        check("＂甲 乙＂", &["甲 乙"]);
        check("“双减”", &["“双减”"]);
    }

    #[test]
    fn a_text_without_a_character_of_the_query_cannot_match() {
        let may_match = |typed: &str, text: &str| TextQuery::parse(typed, Within::Sentence).prefilter().may_match(text);
        for text in ["安排\n全面", "全部ＡＢ安", "安 全", "安全"] {
            assert!(may_match("安全", text), "{text}");
        }
        assert!(may_match("\"Ab 双\" 减", "减 雙ＡＢ"));
        assert!(!may_match("安全", "安排"));
        assert!(!may_match("安全 ab", "安全b"));
    }

    #[test]
    fn faults_are_reported() {
        let fault = |typed: &str| TextQuery::parse(typed, Within::Sentence).fault().cloned();
        assert_eq!(fault("\"双减\" 作业"), None);
        assert_eq!(fault("\"双减 作业"), Some(QueryFault::UnclosedQuote));
        assert_eq!(fault("＂双减"), Some(QueryFault::UnclosedQuote));
        assert_eq!(fault("“双减"), None);
        assert_eq!(fault("\"\""), Some(QueryFault::OnlyOperators));
        assert_eq!(fault(" "), None);
        assert_eq!(fault(&"教".repeat(501)), Some(QueryFault::TooLong(501)));
    }

    #[test]
    fn an_empty_query_has_no_words() {
        for typed in ["", " \n", "\"", "\"\" \" \"", "\u{3000}"] {
            check(typed, &[]);
        }
    }
}
