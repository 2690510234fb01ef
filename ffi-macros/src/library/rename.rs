//! *Lower*, the names of symbols: how words of a method's name are put together in the library.
//!
//! The vocabulary is that of serde's `rename_all`; the words are those between underscores.

/// How the words of a name are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rename {
    /// The name as it is.
    No,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
}

impl Rename {
    /// The names of the rules.
    pub(crate) const NAMES: [&str; 6] = [
        "lowercase",
        "UPPERCASE",
        "PascalCase",
        "camelCase",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
    ];

    const RULES: [Self; 6] = [
        Self::Lower,
        Self::Upper,
        Self::Pascal,
        Self::Camel,
        Self::Snake,
        Self::ScreamingSnake,
    ];

    /// The rule that a text names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let position = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::RULES[position])
    }

    /// A name by this rule.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = name.split('_').filter(|word| !word.is_empty());
        let (first, all) = match self {
            Self::No => return name.to_owned(),
            Self::Lower => return words.map(str::to_lowercase).collect(),
            Self::Upper => return words.map(str::to_uppercase).collect(),
            Self::Snake => return name.to_lowercase(),
            Self::ScreamingSnake => return name.to_uppercase(),
            Self::Pascal => (true, words),
            Self::Camel => (false, words),
        };
        let case = |(position, word): (usize, &str)| {
            if position > 0 || first {
                capitalized(word)
            } else {
                word.to_lowercase()
            }
        };
        all.enumerate().map(case).collect()
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_together_by_the_rule() {
        let rows = [
            ("lowercase", "device_create_buffer", "devicecreatebuffer"),
            ("UPPERCASE", "device_create_buffer", "DEVICECREATEBUFFER"),
            ("PascalCase", "device_create_buffer", "DeviceCreateBuffer"),
            ("PascalCase", "space_get_iterations2", "SpaceGetIterations2"),
            ("PascalCase", "create_GPU_buffer", "CreateGPUBuffer"),
            ("camelCase", "device_create_buffer", "deviceCreateBuffer"),
            ("snake_case", "device_Create", "device_create"),
            ("SCREAMING_SNAKE_CASE", "device_create", "DEVICE_CREATE"),
            ("PascalCase", "_private__name_", "PrivateName"),
        ];
        for (rule, name, expected) in rows {
            let renamed = Rename::named(rule).unwrap().apply(name);
            assert_eq!(renamed, expected, "{rule}");
        }
        assert_eq!(Rename::named("kebab-case"), None);
        assert_eq!(Rename::No.apply("_a__B"), "_a__B");
    }
}
