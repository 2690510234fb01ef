//! Names of Rust as names of C.

/// Words that are no names in C or C++, and macros of the headers that are included.
const WORDS: [&str; 72] = [
    "alignas",
    "alignof",
    "and",
    "asm",
    "auto",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "constexpr",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "nullptr",
    "operator",
    "or",
    "private",
    "protected",
    "public",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "linux",
    "unix",
    "errno",
    "NULL",
];

/// A name as an identifier of C: a word of C gets a `_`, and the fields of tuples have numbers.
pub(super) fn identifier(name: &str) -> String {
    let mut identifier: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect();
    if identifier.is_empty() || identifier.starts_with(|first: char| first.is_ascii_digit()) {
        identifier.insert_str(0, "field");
    }
    if WORDS.contains(&&*identifier) {
        identifier.push('_');
    }
    identifier
}

/// A function as a field of a table, whose head has names of its own.
pub(super) fn entry(name: &str) -> String {
    match name {
        "size" | "retain" | "release" => format!("{name}_"),
        _ => identifier(name),
    }
}

/// Whether a name is one of C as it is.
pub(super) fn is_identifier(name: &str) -> bool {
    !name.is_empty() && identifier(name) == name
}

/// The name of an interface as that of a type: `Filter` for `org.example.filter`, and `FilterHost` for what is called as the
/// interface with `.host` behind it.
pub(super) fn type_name(interface: &str, of: Option<&str>) -> String {
    let inner = of.and_then(|of| Some((of, interface.strip_prefix(of)?.strip_prefix('.')?)));
    if let Some((of, rest)) = inner {
        return type_name(of, None) + &camel(rest);
    }
    let last = interface.rsplit('.').next().unwrap_or(interface);
    identifier(&camel(last))
}

fn camel(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// The name of a type as the beginning of macros: `FILTER_HOST` for `FilterHost`.
pub(super) fn macro_name(ty: &str) -> String {
    let mut name = String::new();
    for letter in ty.chars() {
        let starts_word = letter.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('_');
        if starts_word {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{entry, identifier, is_identifier, macro_name, type_name};

    #[test]
    fn words_of_c_are_no_names() {
        assert_eq!(identifier("width"), "width");
        assert_eq!(identifier("default"), "default_");
        assert_eq!(identifier("0"), "field0");
        assert_eq!(identifier("Complex<f32>"), "Complex_f32_");
        assert_eq!(entry("release"), "release_");
        assert!(is_identifier("Frame") && !is_identifier("[u8]") && !is_identifier("int"));
    }

    #[test]
    fn names_of_interfaces() {
        assert_eq!(type_name("org.example.image-filter", None), "ImageFilter");
        let host = type_name("org.example.filter.host", Some("org.example.filter"));
        assert_eq!((&*host, &*macro_name(&host)), ("FilterHost", "FILTER_HOST"));
        assert_eq!(
            type_name("org.example.host", Some("org.example.filter")),
            "Host"
        );
    }
}
