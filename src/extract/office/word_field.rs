//! Fields of Word: an instruction and, mostly, its result. Some fields have no result, and their text is in the
//! instruction: enclosed and combined characters, pinyin above a character, symbols, prompts to click on.

use crate::extract::numbering::symbols::symbol;

/// Deepest nesting of fields; deeper ones are read as part of the last one.
const MAX_FIELDS: usize = 64;

/// Upper bound on the length of an instruction that is kept, in UTF-16 units.
const MAX_INSTRUCTION: usize = 1000;

/// The open fields.
#[derive(Debug, Default)]
pub(in crate::extract) struct FieldStack {
    open: Vec<OpenField>,
    /// Number of open fields beyond [`MAX_FIELDS`].
    too_deep: usize,
}

#[derive(Debug, Default)]
struct OpenField {
    /// In UTF-16, since the formats deliver it in different ways.
    instruction: Vec<u16>,
    /// Length of the line where the result began.
    result_start: Option<usize>,
}

impl FieldStack {
    /// Begins a field and its instruction.
    pub(in crate::extract) fn begin(&mut self) {
        if self.open.len() == MAX_FIELDS {
            self.too_deep += 1;
        } else {
            self.open.push(OpenField::default());
        }
    }

    /// Adds UTF-16 units to the instruction of the innermost field.
    pub(in crate::extract) fn push_instruction(&mut self, units: impl IntoIterator<Item = u16>) {
        if let Some(field) = self.open.last_mut() {
            let room = MAX_INSTRUCTION.saturating_sub(field.instruction.len());
            field.instruction.extend(units.into_iter().take(room));
        }
    }

    /// Ends the instruction and begins the result. `len`: the current length of the line, in any unit.
    pub(in crate::extract) fn begin_result(&mut self, len: usize) {
        if let Some(field) = self.open.last_mut().filter(|_| self.too_deep == 0) {
            field.result_start = Some(len);
        }
    }

    /// Ends the innermost field. `len`: the current length of the line. Returns the text to add to the line, if the
    /// field has no result of its own. A field within another one's instruction adds its text to that instruction
    /// instead.
    pub(in crate::extract) fn end(&mut self, len: usize) -> Option<String> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return None;
        }
        // An unchanged length means that the result is empty.
        let ended = self.open.pop().filter(|field| field.result_start.is_none_or(|start| start == len))?;
        let text = text_of_instruction(&String::from_utf16_lossy(&ended.instruction))?;
        if self.is_in_instruction() {
            self.push_instruction(text.encode_utf16());
            return None;
        }
        Some(text)
    }

    /// Whether the following text belongs to an instruction.
    pub(in crate::extract) fn is_in_instruction(&self) -> bool {
        self.open.iter().any(|field| field.result_start.is_none())
    }
}

/// The text that a field shows; `None` for fields without text of their own.
fn text_of_instruction(instruction: &str) -> Option<String> {
    let instruction = instruction.trim();
    let (kind, rest) = instruction.split_once(char::is_whitespace)?;
    match kind.to_ascii_uppercase().as_str() {
        "EQ" => Some(formula(rest)),
        "SYMBOL" => symbol_of(rest).map(String::from),
        // The name of a macro or a place comes first, then the text to click on.
        "MACROBUTTON" | "GOTOBUTTON" => {
            rest.trim_start().split_once(char::is_whitespace).map(|(_, text)| text.to_owned())
        }
        _ => None,
    }
}

/// Reads `SYMBOL 254 \f "Wingdings" \s 12`, the number decimal or as `0xFE`.
fn symbol_of(rest: &str) -> Option<char> {
    let number = rest.split_whitespace().next()?;
    let code = match number.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = rest.split_once("\\f").map_or("", |(_, font)| font.trim_start());
    let name = match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => font.split_whitespace().next(),
    };
    symbol(name.unwrap_or_default(), code)
}

/// Deepest nesting of formulas.
const MAX_DEPTH: usize = 16;

