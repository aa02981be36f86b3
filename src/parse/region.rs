//! The region that an issuer's name or a title begins with, for step 7.

use crate::text::han_set::is_han;

/// Endings of the names of places, in the order in which they follow each other.
const UNITS: [&str; 14] =
    ["特别行政区", "自治区", "自治州", "自治县", "省", "地区", "市", "盟", "州", "县", "区", "旗", "镇", "乡"];
/// Prefixes that only look like a place name.
const NO_PLACES: [&str; 22] = [
    "全市", "全县", "全区", "全省", "我市", "我县", "我区", "我省", "各市", "各县", "各区", "各省", "本市", "本县",
    "本区", "本省", "市", "县", "区", "省", "城市", "社区",
];

/// Words that end like the name of a place.
const NO_PLACE_ENDINGS: [&str; 5] = ["校区", "小区", "园区", "社区", "城乡"];

/// The place at the start of a name: `滕州市教育和体育局` → `滕州市`, `广州市天河区教育局` → `广州市天河区`.
///
/// A year in front is passed over: `2024年融安县教育工作要点` → `融安县`. `None` when the name begins with none.
pub(crate) fn region_of(name: &str) -> Option<String> {
    let name = skip_year(name.trim());
    let mut end = 0;
    while let Some(length) = place_at(&name[end..], end == 0) {
        end += length;
    }
    (end > 0).then(|| name[..end].to_owned())
}

fn skip_year(name: &str) -> &str {
    let rest = name
        .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '—' | '０'..='９'));
    if rest.len() == name.len() {
        name
    } else {
        rest.trim_start_matches("学年度")
            .trim_start_matches("学年")
            .trim_start_matches("年度")
            .trim_start_matches('年')
            .trim_start()
    }
}

/// Length in bytes of the name of a place that `text` begins with: two to eight 汉字 and a unit.
fn place_at(text: &str, is_first: bool) -> Option<usize> {
    for (han, (at, c)) in text.char_indices().enumerate() {
        let is_name = is_han(c) || matches!(c, '\u{3400}'..='\u{4DBF}') || c.is_ascii_uppercase();
        if !is_name || han > 9 {
            return None;
        }
        let unit = UNITS.iter().find(|unit| text[at..].starts_with(**unit));
        if let Some(unit) = unit {
            let end = at + unit.len();
            let place = &text[..end];
            let chars = place.chars().count();
            let is_common =
                NO_PLACES.iter().any(|no| place == *no || (no.chars().count() == 2 && place.starts_with(no)));
            // 市场, 校区 and the like are no further place.
            let is_compound =
                NO_PLACE_ENDINGS.iter().any(|word| place.ends_with(word)) || text[at..].starts_with("市场");
            let is_long_enough = chars >= if is_first { 3 } else { 2 };
            if is_long_enough && !is_common && !is_compound {
                return Some(end);
            }
        }
        if ["共和国", "教", "部", "局", "委", "厅", "办", "人民政", "关于"]
            .iter()
            .any(|stop| text[at..].starts_with(stop))
        {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(region_of(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn the_place_is_what_the_name_begins_with() {
        check("滕州市教育和体育局", Some("滕州市"));
        check("广州市天河区教育局", Some("广州市天河区"));
        check("2024年融安县教育工作要点", Some("融安县"));
        check("2023年XX区教育工作要点", Some("XX区"));
        check("广西壮族自治区教育厅", Some("广西壮族自治区"));
        check("陕西省发展和改革委员会", Some("陕西省"));
        check("茂林镇党政办公室", Some("茂林镇"));
        check("广州市住房和城乡建设局", Some("广州市"));
    }

    #[test]
    fn what_names_no_place_gives_none() {
        for name in [
            "教育部",
            "国务院办公厅",
            "市教育局",
            "2022年教育体育工作要点",
            "全市教育工作要点",
            "哈尔滨工程大学",
            "中华人民共和国国旗法",
            "",
        ] {
            check(name, None);
        }
    }
}
