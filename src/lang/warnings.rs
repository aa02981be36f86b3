//! Messages for the warnings of a notice.

use super::{Lang, Phrase, damage, phrases, sentences};
use crate::notice::{BadBytes, Code, FontNames, MissingText, WarningKind};

/// A rule in a few words.
pub const fn rule(code: Code) -> Phrase {
    match code {
        Code::NumberingGap => Phrase::new("编号跳号", "a number is skipped"),
        Code::NumberingRepeat => Phrase::new("编号重复", "a number is repeated"),
        Code::NumberingOrder => Phrase::new("编号倒序", "numbers out of order"),
        Code::MixedMarkers => Phrase::new("同级编号样式不一", "mixed numbering styles"),
        Code::BadBytes => Phrase::new("有无法解码的字节", "bytes that are no text"),
        Code::MixedEncodings => Phrase::new("前后编码不一", "the encoding changes"),
        Code::MissingText => Phrase::new("有无法读取的文字", "text that cannot be read"),
        Code::Damaged => Phrase::new("文件有损坏", "the file is damaged"),
        Code::RepeatedText => Phrase::new("同一段文字重复出现", "the same text twice"),
        Code::DroppedText => Phrase::new("文末有文字未计入正文", "text left out as page furniture"),
        Code::NoTitle => Phrase::new("没有找到标题", "no title found"),
        Code::NoOutline => Phrase::new("没有找到分级标题", "no outline found"),
    }
}

/// A warning in one clause, with every detail. The Chinese form begins with the rule.
pub fn describe(kind: &WarningKind, lang: Lang) -> String {
    match (lang, details(kind, lang)) {
        (Lang::English, Some(details)) => details,
        (Lang::Chinese, Some(details)) => format!("{}：{details}", rule(kind.code()).to(lang)),
        (_, None) => rule(kind.code()).to(lang).to_owned(),
    }
}

/// The details of a warning; `None` if the rule is all there is, or if JSON of an older version holds only an English
/// message.
fn details(kind: &WarningKind, lang: Lang) -> Option<String> {
    Some(match kind {
        WarningKind::NumberingGap { marker, after, first_missing, last_missing } => {
            let missing = if first_missing == last_missing {
                first_missing.to_string()
            } else {
                numbers_between(lang, *first_missing, *last_missing)
            };
            match after {
                Some(after) => gap_after(lang, marker, *after, &missing),
                None => gap_at_first(lang, marker, &missing),
            }
        }
        WarningKind::NumberingRepeat { marker } => repeated_number(lang, marker),
        WarningKind::NumberingOrder { marker, after } => number_after(lang, marker, *after),
        WarningKind::MixedMarkers { marker, previous } => mixed_markers(lang, marker, previous),
        WarningKind::BadBytes { found: BadBytes::Here { offset, bytes }, encoding } => {
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            bad_bytes(lang, &hex.join(" "), *offset, encoding)
        }
        WarningKind::BadBytes { found: BadBytes::Further { places }, encoding } => {
            more_bad_bytes(lang, *places, encoding)
        }
        WarningKind::MixedEncodings { before, after, more_changes } => {
            let more = match more_changes {
                0 => String::new(),
                1 => CHANGES_ONCE_MORE.to(lang).to_owned(),
                more => changes_again(lang, *more),
            };
            mixed_encodings(lang, before, after, &more)
        }
        WarningKind::MissingText { text: MissingText::Images { pages, of } } => image_pages(lang, *pages, *of),
        WarningKind::MissingText { text: MissingText::UnknownCharacters { chars, of, fonts } } => {
            unknown_characters(lang, *chars, *of, &font_names(fonts, lang))
        }
        WarningKind::Damaged { damage } => damage::describe(damage, lang),
        WarningKind::RepeatedText => REPEATED_TEXT.to(lang).to_owned(),
        WarningKind::DroppedText { chars, first_words } => dropped_text(lang, *chars, first_words),
        // Recorded messages are in English.
        WarningKind::Recorded { message, .. } if lang == Lang::English && !message.is_empty() => message.clone(),
        WarningKind::NoTitle | WarningKind::NoOutline | WarningKind::Recorded { .. } => return None,
    })
}

/// Names of fonts side by side.
pub(crate) fn font_names(fonts: &FontNames, lang: Lang) -> String {
    let names = fonts.names.join(match lang {
        Lang::Chinese => "、",
        Lang::English => ", ",
    });
    if fonts.more == 0 { names } else { more_fonts(lang, &names, fonts.more) }
}

phrases! {
    /// The encoding changes twice.
    CHANGES_ONCE_MORE: "，其后再变 1 次", ", and it changes once more";
    /// [`WarningKind::RepeatedText`].
    REPEATED_TEXT: "全文在这里又出现一遍，已略去重复部分", "the text stands here a second time; the copy was dropped";
}

