//! Names of the columns of tables.

use crate::text::han_set::HanSet;
use crate::text::words::squeezed;

/// The names.
#[rustfmt::skip]
const COLUMN_HEADS: [&str; 44] = [
    "序号", "编号", "姓名", "性别", "年龄", "学历", "职务", "职称", "单位", "单位名称", "学校", "学校名称", "名称",
    "项目", "项目名称", "类别", "内容", "工作内容", "主要内容", "任务", "工作任务", "重点任务", "指标", "分值",
    "得分", "数量", "金额", "时间", "日期", "完成时限", "完成时间", "地点", "责任单位", "责任部门", "责任科室",
    "责任人", "牵头单位", "牵头科室", "配合单位", "联系人", "联系电话", "电话", "备注", "年级",
];

static COLUMN_FIRST: HanSet = HanSet::of_first_chars(&COLUMN_HEADS);

/// Whether a line is the name of a column of a table, as it stands alone where a table was broken into its cells.
pub fn heads_column(line: &str) -> bool {
    COLUMN_FIRST.begins(line) && {
        let name = squeezed(line);
        name.starts_with("序号") || COLUMN_HEADS.iter().any(|head| name == *head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_heads_a_column_letter_spaced_too() {
        for name in COLUMN_HEADS {
            let spaced: String = name.chars().flat_map(|c| [c, '　']).collect();
            assert!(heads_column(name) && heads_column(&spaced), "{name}");
        }
        assert!(heads_column("序号项目备注") && !heads_column("单位是云泽县教育局") && !heads_column(""));
    }
}
