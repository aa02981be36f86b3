//! Settings at the start: language, theme, pinyin, mouse, keys, and the item to pick.

use super::hit_picker::Candidates;
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
    /// The sixteen colours of the terminal's palette; readable on any background.
    Ansi,
    /// No colours (`NO_COLOR`): only bold, dim, underline and reverse.
    Plain,
}

impl Theme {
    /// All themes, in the order in which the key cycles through them.
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

    /// The theme with this name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// The kind of item to pick when the program runs as a picker (`--pick`) and prints the choice.
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

    /// The items that this picker searches.
    pub const fn candidates(self) -> Candidates {
        match self {
            Self::Titles => Candidates::Items(Scope::Titles),
            Self::Headings => Candidates::Items(Scope::AllHeadings),
            Self::Sentences => Candidates::Sentences,
        }
    }
}

/// Settings of the application at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Language of the interface.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Scheme in which pinyin is typed.
    pub pinyin: PinyinScheme,
    /// Whether the mouse is captured at the start.
    pub mouse: bool,
    /// Key bindings.
    pub keymap: Keymap,
    /// The kind of item to pick and the initial query, when the program runs as a picker.
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
