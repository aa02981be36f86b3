//! Automatic numbering: levels, counters, and the marker in front of a paragraph.
//!
//! The model is Word's, which DOCX, DOC and RTF share. A *list* (`abstractNum`) has nine levels and owns the
//! counters. An *instance* (`num`) refers to a list, may override levels of it, and may set a counter once, at its
//! first use. So two instances of one list continue each other's numbers unless one of them restarts.
//!
//! ODT has no instances; its reader makes one for each list, and one for continued lists that counts in the earlier
//! list. The counters are advanced for every numbered paragraph, also for hidden ones and those of tables of
//! contents, because the numbers that follow depend on it.

pub(in crate::extract) mod list_format;
pub(in crate::extract) mod symbols;

use std::collections::HashMap;

use crate::extract::numbering::list_format::ListFormat;
use crate::extract::numbering::symbols::bullet;

/// Number of levels of a list.
pub(in crate::extract) const LEVELS: usize = 9;

/// Separator between a number and its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::extract) enum Suffix {
    /// A tab, which is only as wide as the layout needs.
    #[default]
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

/// A level of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract) struct Level {
    /// The number of its first paragraph.
    pub start: u32,
    /// The format of its number.
    pub format: ListFormat,
    /// The marker, with placeholders `%1` to `%9` for the numbers of the levels: `第%1条`, `%1.%2`.
    pub template: String,
    /// Whether the numbers of all levels are written in Arabic digits in this marker.
    pub is_legal: bool,
    /// The separator after the marker.
    pub suffix: Suffix,
    /// Restart rule: a paragraph of this level, counted from 1, or of a higher one restarts the numbers; 0 means
    /// never. `None` means that every higher level does.
    pub restart: Option<u8>,
    /// The paragraph style linked to this level.
    pub style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: ListFormat::Arabic,
            template: String::new(),
            is_legal: false,
            suffix: Suffix::Tab,
            restart: None,
            style: None,
        }
    }
}

/// Changes of an instance to a level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::extract) struct Override {
    /// A number that the counter is set to, once.
    pub start: Option<u32>,
    /// A replacement of the whole level.
    pub level: Option<Level>,
}

/// A list instance, which paragraphs refer to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::extract) struct Instance {
    /// The list in which it counts.
    pub list: u32,
    /// Its changes, by level.
    pub overrides: HashMap<usize, Override>,
}

/// All lists of a document, with their counters.
#[derive(Debug, Default)]
pub(in crate::extract) struct Numbering {
    lists: HashMap<u32, Vec<Level>>,
    instances: HashMap<u32, Instance>,
    /// The number of the last paragraph, by list and level; `None` before the first one.
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Adds a list.
    pub(in crate::extract) fn add_list(&mut self, id: u32, mut levels: Vec<Level>) {
        levels.truncate(LEVELS);
        self.lists.insert(id, levels);
    }

    /// Adds an instance.
    pub(in crate::extract) fn add_instance(&mut self, id: u32, instance: Instance) {
        self.instances.insert(id, instance);
    }

    /// The level of an instance that a paragraph style is linked to.
    pub(in crate::extract) fn level_of_style(&self, instance: u32, style: &str) -> Option<usize> {
        let list = self.instances.get(&instance)?.list;
        self.lists.get(&list)?.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Sets the number of the next paragraph of an instance at that level.
    pub(in crate::extract) fn set_next(&mut self, instance: u32, level: usize, number: u32) {
        if let Some(used) = self.instances.get_mut(&instance) {
            used.overrides.entry(level).or_default().start = Some(number);
        }
    }

    /// Counts a paragraph. Returns its marker and the separator after it.
    ///
    /// `level` is counted from 0. `None` if there is no such instance or level.
    pub(in crate::extract) fn count(&mut self, instance: u32, level: usize) -> Option<(String, Suffix)> {
        let used = self.instances.get_mut(&instance)?;
        let levels = self.lists.get(&used.list)?;
        let counters = self.counters.entry(used.list).or_default();
        let list = used.list;
        // `take`: a start number applies to the first use only.
        let start = used.overrides.get_mut(&level).and_then(|change| change.start.take());
        let own = level_of(used, levels, level)?;
        counters[level] = Some(match (start, counters[level]) {
            (Some(start), _) => start,
            (None, Some(number)) => number.saturating_add(1),
            (None, None) => own.start,
        });
        // Reset the deeper levels, unless their restart rule names a level above this one.
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restart = level_of(used, levels, deeper).and_then(|level| level.restart);
            if restart.is_none_or(|after| level < usize::from(after)) {
                *counter = None;
            }
        }
        let suffix = own.suffix;
        Some((self.marker(list, instance, level)?, suffix))
    }

