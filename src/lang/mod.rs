//! Every string of the interface, in Chinese and English.
//!
//! A [`Phrase`] cannot be made without both languages, and the macros below take both, so a missing translation does
//! not compile. The help texts of actions stand beside their keys in `app::action`.

pub(crate) mod cli;
pub(crate) mod damage;
pub mod errors;
pub(crate) mod formats;
pub(crate) mod misuse;
pub(crate) mod panes;
pub(crate) mod queries;
mod records;
pub(crate) mod screen;
pub mod warnings;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Lang {
    /// The language of a name (`zh`, `chinese`, `中文`, `en`, `english`) or a locale (`zh_CN.UTF-8`, `en_GB`); `None`
    /// for any other.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let is_language =
            |code: &str| name.strip_prefix(code).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        if is_language("zh") || matches!(name.as_str(), "chinese" | "中文") {
            return Some(Self::Chinese);
        }
        (is_language("en") || name == "english").then_some(Self::English)
    }

    /// Its name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }
}

/// A string of the interface in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    chinese: &'static str,
    english: &'static str,
}

impl Phrase {
    /// A phrase that is equal in both languages.
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        Self { chinese, english }
    }

    /// The string in that language.
    pub const fn to(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Chinese => self.chinese,
            Lang::English => self.english,
        }
    }
}

/// Declares constants of type [`Phrase`]: `/// doc` `NAME: "中文", "English";`
macro_rules! phrases {
    ($($(#[$doc:meta])+ $name:ident: $chinese:literal, $english:literal;)+) => {
        $($(#[$doc])+ pub(crate) const $name: $crate::lang::Phrase = $crate::lang::Phrase::new($chinese, $english);)+
    };
}

/// Declares functions that fill values into a string: `/// doc` `name(count: usize): "{count} 件", "{count} notices";`
macro_rules! sentences {
    ($($(#[$doc:meta])+ $name:ident($($arg:ident: $kind:ty),+): $chinese:literal, $english:literal;)+) => {
        $($(#[$doc])+ pub(crate) fn $name(lang: $crate::lang::Lang, $($arg: $kind),+) -> String {
            match lang {
                $crate::lang::Lang::Chinese => format!($chinese),
                $crate::lang::Lang::English => format!($english),
            }
        })+
    };
}

pub(crate) use {phrases, sentences};

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn languages_are_known_by_name_and_locale() {
        for (name, lang) in [
            ("zh", Some(Lang::Chinese)),
            ("zh_CN.UTF-8", Some(Lang::Chinese)),
            ("zh-Hans", Some(Lang::Chinese)),
            ("中文", Some(Lang::Chinese)),
            ("EN_gb", Some(Lang::English)),
            ("english", Some(Lang::English)),
            ("C", None),
            ("zhuang", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_name(name), lang, "{name:?}");
        }
    }
}
