//! Collects the list table and the table of list instances.

use std::collections::HashMap;

use crate::extract::numbering::list_format::ListFormat;
use crate::extract::numbering::symbols::bullet;
use crate::extract::numbering::{Instance, LEVELS, Level, Numbering, Override, Suffix};

/// Upper bound on the length of a number template. Real ones are short; a longer one only fills memory.
const MAX_TEMPLATE_CHARS: usize = 64;

/// The state of reading both tables.
#[derive(Debug, Default)]
pub(super) struct ListTables {
    numbering: Numbering,
    levels: Vec<Level>,
    level: Option<Level>,
    list: u32,
    overrides: HashMap<usize, Override>,
    overridden: usize,
}

impl ListTables {
    /// Applies a control word of either table.
    pub(super) fn apply(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0);
        match word {
            "list" => self.levels.clear(),
            "listlevel" => self.level = Some(Level::default()),
            "listid" => self.list = value.cast_unsigned(),
            "listoverride" => {
                self.overrides.clear();
                self.overridden = 0;
            }
            "listoverridestartat" => {
                self.overrides.entry(self.overridden).or_default().start = Some(1);
            }
            "ls" => {
                let overrides = std::mem::take(&mut self.overrides);
                self.numbering.add_instance(value.cast_unsigned(), Instance { list: self.list, overrides });
            }
            _ => self.set(word, value),
        }
    }

    /// Applies a control word about a level.
    fn set(&mut self, word: &str, value: i32) {
        let Some(level) = &mut self.level else {
            if word == "levelstartat" {
                self.overrides.entry(self.overridden).or_default().start = u32::try_from(value).ok();
            }
            return;
        };
        match word {
            // Newer files state it twice.
            "levelnfc" | "levelnfcn" => level.format = ListFormat::from_code(u8::try_from(value).unwrap_or(0)),
            "levelstartat" => level.start = u32::try_from(value).unwrap_or(1),
            "levellegal" => level.is_legal = value != 0,
            "levelnorestart" => level.restart = (value != 0).then_some(0),
            "levelfollow" => {
                level.suffix = match value {
                    1 => Suffix::Space,
                    2 => Suffix::Nothing,
                    _ => Suffix::Tab,
                }
            }
            _ => {}
        }
    }

    /// Sets the template of the open level from its text: its length, then characters of which those below 9 are
    /// placeholders for numbers.
    pub(super) fn set_template(&mut self, text: &str) {
        let Some(level) = &mut self.level else { return };
        let mut chars = text.chars();
        let count = chars.next().map_or(0, |c| c as usize).min(MAX_TEMPLATE_CHARS);
        let mut template = String::new();
        for c in chars.take(count) {
            match c {
                '\0'..='\u{8}' => template.extend(['%', char::from(b'1' + c as u8)]),
                '%' => template.push('％'),
                c => template.push(c),
            }
        }
        level.template = if level.format == ListFormat::Bullet { bullet("", &template) } else { template };
    }

    /// Ends the group of a level.
    pub(super) fn end_level(&mut self, is_override: bool) {
        let Some(level) = self.level.take() else { return };
        if is_override {
            let change = self.overrides.entry(self.overridden).or_default();
            change.start = change.start.map(|_| level.start);
            change.level = Some(level);
        } else if self.levels.len() < LEVELS {
            self.levels.push(level);
        }
    }

    /// Ends the group of an override; the next override is about the next level.
    pub(super) fn end_override(&mut self) {
        self.overridden += 1;
    }

    /// Ends the group of a list.
    pub(super) fn end_list(&mut self) {
        self.numbering.add_list(self.list, std::mem::take(&mut self.levels));
    }

    /// The lists, for counting.
    pub(super) fn numbering(&mut self) -> &mut Numbering {
        &mut self.numbering
    }
}
