//! Lines that close a notice behind its signature: the note about its release and the imprint (版记).

use crate::terms::dates::find_date;

/// Whether a line is the note about a notice's release: `（此件公开发布）`.
pub fn is_release_note(line: &str) -> bool {
    line.starts_with(['（', '(']) && line.ends_with(['）', ')']) && line.contains("公开")
}

/// Words that label a line of the imprint, alone or before a colon.
const IMPRINT_LABELS: [&str; 8] =
    ["抄送", "抄报", "公开方式", "公开属性", "信息公开选项", "信息公开属性", "主动公开", "公开选项"];

/// Whether a line belongs to the imprint: 抄送, `某局办公室 2021年10月19日印发`, 公开方式.
pub fn is_imprint(line: &str) -> bool {
    if !line.ends_with('发') && !line.starts_with(['抄', '公', '信', '主']) {
        return false;
    }
    let is_issue_line = line.ends_with("印发") && line.chars().count() <= 60 && find_date(line).is_some();
    let is_labelled = IMPRINT_LABELS.iter().any(|label| {
        line.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(['：', ':']) || rest.is_empty())
    });
    is_issue_line || is_labelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_opens_a_line_of_the_imprint() {
        for label in IMPRINT_LABELS {
            assert!(is_imprint(label) && is_imprint(&format!("{label} ：甲")) && !is_imprint(&format!("{label}甲")));
        }
        assert!(is_imprint("云泽县教育局办公室 2021年10月19日印发") && !is_imprint("现予印发"));
        assert!(is_release_note("（此件公开发布）") && !is_release_note("（试行）"));
    }
}