    /// Writes the marker of a paragraph that was just counted.
    fn marker(&self, list: u32, instance: u32, level: usize) -> Option<String> {
        let used = self.instances.get(&instance)?;
        let levels = self.lists.get(&list)?;
        let counters = self.counters.get(&list)?;
        let own = level_of(used, levels, level)?;
        if matches!(own.format, ListFormat::Bullet) {
            return Some(own.template.clone());
        }
        let mut marker = String::new();
        let mut rest = own.template.as_str();
        // Replace the placeholders from left to right.
        while let Some((before, after)) = rest.split_once('%') {
            marker.push_str(before);
            // A lone percent sign stays in the marker.
            let Some(number) = after.chars().next().and_then(|c| c.to_digit(10)).filter(|number| *number > 0) else {
                marker.push('%');
                rest = after;
                continue;
            };
            rest = &after[1..];
            let index = number as usize - 1;
            // A marker contains only the numbers of its own level and of higher ones.
            let Some(shown) = level_of(used, levels, index).filter(|_| index <= level) else { continue };
            let format = if own.is_legal { ListFormat::Arabic } else { shown.format };
            if !matches!(format, ListFormat::Bullet) {
                // A higher level without a paragraph so far counts as its first number.
                marker.push_str(&format.write(counters[index].unwrap_or(shown.start)));
            }
        }
        marker.push_str(rest);
        Some(marker)
    }
}

/// A level of a list, with the changes of an instance.
fn level_of<'a>(instance: &'a Instance, levels: &'a [Level], level: usize) -> Option<&'a Level> {
    let own = instance.overrides.get(&level).and_then(|change| change.level.as_ref());
    own.or_else(|| levels.get(level)).filter(|_| level < LEVELS)
}

/// Puts the counted number, if any, before a paragraph. A paragraph without text gets none: it exists only to advance
/// the counter.
pub(in crate::extract) fn with_number(counted: Option<(String, Suffix)>, text: String) -> String {
    match counted {
        Some((marker, suffix)) if !text.trim().is_empty() => numbered(&marker, suffix, &text),
        _ => text,
    }
}

/// Puts the number stored by the program that wrote the file before the paragraph, since it counted correctly; without
/// one, puts the number counted here.
pub(in crate::extract) fn with_stored_number(written: &str, counted: Option<(String, Suffix)>, text: String) -> String {
    if written.is_empty() || text.trim().is_empty() {
        return with_number(counted, text);
    }
    let suffix = counted.map_or(Suffix::Tab, |(_, suffix)| suffix);
    numbered(&bullet("", written), suffix, &text)
}

