//! The formats in which word processors number lists: 一 壹 甲 ① （1） IV b.
//!
//! DOCX identifies a format by name (ECMA-376, 17.18.59), DOC and RTF by number ([MS-OSHARED] 2.2.1.3), ODT by an
//! example.

/// Form in which a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::extract) enum ListFormat {
    /// 1 2 3
    #[default]
    Arabic,
    /// 01 02 03
    ArabicZero,
    /// １ ２ ３
    ArabicWide,
    /// I II III
    RomanUpper,
    /// i ii iii
    RomanLower,
    /// A B … Z AA BB
    LetterUpper,
    /// a b … z aa bb
    LetterLower,
    /// Chinese numerals with multipliers: 一 二 … 十一 … 一百零一
    Chinese,
    /// Chinese digits in decimal places: 一 二 … 一一 … 一〇一
    ChineseDigits,
    /// Chinese numerals as used for money, which cannot be altered: 壹 贰 叁 拾 佰
    ChineseLegal,
    /// The same in traditional characters: 壹 貳 參
    ChineseLegalTraditional,
    /// The ten heavenly stems, a traditional series: 甲 乙 丙
    Stems,
    /// The twelve earthly branches, another series: 子 丑 寅
    Branches,
    /// Stem and branch in pairs, 60 in all: 甲子 乙丑
    StemsAndBranches,
    /// ① ② … ㊿
    Circled,
    /// ㈠ ㈡ ㈢
    ChineseParenthesized,
    /// ㊀ ㊁ ㊂
    ChineseCircled,
    /// ⑴ ⑵ ⑶
    Parenthesized,
    /// ⒈ ⒉ ⒊
    FullStop,
    /// - 1 -
    Dashed,
    /// No number: the level's text is shown as it is.
    Bullet,
    /// Nothing.
    None,
}

/// All formats, with their names in DOCX and their numbers in DOC and RTF. 255 in the table means "no number".
const FORMATS: [(&str, u8, ListFormat); 36] = [
    ("decimal", 0, ListFormat::Arabic),
    ("upperRoman", 1, ListFormat::RomanUpper),
    ("lowerRoman", 2, ListFormat::RomanLower),
    ("upperLetter", 3, ListFormat::LetterUpper),
    ("lowerLetter", 4, ListFormat::LetterLower),
    ("ideographDigital", 10, ListFormat::ChineseDigits),
    ("japaneseCounting", 11, ListFormat::Chinese),
    ("decimalFullWidth", 14, ListFormat::ArabicWide),
    ("decimalHalfWidth", 15, ListFormat::Arabic),
    ("japaneseLegal", 16, ListFormat::ChineseLegalTraditional),
    ("japaneseDigitalTenThousand", 17, ListFormat::ChineseDigits),
    ("decimalEnclosedCircle", 18, ListFormat::Circled),
    ("decimalFullWidth2", 19, ListFormat::ArabicWide),
    ("decimalZero", 22, ListFormat::ArabicZero),
    ("bullet", 23, ListFormat::Bullet),
    ("decimalEnclosedFullstop", 26, ListFormat::FullStop),
    ("decimalEnclosedParen", 27, ListFormat::Parenthesized),
    ("decimalEnclosedCircleChinese", 28, ListFormat::Circled),
    ("ideographEnclosedCircle", 29, ListFormat::ChineseCircled),
    ("ideographTraditional", 30, ListFormat::Stems),
    ("ideographZodiac", 31, ListFormat::Branches),
    ("ideographZodiacTraditional", 32, ListFormat::StemsAndBranches),
    ("taiwaneseCounting", 33, ListFormat::Chinese),
    ("ideographLegalTraditional", 34, ListFormat::ChineseLegalTraditional),
    ("taiwaneseCountingThousand", 35, ListFormat::Chinese),
    ("taiwaneseDigital", 36, ListFormat::ChineseDigits),
    ("chineseCounting", 37, ListFormat::Chinese),
    ("chineseLegalSimplified", 38, ListFormat::ChineseLegal),
    ("chineseCountingThousand", 39, ListFormat::Chinese),
    ("koreanDigital", 41, ListFormat::ChineseDigits),
    ("koreanCounting", 42, ListFormat::Chinese),
    ("koreanLegal", 43, ListFormat::Chinese),
    ("koreanDigital2", 44, ListFormat::ChineseDigits),
    ("numberInDash", 57, ListFormat::Dashed),
    ("ideographParenthesis", 255, ListFormat::ChineseParenthesized),
    ("none", 255, ListFormat::None),
];

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

