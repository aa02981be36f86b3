//! Names of the bodies that issue and receive notices.

use crate::text::bytes::trim_spaces;
use crate::text::fold::half_width;
use crate::text::han_set::{HanSet, is_han};
use crate::text::words::{ends_with_word, squeezed};

/// Endings of the names of bodies that issue or receive notices.
#[rustfmt::skip]
const ORGAN_ENDINGS: [&str; 50] = [
    "人民政府", "政府", "办公室", "办公厅", "委员会", "教育局", "局", "委", "厅", "廳", "部", "司", "党委", "党组", "工委",
    "法院", "检察院", "大学", "学院", "学校", "中学", "小学", "幼儿园", "研究院", "研究所", "中心", "协会", "学会", "联合会",
    "总会", "银行", "公司", "集团", "领导小组", "指挥部", "委办", "总队", "支队", "大队", "署", "院", "处", "科", "会", "办",
    "所", "站", "室", "团", "办事处",
];

static ORGAN_ENDS: HanSet = HanSet::of_last_chars(&ORGAN_ENDINGS);

/// Words that stand in a line of addressees.
#[rustfmt::skip]
const RECIPIENT_WORDS: [&str; 24] = [
    "各", "人民政府", "局", "委", "办", "厅", "单位", "学校", "部门", "机构", "院", "中心", "科室", "公司",
    "处室", "区教", "县教", "幼儿园", "大学", "学院", "同志", "管委会", "家长", "老师",
];

/// Whether a line is the name of one issuing body, or of several side by side: `滕州市教育和体育局`.
pub fn is_organ_name(line: &str) -> bool {
    let line = trim_spaces(line);
    // Nearly every line is told by its last character, or by its length: 60 characters are 180 bytes.
    if line.len() > 180 || !ORGAN_ENDS.ends(line) {
        return false;
    }
    let squeezed = squeezed(line);
    line.chars().count() >= 3
        && !line.contains(['，', '。', '；', '：', ':', ',', '《', '》', '、', '？', '！', '“', '|', '>', '·', '-'])
        && !line.contains("关于")
        && line.split_whitespace().all(|name| name.chars().all(is_name_char))
        && ORGAN_ENDINGS.iter().any(|ending| ends_with_word(&squeezed, ending))
}

/// [`is_organ_name`] for the value of a field, which may name several bodies: `云泽县教育局、云泽县财政局`.
pub fn are_organ_names(names: &str) -> bool {
    names.split(['、', '，', ',']).all(is_organ_name)
}

fn is_name_char(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3400}'..='\u{4DBF}' | '（' | '）' | '(' | ')' | '○' | '×') || c.is_ascii_uppercase()
}

/// Whether a line names addressees: it ends with a colon, and what stands before is a list of bodies.
pub fn is_recipients(line: &str) -> bool {
    let Some(names) = trim_spaces(line).strip_suffix(['：', ':']) else { return false };
    let chars = names.chars().count();
    (2..=400).contains(&chars)
        && !names.contains(['。', '；', '：', ':', '？', '>'])
        && !["如下", "以下", "下列", "附件", "附", "通知", "意见", "方案", "指出", "要求", "职责", "条件", "材料"]
            .iter()
            .any(|end| names.ends_with(end))
        && (RECIPIENT_WORDS.iter().any(|word| names.contains(word))
            && names.chars().filter(|c| !c.is_whitespace()).count() >= 3)
        && !names.starts_with(|c: char| half_width(c).is_ascii_digit() || c == '（' || c == '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_makes_a_name_and_every_word_an_addressee() {
        for ending in ORGAN_ENDINGS {
            assert!(is_organ_name(&format!("云泽县{ending}")), "{ending}");
        }
        for word in RECIPIENT_WORDS {
            assert!(is_recipients(&format!("云泽{word}：")), "{word}");
        }
    }

    #[test]
    fn names_are_told_from_titles_and_sentences() {
        for line in ["云泽县教育局", "云泽县教育局　云泽县财政局", "中共云泽县委（扩大）会", "云泽县人民政府办公室 "]
        {
            assert!(is_organ_name(line), "{line}");
        }
        for line in ["", "局", "关于成立教育局", "云泽县教育局：", "会同教育局、财政局", "云泽网", "admin"]
        {
            assert!(!is_organ_name(line), "{line}");
        }
        assert!(are_organ_names("云泽县教育局、云泽县财政局") && !are_organ_names("云泽县教育局、张三"));
    }

    #[test]
    fn addressees_are_told_from_what_announces_a_list() {
        for line in ["各学校：", "各县（市、区）教育局:", "局属各单位："] {
            assert!(is_recipients(line), "{line}");
        }
        for line in ["各学校", "现将各单位要求如下：", "（一）各学校：", "附件："] {
            assert!(!is_recipients(line), "{line}");
        }
    }
}
