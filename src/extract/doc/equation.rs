//! `EQ` fields, by which Word sets pinyin above a character: `EQ \* jc2 \o\ad(\s\up 9(zhǔ),属)` shows 属.

/// The text under the reading; `None` for fields that are something else.
pub(super) fn base_text(instruction: &str) -> Option<&str> {
    let rest = instruction.trim_start().strip_prefix("EQ ")?;
    let arguments = &rest[rest.find("\\o")?..];
    let open = arguments.find('(')?;
    let mut depth = 0;
    let mut last = open;
    for (at, c) in arguments[open..].char_indices().map(|(at, c)| (open + at, c)) {
        match c {
            '(' => depth += 1,
            // What stands behind the last separator is drawn last, on the line.
            ',' | ';' if depth == 1 => last = at,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(arguments[last + 1..at].trim());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_under_a_reading_is_shown() {
        let cases = [
            (r#" EQ \* jc3 \* "Font:Cambria" \* hps22 \o\al(\s\up 10(zhǔ),属)"#, Some("属")),
            (r"EQ \o(a,b,（属）)", Some("（属）")),
            (r"EQ \o\ad(\s\up 9(dà),(大))", Some("(大)")),
            (r"EQ \f(1,2)", None),
            (r"EQ \o\ad(", None),
            ("PAGE", None),
            ("", None),
        ];
        for (instruction, expected) in cases {
            assert_eq!(base_text(instruction), expected, "{instruction}");
        }
    }
}