impl ListFormat {
    /// The format with that name in DOCX; Arabic for formats that no notice uses.
    pub(in crate::extract) fn from_name(name: &str) -> Self {
        FORMATS.iter().find(|(known, ..)| *known == name).map_or(Self::Arabic, |(.., format)| *format)
    }

    /// The format with that number (`nfc`) in DOC and RTF; Arabic for formats that no notice uses.
    pub(in crate::extract) fn from_code(code: u8) -> Self {
        match code {
            255 => Self::None,
            _ => FORMATS.iter().find(|(_, known, _)| *known == code).map_or(Self::Arabic, |(.., format)| *format),
        }
    }

    /// The format whose first numbers are in `example`, as ODT states it.
    pub(in crate::extract) fn from_example(example: &str) -> Self {
        // The first match counts, so an example comes before every prefix of it.
        const EXAMPLES: [(&str, ListFormat); 20] = [
            ("１", ListFormat::ArabicWide),
            // LibreOffice writes plain numbers as `1`, not as a list. This list means full-width ones in locales
            // without them.
            ("1, 2", ListFormat::ArabicWide),
            ("01", ListFormat::ArabicZero),
            ("I", ListFormat::RomanUpper),
            ("i", ListFormat::RomanLower),
            ("A", ListFormat::LetterUpper),
            ("a", ListFormat::LetterLower),
            ("一, 十, 一百", ListFormat::Chinese),
            ("一, 一〇", ListFormat::ChineseDigits),
            ("一, 二", ListFormat::Chinese),
            ("一", ListFormat::Chinese),
            ("壹, 貳, 參", ListFormat::ChineseLegalTraditional),
            ("壱", ListFormat::ChineseLegalTraditional),
            ("壹", ListFormat::ChineseLegal),
            ("甲, 乙", ListFormat::Stems),
            ("甲子", ListFormat::StemsAndBranches),
            ("甲", ListFormat::Stems),
            ("子", ListFormat::Branches),
            ("①", ListFormat::Circled),
            ("㈠", ListFormat::ChineseParenthesized),
        ];
        if example.is_empty() {
            return Self::None;
        }
        EXAMPLES.iter().find(|(known, _)| example.starts_with(known)).map_or(Self::Arabic, |(_, format)| *format)
    }

