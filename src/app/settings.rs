//! What the reader chose before the program started: language, theme, pinyin, mouse, keys, what to pick.

use super::hit_picker::Pool;
use super::keymap::Keymap;
use crate::lang::Lang;
use crate::search::Scope;
use crate::text::shuangpin::PinyinScheme;

/// A colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Theme {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// The sixteen colours of the terminal's own palette; right on any background.
    Ansi,
    /// No colour at all (`NO_COLOR`): bold, dim, underline and reverse only.
    Plain,
}

impl Theme {
    /// All, in the order in which the key cycles through them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Ansi, Self::Plain];

    /// The name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Ansi => "ansi",
            Self::Plain => "plain",
        }
    }

    /// The theme of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// What a picker is opened for at the start, whose choice is printed when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picking {
    /// Notices, by title.
    Titles,
    /// Headings of all notices.
    Headings,
    /// Sentences.
    Sentences,
}

impl Picking {
    /// All.
    pub const ALL: [Self; 3] = [Self::Titles, Self::Headings, Self::Sentences];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Titles => "titles",
            Self::Headings => "headings",
            Self::Sentences => "sentences",
        }
    }

    /// Among what it is picked.
    pub const fn pool(self) -> Pool {
        match self {
            Self::Titles => Pool::Items(Scope::Titles),
            Self::Headings => Pool::Items(Scope::AllHeadings),
            Self::Sentences => Pool::Sentences,
        }
    }
}

/// What the application starts with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Language of the interface.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// How pinyin is typed.
    pub pinyin: PinyinScheme,
    /// Whether the mouse is captured at the start.
    pub mouse: bool,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// Whether it only serves to pick something, and what was typed for that already.
    pub picking: Option<(Picking, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::default(),
            theme: Theme::default(),
            pinyin: PinyinScheme::default(),
            mouse: true,
            keymap: Keymap::default(),
            picking: None,
        }
    }
}
