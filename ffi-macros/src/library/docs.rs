//! Documentation of what a declaration gets without asking: the text, for `expand`.

use super::lowering;
use super::model::{Argument, Library, Member, Method, Searched, Threads};

/// The documentation that a method gets after that which its author wrote.
pub(crate) fn after(
    member: &Member,
    method: Option<&Method>,
    library: &Library,
    has_text: bool,
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(since) = &member.symbol.since {
        parts.push(format!("Since version {since} of the {}.", noun(library)));
    }
    let arguments = method.map_or(&[][..], |method| &method.arguments);
    parts.extend(described(arguments));
    if let Some(method) = method.filter(|method| method.is_lowered()) {
        parts.extend(lowering::docs::about(method, library));
    } else if member.symbol.is_optional {
        let place = place(library);
        parts.push(format!(
            "# Errors\n\nIf the {place} does not have this function."
        ));
    }
    if parts.is_empty() {
        return None;
    }
    let text = parts.join("\n\n");
    Some(if has_text {
        format!("\n\n{text}")
    } else {
        format!(" Calls `{}`.\n\n{text}", member.symbol.names[0])
    })
}

/// The word for what has the functions.
fn noun(library: &Library) -> &'static str {
    if library.table.is_some() {
        "table"
    } else {
        "library"
    }
}

/// The functions, once they are there.
pub(super) fn place(library: &Library) -> &'static str {
    if library.table.is_some() {
        "table"
    } else {
        "loaded library"
    }
}

/// The list of the arguments that have documentation.
fn described(arguments: &[Argument]) -> Option<String> {
    let rows: Vec<String> = arguments
        .iter()
        .filter(|argument| !argument.docs.is_empty())
        .map(|argument| {
            let lines = argument.docs.iter().map(|line| line.trim());
            let text = lines.collect::<Vec<_>>().join("\n  ");
            format!("- `{}`: {text}", argument.ident)
        })
        .collect();
    (!rows.is_empty()).then(|| format!("# Arguments\n\n{}", rows.join("\n")))
}

/// The documentation of `load`.
pub(crate) fn load(library: &Library) -> String {
    let thread = match library.threads {
        Threads::Any | Threads::One => "",
        Threads::Main => "If the current thread is not the main one of the process.\n\n",
    };
    if library.searched.names.is_empty() && library.systems.is_empty() {
        return format!(
            " Finds the functions among the symbols of this process.\n\n\
             # Errors\n\n\
             {thread}\
             If the symbols of this process are out of reach, or required functions are missing; \
             the error names all of them."
        );
    }
    let names = named(&library.searched).unwrap_or_else(|| "of this system".to_owned());
    format!(
        " Searches for the library {names} loads it and finds its functions.\n\n\
         # Errors\n\n\
         {thread}\
         If no candidate can be loaded, or required functions are missing; the error names what \
         was tried, and every missing function."
    )
}

/// `` `z`, version `1`, ``, or nothing without a name.
fn named(Searched { names, versions }: &Searched) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let mut text = listed(names);
    if !versions.is_empty() {
        text += &format!(", version {},", listed(versions));
    }
    Some(text)
}

fn listed(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(" or ")
}

/// The documentation of the question whether an optional function or variable is there.
pub(crate) fn has(symbol: &str, library: &Library) -> String {
    format!(" Whether the {} has `{symbol}`.", place(library))
}

/// The documentation of the question whether all functions of a group are there.
pub(crate) fn has_group(symbols: &[&str]) -> String {
    let quoted: Vec<String> = symbols.iter().map(|symbol| format!("`{symbol}`")).collect();
    format!(
        " Whether the loaded library has all of {}.",
        quoted.join(", ")
    )
}
