//! Shuangpin (双拼), the two-key schemes of Chinese input methods: every syllable is typed by one key for its initial
//! and one for its final.
//!
//! The key tables come from the schemas of Rime and the tables of libpinyin, which agree. Where they have several
//! ways to type a syllable, all are accepted.

/// A scheme of typing pinyin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PinyinScheme {
    /// Quanpin (全拼): every syllable spelled in full.
    #[default]
    Full,
    /// 小鹤双拼.
    Xiaohe,
    /// 自然码.
    Ziranma,
    /// 微软双拼.
    Microsoft,
    /// 搜狗双拼.
    Sogou,
    /// 智能ABC.
    Abc,
    /// 拼音加加.
    Jiajia,
    /// 紫光双拼, now 华宇.
    Ziguang,
}

/// The two keys of a syllable: letters from a to z; the second may be `;`.
pub type KeyPair = [u8; 2];

/// The keys of initials in a scheme.
struct InitialKeys {
    /// The keys of zh, ch and sh; every other initial is its letter.
    long_initials: [u8; 3],
    no_initial: NoInitial,
}

/// The first key of a syllable without an initial.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NoInitial {
    /// The key o: 安 (an) is `oj`.
    KeyO,
    /// The first letter of the final: 安 (an) is `af`.
    FirstLetter,
    /// The same, and a final of two letters may also be spelled out: 安 is `an`.
    AsSpelled,
}

/// The keys of initials of each scheme in the order of [`PinyinScheme::ALL`], without [`PinyinScheme::Full`].
const INITIAL_KEYS: [InitialKeys; SCHEMES] = [
    InitialKeys { long_initials: *b"viu", no_initial: NoInitial::AsSpelled },
    InitialKeys { long_initials: *b"viu", no_initial: NoInitial::AsSpelled },
    InitialKeys { long_initials: *b"viu", no_initial: NoInitial::KeyO },
    InitialKeys { long_initials: *b"viu", no_initial: NoInitial::KeyO },
    InitialKeys { long_initials: *b"aev", no_initial: NoInitial::KeyO },
    InitialKeys { long_initials: *b"vui", no_initial: NoInitial::FirstLetter },
    InitialKeys { long_initials: *b"uai", no_initial: NoInitial::KeyO },
];

/// The number of schemes beside [`PinyinScheme::Full`].
const SCHEMES: usize = PinyinScheme::ALL.len() - 1;

/// All finals with their keys in each scheme, in the same order.
#[rustfmt::skip]
const FINALS: [(&str, [&str; SCHEMES]); 36] = [
    //        小鹤 自然码 微软 搜狗  ABC  加加  紫光
    ("a",    ["a", "a", "a",  "a", "a",  "a", "a"]),
    ("o",    ["o", "o", "o",  "o", "o",  "o", "o"]),
    ("e",    ["e", "e", "e",  "e", "e",  "e", "e"]),
    ("i",    ["i", "i", "i",  "i", "i",  "i", "i"]),
    ("u",    ["u", "u", "u",  "u", "u",  "u", "u"]),
    ("v",    ["v", "v", "y",  "y", "v",  "v", "v"]),
    ("ai",   ["d", "l", "l",  "l", "l",  "s", "p"]),
    ("ei",   ["w", "z", "z",  "z", "q",  "w", "k"]),
    ("ui",   ["v", "v", "v",  "v", "m",  "v", "n"]),
    ("ao",   ["c", "k", "k",  "k", "k",  "d", "q"]),
    ("ou",   ["z", "b", "b",  "b", "b",  "p", "z"]),
    ("iu",   ["q", "q", "q",  "q", "r",  "n", "j"]),
    ("ie",   ["p", "x", "x",  "x", "x",  "m", "d"]),
    ("ue",   ["t", "t", "tv", "t", "m",  "x", "n"]),
    ("ve",   ["t", "t", "tv", "t", "mv", "x", "n"]),
    ("er",   ["r", "r", "r",  "r", "r",  "q", "j"]),
    ("an",   ["j", "j", "j",  "j", "j",  "f", "r"]),
    ("en",   ["f", "f", "f",  "f", "f",  "r", "w"]),
    ("in",   ["b", "n", "n",  "n", "c",  "l", "y"]),
    ("un",   ["y", "p", "p",  "p", "n",  "z", "m"]),
    ("vn",   ["y", "p", "p",  "p", "n",  "z", "m"]),
    ("ang",  ["h", "h", "h",  "h", "h",  "g", "s"]),
    ("eng",  ["g", "g", "g",  "g", "g",  "t", "t"]),
    ("ing",  ["k", "y", ";",  ";", "y",  "q", ";"]),
    ("ong",  ["s", "s", "s",  "s", "s",  "y", "h"]),
    ("ia",   ["x", "w", "w",  "w", "d",  "b", "x"]),
    ("iao",  ["n", "c", "c",  "c", "z",  "k", "b"]),
    ("ian",  ["m", "m", "m",  "m", "w",  "j", "f"]),
    ("iang", ["l", "d", "d",  "d", "t",  "h", "g"]),
    ("iong", ["s", "s", "s",  "s", "s",  "y", "h"]),
    ("ua",   ["x", "w", "w",  "w", "d",  "b", "x"]),
    ("uai",  ["k", "y", "y",  "y", "c",  "x", "y"]),
    ("uan",  ["r", "r", "r",  "r", "p",  "c", "l"]),
    ("van",  ["r", "r", "r",  "r", "p",  "c", "l"]),
    ("uang", ["l", "d", "d",  "d", "t",  "h", "g"]),
    ("uo",   ["o", "o", "o",  "o", "o",  "o", "o"]),
];