/// Writes a formula (`EQ`) as text on one line. Pinyin has settings before it: `\* jc2`, `\* "Font:宋体"`, `\*
/// hps22`.
fn formula(text: &str) -> String {
    let mut rest = text.trim_start();
    while let Some(setting) = rest.strip_prefix("\\*") {
        let setting = setting.trim_start();
        let end = match setting.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(setting.len(), |end| end + 2),
            None => setting.find([' ', '\\']).unwrap_or(setting.len()),
        };
        rest = setting[end..].trim_start();
    }
    render(rest, MAX_DEPTH).0.trim().to_owned()
}

/// Writes a part of a formula as text. Also returns whether it is only raised or lowered.
fn render(text: &str, depth: usize) -> (String, bool) {
    let mut line = String::new();
    let mut is_shifted = false;
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        line.push_str(&rest[..at]);
        // Only letters begin a control.
        let control = &rest[at + 1..];
        let Some(letter) = control.chars().next().filter(char::is_ascii_alphabetic) else {
            // `\,`: a comma that separates nothing.
            let escaped = control.chars().next();
            line.extend(escaped);
            rest = &control[escaped.map_or(0, char::len_utf8)..];
            continue;
        };
        let Some((arguments, end)) = arguments(control).filter(|_| depth > 0) else { return (line, is_shifted) };
        let parts: Vec<(String, bool)> = arguments.into_iter().map(|part| render(part, depth - 1)).collect();
        is_shifted |= letter.eq_ignore_ascii_case(&'s');
        line.push_str(&combine(letter.to_ascii_lowercase(), &parts));
        rest = &control[end..];
    }
    line.push_str(rest);
    (line, is_shifted)
}

/// The arguments of a control, in brackets and separated by `,` or `;`, and their end.
fn arguments(control: &str) -> Option<(Vec<&str>, usize)> {
    let open = control.find('(')?;
    let mut found = Vec::new();
    let mut depth = 0;
    let mut start = open + 1;
    let mut is_escaped = false;
    // Brackets nest; only those of the outermost level separate arguments.
    for (at, c) in control[open..].char_indices().map(|(at, c)| (open + at, c)) {
        let was_escaped = is_escaped;
        is_escaped = c == '\\' && !was_escaped;
        if was_escaped {
            // An escaped bracket or comma is text.
            continue;
        }
        match c {
            '(' => depth += 1,
            ',' | ';' if depth == 1 => {
                found.push(&control[start..at]);
                start = at + 1;
            }
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            found.push(&control[start..at]);
            return Some((found, at + 1));
        }
    }
    None
}

/// Combines the parts of a control; each says whether it is raised or lowered.
fn combine(letter: char, parts: &[(String, bool)]) -> String {
    let texts = |between: &str| parts.iter().map(|(text, _)| text.trim()).collect::<Vec<_>>().join(between);
    match (letter, parts) {
        // In pinyin above a character, the last part is the character on the line. In two rows of small characters
        // every part is raised or lowered, and all of them are text.
        ('o', [.., (last, false)]) => match parts {
            [(frame, false), _] => enclosed_char(frame.trim(), last.trim()),
            _ => last.trim().to_owned(),
        },
        ('f', _) => texts("/"),
        ('r', [(under, _)]) => format!("√{under}"),
        ('r', [(degree, _), (under, _)]) => format!("{degree}√{under}"),
        ('b', _) => format!("({})", texts("")),
        ('l', _) => texts(","),
        ('a', _) => texts(" "),
        ('d', _) => String::new(),
        _ => texts(""),
    }
}

