//! The direction of imports: each folder of `src` imports only folders to its left, and no files import each
//! other in a circle where a convention's rules or its assembly stand.
//!
//! The source is read as text, so this holds for the code of every target. Tests may import anything.

#[path = "imports/paths.rs"]
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use crate::paths::{Paths, read};

/// The folders of `src`, each with those that it may import beside itself.
const FOLDERS: [(&str, &[&str]); 11] = [
    ("system", &[]),
    ("types", &[]),
    ("abi", &["types"]),
    ("interface", &["types", "abi"]),
    ("machine", &["types", "abi", "interface"]),
    ("call", &["system", "types", "abi", "interface", "machine"]),
    (
        "callback",
        &["system", "types", "abi", "interface", "machine", "call"],
    ),
    ("library", &["types"]),
    ("lowering", &["system", "types", "library"]),
    ("offload", &["callback", "lowering"]),
    (
        "plugin",
        &["system", "types", "callback", "library", "lowering"],
    ),
];

/// Folders whose files import each other in no circle, the files of folders in them included.
const WITHOUT_CIRCLES: [&str; 5] = [
    "abi/sysv64",
    "abi/win64",
    "abi/aapcs64",
    "abi/riscv64",
    "machine",
];

/// Its folders are one and the same module, each on another target.
const PROCESSOR: &str = "machine/processor";

