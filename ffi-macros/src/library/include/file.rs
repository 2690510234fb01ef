//! *Parse*, the file: its foreign blocks apart from everything else in it.

use std::fs;

use quote::ToTokens;
use syn::{AttrStyle, Attribute, Expr, ForeignItem, Item, ItemForeignMod};

use super::path::{Located, Wrong};
use crate::lints::{is_level, lint_level};
use crate::wording::include as wording;

/// A file that was read.
pub(super) struct Included {
    /// The name that messages have for it.
    name: String,
    text: String,
    /// The absolute path.
    pub(super) path: String,
    /// The environment variables that the path depends on.
    pub(super) variables: Vec<String>,
    pub(super) blocks: Vec<ItemForeignMod>,
    /// The items that stay as they are.
    pub(super) items: Vec<Item>,
    /// The lint levels of the file, as attributes of an item.
    pub(super) levels: Vec<Attribute>,
}

impl Included {
    /// Reads and parses the file; `written` is the path as it stands in the call.
    pub(super) fn read(located: Located, written: &Expr) -> Result<Self, Wrong> {
        let Located { path, variables } = located;
        let wrong = |message| (written.to_token_stream(), message);
        let text = fs::read_to_string(&path)
            .map_err(|error| wrong(wording::unreadable(&path.display(), &error)))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        let path = path
            .to_str()
            .ok_or_else(|| wrong(wording::NOT_A_PATH))?
            .to_owned();
        let file = syn::parse_file(&text)
            .map_err(|error| wrong(wording::not_rust(&name, &error.to_string())))?;
        let is_harmless =
            |attribute: &Attribute| is_level(attribute) || attribute.path().is_ident("doc");
        if let Some(attribute) = file.attrs.iter().find(|attribute| !is_harmless(attribute)) {
            let attribute = attribute.path().to_token_stream().to_string();
            return Err(wrong(wording::inner_attribute(&name, &attribute)));
        }
        let mut included = Self {
            name,
            text,
            path,
            variables,
            blocks: Vec::new(),
            items: Vec::new(),
            levels: levels(&file.attrs),
        };
        for item in file.items {
            match item {
                Item::ForeignMod(block) => included.blocks.push(with_conditions(block)),
                other if contains_block(&other) => {
                    return Err(wrong(wording::block_in_module(&included.name)));
                }
                other => included.items.push(other),
            }
        }
        if included.blocks.is_empty() {
            return Err(wrong(wording::no_block(&included.name)));
        }
        Ok(included)
    }

    /// The file and the line that declares a function.
    pub(super) fn place(&self, function: &str) -> String {
        let declares = |line: &str| {
            let mut parts = line.match_indices(function);
            parts.any(|(start, _)| {
                line[..start].ends_with("fn ")
                    && line[start + function.len()..].starts_with(['(', '<'])
            })
        };
        let line = self.text.lines().position(declares);
        match line {
            Some(line) => format!("{}:{}", self.name, line + 1),
            None => self.name.clone(),
        }
    }
}

/// The lint levels among the attributes of a file, for each item: a macro cannot set those of the whole module.
fn levels(attributes: &[Attribute]) -> Vec<Attribute> {
    let levels = attributes.iter().filter(|attribute| is_level(attribute));
    let of_item = levels.map(|attribute| Attribute {
        style: AttrStyle::Outer,
        ..lint_level(attribute)
    });
    of_item.collect()
}

/// The block with its conditions at each item, for the blocks become one.
fn with_conditions(mut block: ItemForeignMod) -> ItemForeignMod {
    let is_condition = |attribute: &&Attribute| attribute.path().is_ident("cfg");
    let conditions: Vec<Attribute> = block.attrs.iter().filter(is_condition).cloned().collect();
    for item in &mut block.items {
        let attributes = match item {
            ForeignItem::Fn(item) => &mut item.attrs,
            ForeignItem::Static(item) => &mut item.attrs,
            _ => continue,
        };
        attributes.extend(conditions.iter().cloned());
    }
    block
}

/// Whether a module has blocks, whose types have other paths.
fn contains_block(item: &Item) -> bool {
    let Item::Mod(module) = item else {
        return false;
    };
    let items = module.content.iter().flat_map(|(_, items)| items);
    let mut items = items.map(|item| matches!(item, Item::ForeignMod(_)) || contains_block(item));
    items.any(|is_block| is_block)
}