/// A character in a frame: `①`, `☑`, or the character alone. An overprinted character counts as the one on top.
fn enclosed_char(frame: &str, inside: &str) -> String {
    let circled = |first: char, offset: u32| char::from_u32(first as u32 + offset).map(String::from);
    let sign = match (frame, inside) {
        ("□" | "☐" | "口", "√" | "✓" | "✔" | "∨" | "V" | "v") => Some("☑".to_owned()),
        ("□" | "☐" | "口", "×" | "✗" | "╳" | "X" | "x") => Some("☒".to_owned()),
        ("○" | "〇" | "◯", number) => match number.parse::<u32>() {
            Ok(number @ 1..=20) => circled('①', number - 1),
            Ok(number @ 21..=35) => circled('㉑', number - 21),
            Ok(number @ 36..=50) => circled('㊱', number - 36),
            _ => None,
        },
        _ => None,
    };
    sign.unwrap_or_else(|| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(instruction: &str, expected: Option<&str>) {
        assert_eq!(text_of_instruction(instruction).as_deref(), expected, "{instruction}");
    }

    #[test]
    fn a_field_without_a_result_shows_its_instruction() {
        let mut fields = FieldStack::default();
        let mut read = |instruction: &str, result: Option<usize>| {
            fields.begin();
            fields.push_instruction(instruction.encode_utf16());
            if result.is_some() {
                fields.begin_result(7);
            }
            fields.end(7 + result.unwrap_or(0))
        };
        assert_eq!(read(r"EQ \x(𠮷)", None).as_deref(), Some("𠮷"));
        assert_eq!(read(r"EQ \x(甲)", Some(0)).as_deref(), Some("甲"));
        assert_eq!(read(r"EQ \x(甲)", Some(1)), None);
        assert_eq!(read("PAGE", Some(1)), None);
    }

    #[test]
    fn fields_lie_in_instructions_and_results() {
        let mut fields = FieldStack::default();
        for part in [r"EQ \o\ac(□,", r"EQ \x(√"] {
            fields.begin();
            fields.push_instruction(part.encode_utf16());
        }
        fields.push_instruction(")".encode_utf16());
        assert_eq!(fields.end(0), None);
        fields.push_instruction(")".encode_utf16());
        assert_eq!(fields.end(0).as_deref(), Some("☑"));
        for _ in 0..2 * MAX_FIELDS {
            fields.begin();
        }
        assert!(fields.is_in_instruction());
        for _ in 0..2 * MAX_FIELDS {
            assert_eq!(fields.end(0), None);
        }
        assert!(!fields.is_in_instruction());
        assert_eq!(fields.end(0), None);
    }

    #[test]
    fn the_text_under_ruby_is_shown() {
        check(r#" EQ \* jc3 \* "Font:Cambria" \* hps22 \o\al(\s\up 10(zhǔ),属)"#, Some("属"));
        check(r"EQ \o\ad(\s\up 9(dà),(大))", Some("(大)"));
        check(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(yào;),要)", Some("要"));
    }

    #[test]
    fn enclosed_characters_become_those_of_unicode() {
        check(r" eq \o\ac(○,1)", Some("①"));
        check(r"eq \o\ac(○,21)", Some("㉑"));
        check(r"eq \o\ac(○;50)", Some("㊿"));
        check(r"eq \o\ac(○,密)", Some("密"));
        check(r"eq \o\ac(□,√)", Some("☑"));
        check(r"EQ \O\AC(□,×)", Some("☒"));
    }

    #[test]
    fn combined_characters_stand_behind_each_other() {
        check(r"eq \o(\s\up 6(教育),\s\do 2(财政))", Some("教育财政"));
        check(r"eq \o(\s\up 6(教),\s\do 2(育))局", Some("教育局"));
    }

    #[test]
    fn formulas_are_written_on_one_line() {
        check(r"EQ \f(1,2)", Some("1/2"));
        check(r"EQ \r(3,x)+\b(\f(a,b))", Some("3√x+(a/b)"));
        check(r"EQ 甲\,乙", Some("甲,乙"));
        check(r"EQ \x(重点)", Some("重点"));
    }

    #[test]
    fn symbols_and_places_to_click_on_are_shown() {
        check(r#"SYMBOL 254 \f "Wingdings" \s 12"#, Some("☑"));
        check(r"SYMBOL 0x52 \f Wingdings\ 2", Some("R"));
        check(r#"SYMBOL 0x52 \f "Wingdings 2""#, Some("☑"));
        check("SYMBOL 9747", Some("☓"));
        check("MACROBUTTON NoMacro [单击此处填写]", Some("[单击此处填写]"));
    }

    #[test]
    fn other_fields_show_nothing() {
        for instruction in ["PAGE", "", r"TOC \o", "EQ", "SYMBOL", "SYMBOL x", "HYPERLINK \"a\"", "GOTOBUTTON a"] {
            check(instruction, None);
        }
        check(r"EQ \o\ad(", Some(""));
        let nested = text_of_instruction(&format!("EQ {}甲{}", r"\b(".repeat(99), ")".repeat(99))).expect("a formula");
        assert_eq!(nested, format!("{}{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH)));
    }
}
