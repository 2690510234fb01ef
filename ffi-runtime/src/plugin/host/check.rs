//! Check: what a library describes, held against the interface of this program.
//!
//! The bytes of a description come in; out goes what `generation` needs of it, if a plugin fits.

use std::path::Path;

use crate::plugin::description::{
    DescribedInterface, DescribedPlugin, Description, Target, compare, compare_library,
};
use crate::plugin::host::file::Contents;
use crate::plugin::host::generation::Described;
use crate::plugin::host::load_error::LoadError;
use crate::plugin::host::scan::FoundPlugin;

/// A library that was read.
#[derive(Debug)]
pub(super) struct Library {
    description: Description,
}

/// Reads the description of a library.
pub(super) fn read(file: &Path, contents: &Contents) -> Result<Library, LoadError> {
    let description = Description::read(&contents.description);
    let description = description.map_err(|error| LoadError::Description {
        file: file.to_owned(),
        error,
    })?;
    Ok(Library { description })
}

impl Library {
    pub(super) fn plugins(&self) -> impl ExactSizeIterator<Item = &DescribedPlugin> {
        self.description.plugins()
    }

    /// The names of the plugins, for errors.
    pub(super) fn summary(&self) -> String {
        let names: Vec<_> = self
            .plugins()
            .map(|plugin| format!("{:?}", plugin.name))
            .collect();
        if names.is_empty() {
            return "it has no plugins".to_owned();
        }
        format!("it has {}", names.join(", "))
    }

    /// Compares a plugin of the library with the interface of this program.
    pub(super) fn check(
        &self,
        file: &Path,
        plugin: &DescribedPlugin,
        interface: &DescribedInterface,
    ) -> Result<FoundPlugin, LoadError> {
        let mut differences = Vec::new();
        for compared in [
            compare_library(&Target::CURRENT, &self.description),
            compare(interface, &plugin.interface),
        ] {
            differences.extend(compared.err().into_iter().flatten());
        }
        let built_by = self.built_by();
        if !differences.is_empty() {
            return Err(LoadError::Refused {
                file: file.to_owned(),
                plugin: plugin.name.clone(),
                interface: interface.name.as_str().into(),
                built_by: built_by.into(),
                differences,
            });
        }
        Ok(FoundPlugin {
            name: plugin.name.clone(),
            interface: plugin.interface.name.clone(),
            version: plugin.interface.version,
            built_by,
            is_unloadable: self.description.is_unloadable,
        })
    }

    /// `blur 0.1.0, debug, by rustc 1.88.0`: as much of it as is known.
    fn built_by(&self) -> String {
        let builder = &self.description.built_by;
        let made = [&*builder.package, &builder.profile];
        let made: Vec<_> = made.into_iter().filter(|text| !text.is_empty()).collect();
        let made = made.join(", ");
        match (&*made, &*builder.compiler) {
            (made, "") => made.to_owned(),
            ("", compiler) => format!("made by {compiler}"),
            (made, compiler) => format!("{made}, by {compiler}"),
        }
    }
}

/// Checks a library that is to be loaded. A plugin that does not fit has no name by which it could be made; if no plugin
/// fits, the library is refused.
pub(super) fn check(
    file: &Path,
    contents: &Contents,
    interface: &DescribedInterface,
) -> Result<Described, LoadError> {
    let library = read(file, contents)?;
    let mut names = Vec::new();
    let mut refused = None;
    for plugin in library.plugins() {
        match library.check(file, plugin, interface) {
            Ok(plugin) => names.push(Some(plugin.name)),
            Err(error) => {
                names.push(None);
                refused = refused.or(Some(error));
            }
        }
    }
    match refused {
        Some(error) if names.iter().all(Option::is_none) => Err(error),
        _ => Ok(Described {
            names,
            is_unloadable: library.description.is_unloadable,
        }),
    }
}
