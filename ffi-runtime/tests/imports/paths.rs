//! The paths in a source file: its text comes in, and the paths that it names from the root of the crate go
//! out, those of nested `use` trees and those relative to `self` and `super` among them.

use std::collections::BTreeMap;

/// A path from the root of the crate, without `crate`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// Counted from 1.
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// The paths that a file names.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// Each path, also those that a re-export names.
    pub(crate) all: Vec<Import>,
    /// The paths that no re-export names.
    pub(crate) own: Vec<Import>,
    /// The items that the file re-exports, by their names there.
    pub(crate) exported: BTreeMap<String, Vec<String>>,
}

/// A word, or a character that is no part of one.
type Token<'a> = (usize, &'a str);

/// Reads the file of a module. `children` are the names of the files and folders beside it that are modules
/// of it.
pub(crate) fn read(text: &str, module: &[String], children: &[String]) -> Paths {
    let text = without_comments_and_literals(text);
    let tokens = without_tests(&tokens(&text));
    let mut reader = Reader {
        tokens: &tokens,
        module: module.to_vec(),
        children,
        names: BTreeMap::new(),
        paths: Paths::default(),
    };
    reader.read();
    reader.paths
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    module: Vec<String>,
    children: &'a [String],
    /// The meaning of each name that a `use` brought in.
    names: BTreeMap<String, Vec<String>>,
    paths: Paths,
}

impl Reader<'_> {
    fn read(&mut self) {
        // Modules in braces, with the depth at which each ends.
        let (mut depth, mut modules) = (0, Vec::new());
        let mut index = 0;
        while let Some((_, token)) = self.tokens.get(index) {
            match *token {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    if modules.last() == Some(&depth) {
                        modules.pop();
                        self.module.pop();
                    }
                }
                "mod" if self.word(index + 2) == "{" => {
                    self.module.push(self.word(index + 1).to_owned());
                    modules.push(depth);
                    depth += 1;
                    index += 2;
                }
                "use" if self.word(index + 1) != "<" => {
                    let is_export = index > 0 && is_visibility_end(self.word(index - 1));
                    index = self.tree(index + 1, &[], is_export && modules.is_empty());
                }
                _ if self.begins_path(index) => index = self.path(index),
                _ => {}
            }
            index += 1;
        }
    }

    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |(_, token)| token)
    }

    fn begins_path(&self, index: usize) -> bool {
        is_word(self.word(index)) && self.word(index + 1) == "::" && {
            let before = index.checked_sub(1).map_or("", |before| self.word(before));
            before != "::"
        }
    }

    /// A path in an expression or a type. Returns the index of its last token.
    fn path(&mut self, start: usize) -> usize {
        let mut path = vec![self.word(start).to_owned()];
        let mut index = start;
        while self.word(index + 1) == "::" && is_word(self.word(index + 2)) {
            path.push(self.word(index + 2).to_owned());
            index += 2;
        }
        let is_known = is_root(&path[0])
            || self.names.contains_key(&path[0])
            || self.children.contains(&path[0]);
        if let (true, Some(path)) = (is_known, self.absolute(&path)) {
            self.keep(self.tokens[start].0, path, None);
        }
        index
    }

    /// A tree of a `use`, behind the path of the trees around it. Returns the index of its last token.
    fn tree(&mut self, start: usize, before: &[String], is_export: bool) -> usize {
        let (mut index, mut path) = (start, before.to_vec());
        loop {
            match self.word(index) {
                "::" | "$" => {}
                "{" => {
                    index += 1;
                    while self.word(index) != "}" {
                        index = self.tree(index, &path, is_export) + 1;
                        if self.word(index) == "," {
                            index += 1;
                        }
                    }
                    return index;
                }
                "*" => {
                    self.import(start, path, None);
                    return index;
                }
                word => path.push(word.to_owned()),
            }
            if !matches!(self.word(index + 1), "::" | "{" | "*")
                && self.word(index) != "$"
                && self.word(index) != "::"
            {
                break;
            }
            index += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let mut name = path.last().cloned();
        if self.word(index + 1) == "as" {
            index += 2;
            name = Some(self.word(index).to_owned());
        }
        self.import(start, path, name.map(|name| (name, is_export)));
        index
    }

    fn import(&mut self, start: usize, path: Vec<String>, name: Option<(String, bool)>) {
        if let Some(path) = self.absolute(&path) {
            self.keep(self.tokens[start].0, path, name);
        }
    }

    fn keep(&mut self, line: usize, path: Vec<String>, name: Option<(String, bool)>) {
        let import = Import { line, path };
        let mut is_exported = false;
        if let Some((name, is_export)) = name {
            is_exported = is_export;
            if is_export {
                self.paths
                    .exported
                    .insert(name.clone(), import.path.clone());
            }
            self.names.insert(name, import.path.clone());
        }
        if !is_exported {
            self.paths.own.push(import.clone());
        }
        self.paths.all.push(import);
    }

    /// The path from the root of the crate, if it leads into the crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, mut rest) = path.split_first()?;
        let mut module = match first.as_str() {
            "crate" | "ffi_runtime" => Vec::new(),
            "self" => self.module.clone(),
            "super" => {
                let mut module = self.module.clone();
                module.pop();
                while let Some((next, others)) = rest.split_first()
                    && next == "super"
                {
                    module.pop();
                    rest = others;
                }
                module
            }
            name if self.names.contains_key(name) => self.names[name].clone(),
            name if self.children.iter().any(|child| child == name) => {
                let mut module = self.module.clone();
                module.push(name.to_owned());
                module
            }
            _ => return None,
        };
        module.extend_from_slice(rest);
        (!module.is_empty()).then_some(module)
    }
}