#[test]
fn folders_import_only_those_to_their_left() {
    let source = Source::read();
    let mut wrong = Vec::new();
    for (file, paths) in &source.files {
        let Some((own, allowed)) = FOLDERS.iter().find(|(name, _)| file.starts_with(name)) else {
            continue;
        };
        for import in &paths.all {
            let target = source.folder(&import.path);
            if target != *own && !allowed.contains(&target) {
                let (file, line, path) = (file.display(), import.line, import.path.join("::"));
                wrong.push(format!(
                    "src/{file}:{line}: `crate::{path}`: {own} must not import {target}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn files_of_a_convention_import_each_other_in_no_circle() {
    let source = Source::read();
    for folder in WITHOUT_CIRCLES {
        let files = source.files.keys().filter(|file| file.starts_with(folder));
        let imports: BTreeMap<&Path, BTreeMap<PathBuf, usize>> = files
            .map(|file| (file.as_path(), source.imports(file)))
            .collect();
        assert!(imports.len() > 1, "{folder} has files");
        if let Some(circle) = circle(&imports) {
            let lines: Vec<_> = iter::zip(&circle, circle.iter().cycle().skip(1))
                .map(|(from, to)| {
                    let line = imports[from.as_path()][to];
                    format!("src/{}:{line} imports src/{}", from.display(), to.display())
                })
                .collect();
            panic!("\nfiles import each other:\n{}\n", lines.join("\n"));
        }
    }
}

#[test]
fn source_is_found() {
    let source = Source::read();
    for (folder, allowed) in FOLDERS {
        let files = source
            .files
            .iter()
            .filter(|(file, _)| file.starts_with(folder));
        if allowed.is_empty() {
            assert!(files.count() > 0, "{folder} has files");
            continue;
        }
        let imports: usize = files.map(|(_, paths)| paths.all.len()).sum();
        assert!(imports >= 10, "{imports} imports in {folder}");
    }
    let folders = fs::read_dir(root()).expect("src is a folder");
    let folders = folders.map(|entry| entry.expect("src can be read").path());
    let unknown: Vec<_> = folders
        .filter(|path| path.is_dir())
        .filter(|path| !path.ends_with("macro_support")) // It may import everything.
        .filter(|path| !FOLDERS.iter().any(|(name, _)| path.ends_with(name)))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?} have no place in the order");
}

#[test]
fn paths_of_a_text() {
    let text = r#"
        //! crate::comment::X
        pub(crate) use crate::a::{self, b::{C, D as E}, f::*};
        use super::g;
        pub use child::Exported;
        #[cfg(all(test, not(miri)))]
        mod tests { use crate::only_for_tests::X; }
        #[cfg(test)]
        #[path = "x_tests.rs"]
        mod more;
        mod inner {
            fn f() { super::h('"', "crate::text::X", 'x', '\''); }
        }
        macro_rules! m { () => {{ use $crate::i::{j}; g::k() }} }
        fn l<'a>() -> crate::m::N { core::mem::drop(child::o) }
    "#;
    let module = ["folder".to_owned()];
    let paths = read(text, &module, &["child".to_owned()]);
    let all: Vec<_> = paths
        .all
        .iter()
        .map(|import| import.path.join("::"))
        .collect();
    assert_eq!(
        all,
        [
            "a",
            "a::b::C",
            "a::b::D",
            "a::f",
            "g",
            "folder::child::Exported",
            "folder::h",
            "i::j",
            "g::k",
            "m::N",
            "folder::child::o"
        ]
    );
    assert_eq!(paths.all[0].line, 3);
    let exported: Vec<_> = paths.exported.keys().collect();
    assert_eq!(exported, ["C", "E", "Exported", "a"]);
    assert_eq!(paths.own.len(), 7);
}

/// The files below `src`, by their paths there.
struct Source {
    files: BTreeMap<PathBuf, Paths>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

impl Source {
    fn read() -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(root().join(&folder)).expect("a folder can be read");
            let names: Vec<_> = entries
                .map(|entry| entry.expect("a folder can be read").file_name())
                .map(|name| name.into_string().expect("a name is a text"))
                .collect();
            for name in &names {
                let path = folder.join(name);
                if root().join(&path).is_dir() {
                    folders.push(path);
                } else if name.ends_with(".rs") && !name.ends_with("_tests.rs") {
                    let text = fs::read_to_string(root().join(&path)).expect("a file can be read");
                    files.insert(path.clone(), paths_of(&text, &path, &names));
                }
            }
        }
        Self { files }
    }

    /// The folder below `src` that a path leads into. What the root re-exports is that of its folder.
    fn folder<'a>(&'a self, path: &'a [String]) -> &'a str {
        let root = &self.files[Path::new("lib.rs")];
        match root.exported.get(&path[0]) {
            Some(exported) if exported[0] != path[0] => self.folder(exported),
            _ => &path[0],
        }
    }

    /// The files that a file imports, with the line of the first import of each.
    fn imports(&self, file: &Path) -> BTreeMap<PathBuf, usize> {
        let mut imports = BTreeMap::new();
        for import in &self.files[file].own {
            for target in self.resolve(&import.path) {
                if target != file {
                    imports.entry(target).or_insert(import.line);
                }
            }
        }
        imports
    }

    /// The files that a path leads to: more than one where a module is another file on another target.
    fn resolve(&self, path: &[String]) -> Vec<PathBuf> {
        let mut folder = PathBuf::new();
        for (index, name) in path.iter().enumerate() {
            let file = folder.join(name).with_extension("rs");
            if self.files.contains_key(&file) {
                return vec![file];
            }
            let inner = folder.join(name);
            if self.files.keys().any(|file| file.starts_with(&inner)) {
                folder = inner;
                continue;
            }
            if folder == Path::new(PROCESSOR) {
                let files = self.files.keys().filter(|file| {
                    file.starts_with(&folder)
                        && file.file_stem().is_some_and(|stem| stem == &**name)
                });
                return files.cloned().collect();
            }
            let module = folder.join(if index == 0 { "lib.rs" } else { "mod.rs" });
            let exported = self
                .files
                .get(&module)
                .and_then(|paths| paths.exported.get(name));
            return match exported {
                // A name that is exported under itself would not end.
                Some(exported) if exported != path => self.resolve(exported),
                _ => vec![module],
            };
        }
        vec![folder.join("mod.rs")]
    }
}

fn paths_of(text: &str, path: &Path, beside: &[String]) -> Paths {
    let mut module: Vec<_> = path
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let is_folder = matches!(module.last().map(String::as_str), Some("mod" | "lib"));
    let mut children = Vec::new();
    if is_folder {
        module.pop();
        children = beside
            .iter()
            .map(|name| name.trim_end_matches(".rs").to_owned())
            .collect();
    }
    read(text, &module, &children)
}

/// Files that import each other, each the next and the last the first.
fn circle(imports: &BTreeMap<&Path, BTreeMap<PathBuf, usize>>) -> Option<Vec<PathBuf>> {
    let mut done = BTreeSet::new();
    imports
        .keys()
        .find_map(|file| visit(file, imports, &mut Vec::new(), &mut done))
}

fn visit(
    file: &Path,
    imports: &BTreeMap<&Path, BTreeMap<PathBuf, usize>>,
    way: &mut Vec<PathBuf>,
    done: &mut BTreeSet<PathBuf>,
) -> Option<Vec<PathBuf>> {
    if let Some(start) = way.iter().position(|visited| visited == file) {
        return Some(way[start..].to_vec());
    }
    // Files of other folders have no entry: they are held by the direction of folders.
    let targets = imports.get(file)?;
    if !done.insert(file.to_owned()) {
        return None;
    }
    way.push(file.to_owned());
    let found = targets
        .keys()
        .find_map(|target| visit(target, imports, way, done));
    way.pop();
    found
}
