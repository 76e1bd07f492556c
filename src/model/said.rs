/// A language for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文.
    Zh,
    /// English.
    #[default]
    En,
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// 中文.
    pub zh: String,
    /// English: begins in lower case, ends without a full stop, quotes input in backticks.
    pub en: String,
}

impl Said {
    /// A message in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Said {
        Said { zh: zh.into(), en: en.into() }
    }

    /// The message in `lang`.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