fn is_root(word: &str) -> bool {
    matches!(word, "crate" | "ffi_runtime" | "self" | "super")
}

fn is_word(token: &str) -> bool {
    token.starts_with(|start: char| start.is_alphanumeric() || start == '_')
}

/// Whether a `use` after this token is a re-export: `pub use`, `pub(crate) use`.
fn is_visibility_end(token: &str) -> bool {
    matches!(token, "pub" | ")")
}

/// The text with spaces instead of comments and of what stands between quotation marks.
fn without_comments_and_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if next == '"' {
            string_length(rest)
        } else if next == '\'' {
            character_length(rest)
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.extend(
            rest[..length]
                .chars()
                .map(|c| if c == '\n' { '\n' } else { ' ' }),
        );
        rest = &rest[length..];
    }
    code
}

fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal; of a lifetime only the apostrophe.
fn character_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text[2..].find('\'').map_or(1, |end| {
            // The escaped character may itself be an apostrophe.
            if end == 0 { 4 } else { end + 3 }
        }),
        Some(_) => match characters.next() {
            Some((end, '\'')) => end + 1,
            _ => 1,
        },
        None => 1,
    }
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(next) = rest.chars().next() {
            let length = if is_word(rest) {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                next.len_utf8()
            };
            tokens.push((number + 1, &rest[..length]));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The tokens without the items that only tests have.
fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        let attribute = &tokens[index..];
        if attribute.len() > 2
            && [attribute[0].1, attribute[1].1, attribute[2].1] == ["#", "[", "cfg"]
        {
            let end = index + 1 + group_length(&tokens[index + 1..]);
            if is_for_tests(&tokens[index..end]) {
                index = end + item_length(&tokens[end..]);
                continue;
            }
        }
        kept.push(tokens[index]);
        index += 1;
    }
    kept
}

/// Whether a `cfg` asks for `test`, alone or with all of others.
fn is_for_tests(attribute: &[Token<'_>]) -> bool {
    let words: Vec<_> = attribute.iter().map(|(_, token)| *token).collect();
    words.contains(&"test") && !words.windows(3).any(|three| three == ["not", "(", "test"])
}

/// The length of a group in brackets of any kind, which begins with the first token.
fn group_length(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0;
    for (index, (_, token)) in tokens.iter().enumerate() {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// The length of an item with its attributes: it ends with a semicolon or with braces.
fn item_length(tokens: &[Token<'_>]) -> usize {
    let mut index = 0;
    while index < tokens.len() {
        match tokens[index].1 {
            ";" => return index + 1,
            "{" => return index + group_length(&tokens[index..]),
            "(" | "[" => index += group_length(&tokens[index..]),
            _ => index += 1,
        }
    }
    tokens.len()
}