    /// Writes a number. A number beyond the range of the format is written in Arabic digits.
    pub(in crate::extract) fn write(self, number: u32) -> String {
        // Enclosed characters are consecutive in Unicode.
        let enclosed = |first: u32, from: u32, to: u32| {
            (from..=to).contains(&number).then(|| char::from_u32(first + number - from).map(String::from)).flatten()
        };
        let written = match self {
            Self::Arabic | Self::Bullet => None,
            Self::None => Some(String::new()),
            Self::ArabicZero => Some(format!("{number:02}")),
            Self::ArabicWide => Some(wide(number)),
            Self::RomanUpper => roman(number),
            Self::RomanLower => roman(number).map(|text| text.to_ascii_lowercase()),
            Self::LetterUpper => letters(number, b'A'),
            Self::LetterLower => letters(number, b'a'),
            Self::Chinese => with_multipliers(number, "零一二三四五六七八九", "十百千万"),
            Self::ChineseLegal => with_multipliers(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万"),
            Self::ChineseLegalTraditional => with_multipliers(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
            Self::ChineseDigits => Some(digits(number, "〇一二三四五六七八九")),
            Self::Stems => nth(number, STEMS),
            Self::Branches => nth(number, BRANCHES),
            Self::StemsAndBranches => stems_and_branches(number),
            Self::Circled => {
                // Unicode has circled numbers in three separate blocks.
                enclosed(0x2460, 1, 20).or_else(|| enclosed(0x3251, 21, 35)).or_else(|| enclosed(0x32B1, 36, 50))
            }
            Self::ChineseParenthesized => enclosed(0x3220, 1, 10),
            Self::ChineseCircled => enclosed(0x3280, 1, 10),
            Self::Parenthesized => enclosed(0x2474, 1, 20),
            Self::FullStop => enclosed(0x2488, 1, 20),
            Self::Dashed => Some(format!("- {number} -")),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

fn wide(number: u32) -> String {
    digits(number, "０１２３４５６７８９")
}

/// The decimal digits of a number in another script.
fn digits(number: u32, script: &str) -> String {
    let digit = |c: char| script.chars().nth(c.to_digit(10).unwrap_or(0) as usize);
    number.to_string().chars().filter_map(digit).collect()
}

/// The nth character of an alphabet that starts over at its end.
fn nth(number: u32, alphabet: &str) -> Option<String> {
    let count = alphabet.chars().count();
    let index = number.checked_sub(1)? as usize % count;
    alphabet.chars().nth(index).map(String::from)
}

/// Stem and branch: 1 is 甲子, 60 is 癸亥, 61 is 甲子 again.
fn stems_and_branches(number: u32) -> Option<String> {
    Some(nth(number, STEMS)? + &nth(number, BRANCHES)?)
}

/// `A` … `Z`, `AA`, `BB` … `ZZ`, `AAA`; `None` for numbers that need more than ten letters.
fn letters(number: u32, first: u8) -> Option<String> {
    let index = number.checked_sub(1)?;
    let repeats = index / 26 + 1;
    let letter = char::from(first + (index % 26) as u8);
    (repeats <= 10).then(|| String::from(letter).repeat(repeats as usize))
}

fn roman(mut number: u32) -> Option<String> {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return None;
    }
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            number -= value;
            text.push_str(numeral);
        }
    }
    Some(text)
}

/// Writes a number below a hundred million with multipliers: 一百零一, 十五 (not 一十五), 一万零二十.
fn with_multipliers(number: u32, digits: &str, units: &str) -> Option<String> {
    let digit = |value: u32| digits.chars().nth(value as usize);
    let unit = |power: usize| units.chars().nth(power);
    if number == 0 || number >= 100_000_000 {
        return (number == 0).then(|| digit(0).map(String::from)).flatten();
    }
    let mut text = String::new();
    let mut is_zero_due = false;
    // From the highest digit down, in two groups of four: 万 (ten thousand) follows the upper one.
    for power in (0..8).rev() {
        let value = number / 10_u32.pow(power) % 10;
        let within = power as usize % 4;
        if value == 0 {
            // One 零 stands for any run of zeros within a number, and none for those at its end.
            is_zero_due = !text.is_empty();
        } else {
            if std::mem::take(&mut is_zero_due) {
                text.extend(digit(0));
            }
            // At the start of a number, 十 is written without 一.
            if !(value == 1 && within == 1 && text.is_empty()) {
                text.extend(digit(value));
            }
            text.extend(within.checked_sub(1).and_then(unit));
        }
        if power == 4 && number >= 10_000 {
            text.extend(unit(3));
            is_zero_due = false;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, written: &[(u32, &str)]) {
        for (number, expected) in written {
            assert_eq!(ListFormat::from_name(name).write(*number), *expected, "{name} {number}");
        }
    }

    #[test]
    fn numbers_are_written_in_every_format() {
        check("decimal", &[(1, "1"), (120, "120")]);
        check("decimalZero", &[(1, "01"), (120, "120")]);
        check("decimalFullWidth", &[(10, "１０")]);
        check("upperRoman", &[(4, "IV"), (1999, "MCMXCIX"), (4000, "4000"), (0, "0")]);
        check("lowerLetter", &[(1, "a"), (26, "z"), (27, "aa"), (0, "0"), (9_999_999, "9999999")]);
        check("chineseCounting", &[(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (99, "九十九")]);
        check("chineseCountingThousand", &[(101, "一百零一"), (110, "一百一十"), (1001, "一千零一"), (0, "零")]);
        check("chineseCounting", &[(10_020, "一万零二十"), (120_000, "十二万"), (100_000_000, "100000000")]);
        check("chineseLegalSimplified", &[(1, "壹"), (12, "拾贰")]);
        check("ideographDigital", &[(10, "一〇")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "甲")]);
        check("ideographZodiacTraditional", &[(1, "甲子"), (60, "癸亥")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (50, "㊿"), (51, "51")]);
        check("decimalEnclosedParen", &[(1, "⑴")]);
        check("decimalEnclosedFullstop", &[(2, "⒉")]);
        check("ideographEnclosedCircle", &[(2, "㊁")]);
        check("numberInDash", &[(3, "- 3 -")]);
        check("none", &[(3, "")]);
        check("thaiLetters", &[(3, "3")]);
    }

    #[test]
    fn codes_and_examples_name_the_same_formats() {
        for (code, example, number, written) in [
            (0, "1", 2, "2"),
            (0, "no such", 2, "2"),
            (37, "一, 二, 三, ...", 12, "十二"),
            (38, "壹, 贰, 叁, ...", 2, "贰"),
            (30, "甲, 乙, 丙, ...", 2, "乙"),
            (18, "①, ②, ③, ...", 2, "②"),
            (1, "I", 2, "II"),
            (4, "a", 2, "b"),
            (255, "", 2, ""),
        ] {
            assert_eq!(ListFormat::from_code(code).write(number), written, "{code}");
            assert_eq!(ListFormat::from_example(example).write(number), written, "{example}");
        }
    }
}