/// Joins marker and text. A tab becomes a space only where marker and text would otherwise run together.
fn numbered(marker: &str, suffix: Suffix, text: &str) -> String {
    let first = text.chars().next();
    let would_touch = match marker.chars().next_back() {
        // `1` before `2024年` would become another number, `1.` before `5亿元` a decimal.
        Some(last) if last.is_alphanumeric() => first.is_some_and(char::is_alphanumeric),
        Some('.') => first.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let between = match suffix {
        Suffix::Space => " ",
        Suffix::Tab if would_touch => " ",
        _ => "",
    };
    [marker, between, text].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(format: &str, template: &str) -> Level {
        Level { format: ListFormat::from_name(format), template: template.to_owned(), ..Level::default() }
    }

    fn numbering(levels: Vec<Level>) -> Numbering {
        let mut numbering = Numbering::default();
        numbering.add_list(7, levels);
        numbering.add_instance(1, Instance { list: 7, ..Instance::default() });
        numbering
    }

    #[track_caller]
    fn check(numbering: &mut Numbering, counted: &[(u32, usize, &str)]) {
        for (index, (instance, level, expected)) in counted.iter().enumerate() {
            let marker = numbering.count(*instance, *level).map(|(marker, _)| marker);
            assert_eq!(marker.as_deref(), Some(*expected), "paragraph {index}");
        }
    }

    #[test]
    fn deeper_levels_restart() {
        let mut numbering = numbering(vec![
            level("chineseCounting", "%1、"),
            level("chineseCounting", "（%2）"),
            level("decimal", "%3."),
        ]);
        let counted = [(1, 0, "一、"), (1, 1, "（一）"), (1, 2, "1."), (1, 2, "2."), (1, 1, "（二）"), (1, 2, "1.")];
        check(&mut numbering, &counted);
        check(&mut numbering, &[(1, 0, "二、"), (1, 1, "（一）")]);
    }

    #[test]
    fn restarts_may_be_limited_or_off() {
        let never = Level { restart: Some(0), ..level("decimal", "%2.") };
        let mut running = numbering(vec![level("chineseCounting", "%1、"), never]);
        check(&mut running, &[(1, 0, "一、"), (1, 1, "1."), (1, 0, "二、"), (1, 1, "2.")]);
        let after_first = Level { restart: Some(1), ..level("decimal", "%3.") };
        let mut later = numbering(vec![level("decimal", "%1"), level("decimal", "%2"), after_first]);
        check(
            &mut later,
            &[(1, 0, "1"), (1, 1, "1"), (1, 2, "1."), (1, 1, "2"), (1, 2, "2."), (1, 0, "2"), (1, 2, "1.")],
        );
    }

    #[test]
    fn counters_belong_to_the_list_and_a_start_is_set_once() {
        let mut numbering = numbering(vec![level("chineseCountingThousand", "第%1条")]);
        numbering.add_instance(2, Instance { list: 7, ..Instance::default() });
        let start = Override { start: Some(98), level: None };
        numbering.add_instance(3, Instance { list: 7, overrides: HashMap::from([(0, start)]) });
        check(&mut numbering, &[(1, 0, "第一条"), (2, 0, "第二条"), (3, 0, "第九十八条"), (3, 0, "第九十九条")]);
        check(&mut numbering, &[(1, 0, "第一百条")]);
        assert_eq!(numbering.count(9, 0), None);
        assert_eq!(numbering.count(1, 8), None);
        assert_eq!(numbering.count(1, 99), None);
    }

    #[test]
    fn a_marker_may_hold_several_numbers() {
        let legal = Level { is_legal: true, ..level("decimal", "%1.%2") };
        let mut numbering =
            numbering(vec![level("japaneseCounting", "第%1章"), legal, level("lowerLetter", "100%%3)%4")]);
        check(&mut numbering, &[(1, 0, "第一章"), (1, 1, "1.1"), (1, 0, "第二章"), (1, 1, "2.1"), (1, 2, "100%a)")]);
    }

    #[test]
    fn number_and_text_do_not_run_into_each_other() {
        let cases = [
            ("1.", Suffix::Tab, "疏散", "1.疏散"),
            ("1.", Suffix::Tab, "2024年", "1. 2024年"),
            ("1.1", Suffix::Tab, "节", "1.1 节"),
            ("第一条", Suffix::Space, "为", "第一条 为"),
            ("①", Suffix::Nothing, "圈", "①圈"),
        ];
        for (marker, suffix, text, expected) in cases {
            assert_eq!(numbered(marker, suffix, text), expected);
        }
    }
}
