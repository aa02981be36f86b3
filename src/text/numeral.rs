//! Chinese, full-width, circled and stem numerals as numbers, and back.

use crate::text::han_set::HanSet;

/// The heavenly stems, a traditional series of ten, which number items in older notices.
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

/// The value of a Chinese digit, `None` for any other character: `三` → 3, `〇` → 0, `两` → 2.
pub const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '貳' | '两' | '兩' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a Chinese multiplier below ten thousand: `十` → 10, `百` → 100, `千` → 1000.
const fn multiplier(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}

/// The characters of Chinese numbers in the block of a [`HanSet`].
static NUMERALS: HanSet = HanSet::of("零一壹二贰貳两兩三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟廿卅");

/// Whether a Chinese number can contain `c`.
pub fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c) || matches!(c, '〇' | '○')
}

/// Parses a Chinese number below 10 000, either with multipliers (`一百二十` = 120, `十五` = 15, `廿三` = 23) or
/// digit by digit (`二〇二四` = 2024).
///
/// `None` when a character is not a numeral, the text is empty, the order makes no sense (`十百`), or the value does
/// not fit.
///
/// ```
/// use gangmu::text::numeral::from_chinese;
///
/// assert_eq!(from_chinese("一百二十"), Some(120));
/// assert_eq!(from_chinese("二〇二四"), Some(2024));
/// assert_eq!(from_chinese("十百"), None);
/// ```
pub fn from_chinese(text: &str) -> Option<u32> {
    let first = text.chars().next()?;
    if text.len() == first.len_utf8() {
        return digit(first).or_else(|| multiplier(first));
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return positional(text.chars().map(digit));
    }
    let mut total = 0;
    let mut pending: Option<u32> = None;
    let mut last_unit = u32::MAX;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            // A zero may stand before another digit (一百〇一), any other digit may not.
            if pending.is_some_and(|before| before != 0) {
                return None;
            }
            pending = Some(value);
            continue;
        }
        let unit = multiplier(c)?;
        let (unit, factor) = if matches!(unit, 20 | 30) { (10, unit / 10) } else { (unit, 1) };
        // Multipliers must descend: 百十 is valid, 十百 is not.
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total += unit * factor * pending.take().filter(|value| *value != 0).unwrap_or(1);
    }
    Some(total + pending.unwrap_or(0))
}

/// The value of a sequence of digits; `None` when there are more than nine or one is `None`.
fn positional(digits: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    let mut value: u32 = 0;
    for digit in digits {
        value = value.checked_mul(10)?.checked_add(digit?)?;
    }
    (value < 1_000_000_000).then_some(value)
}

/// Parses Arabic digits, half or full width.
pub fn from_arabic(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    positional(text.chars().map(|c| super::fold::half_width(c).to_digit(10)))
}

/// Writes a number as headings are numbered: `一`, `十五`, `一百〇三`. Above 9 999 the digits are Arabic.
pub fn to_chinese(number: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if number == 0 || number > 9999 {
        return if number == 0 { "〇".to_owned() } else { number.to_string() };
    }
    let mut out = String::new();
    let mut zero_pending = false;
    for (unit, name) in [(1000, Some('千')), (100, Some('百')), (10, Some('十')), (1, None)] {
        let digit = number / unit % 10;
        if digit == 0 {
            // Several zeros in a row are written once, and trailing ones not at all.
            zero_pending = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut zero_pending) {
            out.push('〇');
        }
        // Ten to nineteen are written without the leading 一.
        let is_plain_ten = unit == 10 && digit == 1 && out.is_empty();
        if !is_plain_ten {
            out.push(DIGITS[digit as usize]);
        }
        out.extend(name);
    }
    out
}

/// The value of a circled number: `①` → 1 … `㊿` → 50.
pub const fn circled(c: char) -> Option<u32> {
    Some(match c {
        '①'..='⑳' => c as u32 - '①' as u32 + 1,
        '㉑'..='㉟' => c as u32 - '㉑' as u32 + 21,
        '㊱'..='㊿' => c as u32 - '㊱' as u32 + 36,
        '❶'..='❿' => c as u32 - '❶' as u32 + 1,
        _ => return None,
    })
}

/// The value of a parenthesised ideograph or digit in one character: `㈠` → 1, `⑴` → 1.
pub const fn parenthesised(c: char) -> Option<u32> {
    Some(match c {
        '㈠'..='㈩' => c as u32 - '㈠' as u32 + 1,
        '⑴'..='⒇' => c as u32 - '⑴' as u32 + 1,
        _ => return None,
    })
}

/// The value of a digit with its full stop in one character: `⒈` → 1 … `⒛` → 20.
pub const fn dotted(c: char) -> Option<u32> {
    match c {
        '⒈'..='⒛' => Some(c as u32 - '⒈' as u32 + 1),
        _ => None,
    }
}

/// The position of a heavenly stem: `甲` → 1 … `癸` → 10.
pub fn stem(c: char) -> Option<u32> {
    STEMS.iter().position(|stem| *stem == c).map(|index| index as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, number: u32) {
        assert_eq!(from_chinese(text), Some(number), "{text}");
    }

    #[test]
    fn chinese_numbers_are_read() {
        check("一", 1);
        check("十", 10);
        check("十五", 15);
        check("二十", 20);
        check("廿三", 23);
        check("一百零一", 101);
        check("一百〇一", 101);
        check("一百二十", 120);
        check("二〇二四", 2024);
        check("一千零五", 1005);
        for text in ["", "十百", "一二十", "甲", "3"] {
            assert_eq!(from_chinese(text), None, "{text}");
        }
    }

    #[test]
    fn written_numbers_are_read_back() {
        for number in 1..=9999 {
            assert_eq!(from_chinese(&to_chinese(number)), Some(number), "{}", to_chinese(number));
        }
        assert_eq!(to_chinese(110), "一百一十");
        assert_eq!(to_chinese(1010), "一千〇一十");
    }

    #[test]
    fn single_characters_are_read() {
        assert_eq!(circled('⑳'), Some(20));
        assert_eq!(circled('㉑'), Some(21));
        assert_eq!(circled('㊱'), Some(36));
        assert_eq!(parenthesised('㈩'), Some(10));
        assert_eq!(dotted('⒈'), Some(1));
        assert_eq!(stem('癸'), Some(10));
        assert_eq!(from_arabic("１2"), Some(12));
    }
}