impl PinyinScheme {
    /// All schemes.
    pub const ALL: [Self; 8] =
        [Self::Full, Self::Xiaohe, Self::Ziranma, Self::Microsoft, Self::Sogou, Self::Abc, Self::Jiajia, Self::Ziguang];

    /// The name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Xiaohe => "xiaohe",
            Self::Ziranma => "ziranma",
            Self::Microsoft => "microsoft",
            Self::Sogou => "sogou",
            Self::Abc => "abc",
            Self::Jiajia => "jiajia",
            Self::Ziguang => "ziguang",
        }
    }

    /// The scheme with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// Whether `;` is the key of a final.
    pub fn has_semicolon(self) -> bool {
        self.column().is_some_and(|column| FINALS.iter().any(|(_, keys)| keys[column] == ";"))
    }

    /// The key pairs of a syllable, the usual one first. None in [`PinyinScheme::Full`], and none for readings
    /// without initial and final, such as `m` of 呣.
    pub fn pairs_of(self, syllable: &str) -> Vec<KeyPair> {
        let Some(column) = self.column() else { return Vec::new() };
        let InitialKeys { long_initials, no_initial } = &INITIAL_KEYS[column];
        // 嗯 (n, ng) is typed as if it were read en.
        let syllable = if ["n", "ng"].contains(&syllable) { "en" } else { syllable };
        let letters = syllable.as_bytes();
        let (initial, last) = match letters {
            [b'z', b'h', ..] => (long_initials[0], &syllable[2..]),
            [b'c', b'h', ..] => (long_initials[1], &syllable[2..]),
            [b's', b'h', ..] => (long_initials[2], &syllable[2..]),
            [b'a' | b'o' | b'e', ..] if *no_initial == NoInitial::KeyO => (b'o', syllable),
            [first @ (b'a' | b'o' | b'e'), ..] => (*first, syllable),
            [first, ..] => (*first, &syllable[1..]),
            [] => return Vec::new(),
        };
        let as_spelled = match letters {
            [b'a' | b'o' | b'e', second] if *no_initial == NoInitial::AsSpelled => Some([letters[0], *second]),
            _ => None,
        };
        let keys = FINALS.iter().find(|(name, _)| *name == last).map_or("", |(_, keys)| keys[column]);
        let mut pairs: Vec<KeyPair> = as_spelled.into_iter().chain(keys.bytes().map(|key| [initial, key])).collect();
        // A final spelled out may equal its keys.
        pairs.dedup();
        pairs
    }

    /// The usual typing of a syllable.
    pub fn spell(self, syllable: &str) -> String {
        match self.pairs_of(syllable).first() {
            Some(pair) => pair.iter().copied().map(char::from).collect(),
            None => syllable.to_owned(),
        }
    }

    /// Its column in [`FINALS`] and [`INITIAL_KEYS`]; `None` for [`PinyinScheme::Full`].
    fn column(self) -> Option<usize> {
        (self as usize).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ib_matcher::pinyin::{PinyinData, PinyinNotation};

    use super::*;
    use crate::text::pinyin::PinyinTable;

    /// Checks the typing of the usual readings of some words: words, then their keys, in pairs.
    #[track_caller]
    fn check(scheme: PinyinScheme, words: &str, keys: &str) {
        let sounds = PinyinTable::global();
        let spell = |c: char| scheme.spell(sounds.readings_of(c).next().expect("it is read"));
        let typed: Vec<String> = words.split(' ').map(|word| word.chars().map(spell).collect()).collect();
        assert_eq!(typed.join(" "), keys, "{scheme:?}");
    }

    #[test]
    fn words_are_typed_as_in_input_methods() {
        const WORDS: &str = "教育 双减 安全 绿色 儿童 中国 成 略 平 昂 啊";
        check(PinyinScheme::Xiaohe, WORDS, "jnyu uljm anqr lvse erts vsgo ig lt pk ah aa");
        check(PinyinScheme::Ziranma, WORDS, "jcyu udjm anqr lvse erts vsgo ig lt py ah aa");
        check(PinyinScheme::Microsoft, WORDS, "jcyu udjm ojqr lyse orts vsgo ig lt p; oh oa");
        check(PinyinScheme::Sogou, WORDS, "jcyu udjm ojqr lyse orts vsgo ig lt p; oh oa");
        check(PinyinScheme::Abc, WORDS, "jzyu vtjw ojqp lvse orts asgo eg lm py oh oa");
        check(PinyinScheme::Jiajia, WORDS, "jkyu ihjj afqc lvse eqty vygo ut lx pq ag aa");
        check(PinyinScheme::Ziguang, WORDS, "jbyu igjf orql lvse ojth uhgo at ln p; os oa");
        check(PinyinScheme::Full, "教育", "jiaoyu");
    }

    #[test]
    fn alternative_keys_are_accepted() {
        assert_eq!(PinyinScheme::Xiaohe.pairs_of("ai"), [*b"ai", *b"ad"]);
        assert_eq!(PinyinScheme::Microsoft.pairs_of("jue"), [*b"jt", *b"jv"]);
        assert_eq!(PinyinScheme::Abc.pairs_of("lve"), [*b"lm", *b"lv"]);
    }

    #[test]
    fn names_are_known() {
        for scheme in PinyinScheme::ALL {
            assert_eq!(PinyinScheme::from_name(scheme.name()), Some(scheme));
        }
        assert_eq!(PinyinScheme::from_name("quanpin"), None);
    }

    /// Readings that are not a syllable of initial and final.
    const NO_SYLLABLES: [&str; 3] = ["m", "hm", "hng"];

    /// Whether ib-matcher has other keys for a syllable than Rime and libpinyin, or none.
    fn is_exception(scheme: PinyinScheme, syllable: &str) -> bool {
        let has_another_key = match scheme {
            PinyinScheme::Full | PinyinScheme::Xiaohe | PinyinScheme::Sogou => false,
            PinyinScheme::Ziranma => syllable.ends_with("ing"),
            PinyinScheme::Microsoft | PinyinScheme::Abc | PinyinScheme::Ziguang => syllable == "er",
            PinyinScheme::Jiajia => syllable == "er" || syllable.ends_with("ve"),
        };
        has_another_key || NO_SYLLABLES.contains(&syllable)
    }

    #[test]
    fn keys_agree_with_another_program() {
        let notations = [
            (PinyinScheme::Xiaohe, PinyinNotation::DiletterXiaohe),
            (PinyinScheme::Ziranma, PinyinNotation::DiletterZrm),
            (PinyinScheme::Microsoft, PinyinNotation::DiletterMicrosoft),
            (PinyinScheme::Abc, PinyinNotation::DiletterAbc),
            (PinyinScheme::Jiajia, PinyinNotation::DiletterJiajia),
            (PinyinScheme::Ziguang, PinyinNotation::DiletterThunisoft),
        ];
        for (scheme, notation) in notations {
            let data = PinyinData::new(notation | PinyinNotation::Ascii);
            let theirs: BTreeMap<&str, &str> = data
                .iter()
                .filter_map(|pinyin| Some((pinyin.notation(PinyinNotation::Ascii)?, pinyin.notation(notation)?)))
                .collect();
            let mut compared = 0;
            for syllable in PinyinTable::global().syllables().filter(|syllable| !is_exception(scheme, syllable)) {
                let Some(keys) = theirs.get(syllable) else { continue };
                let pairs = scheme.pairs_of(syllable);
                assert!(pairs.iter().any(|pair| pair == keys.as_bytes()), "{scheme:?} {syllable}: {keys}, {pairs:?}");
                compared += 1;
            }
            assert!(compared > 400, "{compared}");
        }
    }

    #[test]
    fn hardly_two_syllables_share_their_keys() {
        for scheme in &PinyinScheme::ALL[1..] {
            let mut of_keys: BTreeMap<KeyPair, Vec<&str>> = BTreeMap::new();
            for syllable in PinyinTable::global().syllables() {
                for pair in scheme.pairs_of(syllable) {
                    of_keys.entry(pair).or_default().push(syllable);
                }
            }
            // 略 is lve and lue, 嗯 is n, ng and en; lo is the rare 咯.
            let alike = [vec!["lve", "lue"], vec!["nve", "nue"], vec!["luo", "lo"], vec!["n", "ng", "en"]];
            let shared: Vec<_> =
                of_keys.into_values().filter(|names| names.len() > 1 && !alike.contains(names)).collect();
            // Only in this scheme `v` is both ü and üe.
            let abc = [vec!["lve", "lv"], vec!["nv", "nve"]];
            assert_eq!(shared, if *scheme == PinyinScheme::Abc { &abc[..] } else { &[] }, "{scheme:?}");
            let no_keys = PinyinTable::global().syllables().filter(|syllable| scheme.pairs_of(syllable).is_empty());
            assert!(no_keys.into_iter().all(|syllable| NO_SYLLABLES.contains(&syllable)), "{scheme:?}");
        }
    }
}