sentences! {
    /// Two numbers and all between them.
    numbers_between(first: u32, last: u32): "{first} 至 {last}", "{first} to {last}";
    /// [`WarningKind::NumberingGap`] after another number.
    gap_after(marker: &str, after: u32, missing: &str): "“{marker}”的前一个编号是 {after}，缺 {missing}", "{marker:?} follows number {after}: {missing} missing";
    /// [`WarningKind::NumberingGap`] at the first number.
    gap_at_first(marker: &str, missing: &str): "首项是“{marker}”，缺 {missing}", "{marker:?} is the first: {missing} missing";
    /// [`WarningKind::NumberingRepeat`].
    repeated_number(marker: &str): "“{marker}”连续出现两次", "{marker:?} stands twice in a row";
    /// [`WarningKind::NumberingOrder`].
    number_after(marker: &str, after: u32): "“{marker}”的前一个编号是 {after}", "{marker:?} follows number {after}";
    /// [`WarningKind::MixedMarkers`].
    mixed_markers(marker: &str, previous: &str): "“{marker}”与前面的“{previous}”写法不同", "{marker:?} is written unlike {previous:?} before it";
    /// [`BadBytes::Here`].
    bad_bytes(bytes: &str, offset: usize, encoding: &str): "第 {offset} 字节处的 {bytes} 不是 {encoding} 文本", "bytes {bytes} at offset {offset} are no {encoding} text";
    /// [`BadBytes::Further`].
    more_bad_bytes(places: usize, encoding: &str): "从这里起还有 {places} 处不是 {encoding} 文本", "bytes in {places} more places from here on are no {encoding} text";
    /// [`WarningKind::MixedEncodings`].
    mixed_encodings(before: &str, after: &str, more: &str): "此行之前是 {before}，从此行起是 {after}{more}", "the encoding changes: {before} before this line, {after} from here on{more}";
    /// The encoding changes more than twice.
    changes_again(more: usize): "，其后再变 {more} 次", ", and it changes {more} more times";
    /// [`MissingText::Images`].
    image_pages(pages: usize, of: usize): "共 {of} 页，其中 {pages} 页是图像，没有文字层（请先做文字识别）", "{pages} of {of} pages are images without a text layer (recognise their text)";
    /// [`MissingText::UnknownCharacters`].
    unknown_characters(chars: usize, of: usize, fonts: &str): "共 {of} 字，其中 {chars} 字无从得知，因为字体没有注明所画的是什么字：{fonts}（请先做文字识别）", "{chars} of {of} characters are not known, since the font does not say what it draws: {fonts} (recognise the text of the pages)";
    /// More fonts than are named.
    more_fonts(names: &str, more: usize): "{names} 等，另有 {more} 种", "{names} and {more} more";
    /// [`WarningKind::DroppedText`].
    dropped_text(chars: usize, first_words: &str): "从这里起有 {chars} 字，像是网页上的其他内容：“{first_words}”", "{chars} characters from here on look like page furniture and were left out: {first_words:?}";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::fixture::every_warning;
    use crate::text::han_set::is_han;

    /// Names of formats and encodings, which are the same in both languages.
    const NAMES: [&str; 5] = ["GB18030", "UTF-8", "Word", "XML", "gangmu"];

    /// Quotations from the file: names, and bytes in hexadecimal.
    const QUOTED: [&str; 12] = [
        "<p>",
        "</p>",
        "</q>",
        "E4 BD",
        "三、",
        "二．",
        "方正小标宋",
        "仿宋",
        "相关链接",
        "甲.txt",
        "正文.xml",
        "目录.xml",
    ];

    #[test]
    fn every_warning_is_said_in_both_languages() {
        for kind in every_warning() {
            let [chinese, english] = [Lang::Chinese, Lang::English].map(|lang| describe(&kind, lang));
            let own_words =
                |text: &str| QUOTED.iter().chain(&NAMES).fold(text.to_owned(), |rest, quoted| rest.replace(quoted, ""));
            assert!(!own_words(&chinese).contains(|c: char| c.is_ascii_alphabetic()), "{chinese}");
            assert!(!own_words(&english).contains(is_han), "{english}");
            assert!(chinese.starts_with(rule(kind.code()).to(Lang::Chinese)), "{chinese}");
            // Both name the same numbers.
            let digits = |text: &str| {
                let mut digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
                digits.sort_unstable();
                digits
            };
            if !matches!(kind, WarningKind::MixedEncodings { more_changes: 1, .. }) {
                assert_eq!(digits(&chinese), digits(&english), "{chinese}\n{english}");
            }
        }
    }

    #[track_caller]
    fn check(kind: &WarningKind, chinese: &str, english: &str) {
        assert_eq!([Lang::Chinese, Lang::English].map(|lang| describe(kind, lang)), [chinese, english]);
    }

    #[test]
    fn the_details_are_in_the_words() {
        let marker = || "五、".to_owned();
        check(
            &WarningKind::NumberingGap { marker: marker(), after: Some(2), first_missing: 3, last_missing: 4 },
            "编号跳号：“五、”的前一个编号是 2，缺 3 至 4",
            "\"五、\" follows number 2: 3 to 4 missing",
        );
        check(
            &WarningKind::NumberingRepeat { marker: marker() },
            "编号重复：“五、”连续出现两次",
            "\"五、\" stands twice in a row",
        );
        check(&WarningKind::NoTitle, "没有找到标题", "no title found");
        check(
            &WarningKind::Recorded { code: Code::NumberingGap, message: "2 missing".to_owned() },
            "编号跳号",
            "2 missing",
        );
    }
}
