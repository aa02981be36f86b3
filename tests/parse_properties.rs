//! Properties that hold for any text: the parser keeps its invariants and drops nothing but page furniture.

use gangmu::notice::{Manuscript, Notice, Record};
use gangmu::parse::clean::clean;
use gangmu::parse::parse;
use gangmu::parse::reflow::reflow;
use proptest::prelude::*;

fn read(text: &str) -> Notice {
    parse(Manuscript { text: text.to_owned(), first_line: 1, ..Manuscript::default() })
}

/// Pieces of which notices, and things like notices, are made.
const PIECES: [&str; 64] = [
    "一、",
    "二、",
    "三、",
    "十二、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2.",
    "３．",
    "4、",
    "（1）",
    "(2)",
    "①",
    "②",
    "a.",
    "甲、",
    "1.1",
    "1.2 ",
    "第一章",
    "第二章 ",
    "第一条",
    "第 二 条 ",
    "第三条规定",
    "第一节",
    "第一编",
    "附件1",
    "附件：",
    "附件2：名单",
    "附：",
    "——",
    "—、",
    "云泽县教育局",
    "关于印发《工作方案》的通知",
    "关于做好开学工作的",
    "2024年3月5日",
    "二〇二四年五月",
    "云教〔2024〕5号",
    "各中小学校：",
    "抄送：",
    "（此件公开发布）",
    "索引号：",
    "发布日期：",
    "首页 > 新闻 > 正文",
    "上一篇",
    "[1] [2] 下一页",
    "版权所有",
    "— 3 —",
    "序号",
    "现将《工作方案》印发给你们",
    "加强管理",
    "每校三人",
    "，",
    "。",
    "；",
    "：",
    "《办法》",
    "“两免一补”",
    "3.5亿元",
    "2月27日",
    " ",
    "\u{3000}\u{3000}",
    "\n",
    "\n\n",
];

fn notice_like() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![notice_like(), any::<String>(), "[一二三四（）()1-3.、第章条附件：。\\n 　\u{200b}\u{1b}]{0,80}"]
}

/// The notices of `data/`, changed at random places.
fn mutated_sample() -> impl Strategy<Value = String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/notices");
    let mut texts: Vec<String> = std::fs::read_dir(folder)
        .expect("data/notices")
        .map(|entry| {
            String::from_utf8_lossy(&std::fs::read(entry.expect("an entry").path()).expect("a file")).into_owned()
        })
        .collect();
    texts.sort();
    let edits =
        prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, prop::sample::select(&PIECES[..])), 0..12);
    (prop::sample::select(texts), edits).prop_map(|(text, edits)| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, removed, inserted) in edits {
            let at = at.index(chars.len() + 1);
            let end = (at + removed).min(chars.len());
            chars.splice(at..end, inserted.chars());
        }
        chars.into_iter().collect()
    })
}

fn check_promises(text: &str) -> Result<(), TestCaseError> {
    let notice = read(text);
    prop_assert_eq!(notice.check_whole(), Ok(()));
    let written = serde_json::to_string(&Record::of(&notice)).expect("a record is JSON");
    let record: Record = serde_json::from_str(&written).expect("what was written is read");
    let again = record.into_notice().map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(again, notice);
    Ok(())
}

/// Reflows `text` and writes the paragraphs down again, with the blank lines and indents they had.
fn reflowed(text: &str) -> String {
    let page = reflow(clean(text.to_owned(), 1, &[]));
    let written = page.paragraphs.iter().map(|paragraph| {
        let blank = if paragraph.blank_before { "\n" } else { "" };
        format!("{blank}{}{}\n", " ".repeat(paragraph.indent_cols.into()), page.text(paragraph))
    });
    written.collect()
}

/// Text as a page breaks it: sentences cut into lines of one width, now and then a paragraph's end.
fn wrapped_text() -> impl Strategy<Value = String> {
    let sentence = "[天地人学校教师书桌，、]{5,90}[。；]?";
    (prop::collection::vec(sentence, 1..12), 14_usize..40).prop_map(|(sentences, width)| {
        let wrap = |sentence: &String| {
            let chars: Vec<char> = sentence.chars().collect();
            chars.chunks(width).map(|line| line.iter().collect::<String>() + "\n").collect::<String>()
        };
        sentences.iter().map(wrap).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_text_becomes_a_whole_notice_and_survives_json(text in any_text()) {
        check_promises(&text)?;
    }

    #[test]
    fn reflowing_twice_is_reflowing_once(text in prop_oneof![any_text(), wrapped_text()]) {
        let once = reflowed(&text);
        prop_assert_eq!(reflowed(&once), once);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_notice_becomes_a_whole_notice(text in mutated_sample()) {
        check_promises(&text)?;
    }

    #[test]
    fn text_without_furniture_is_kept_to_the_last_letter(sentences in prop::collection::vec("[天地人学校教师书桌]{8,30}。", 1..20)) {
        let mut text = String::from("一、甲事\n");
        for (index, sentence) in sentences.iter().enumerate() {
            text.push_str(sentence);
            text.push_str(if index % 3 == 0 { "\n（一）" } else { "\n" });
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&read(&text).text), letters(&text));
    }
}
