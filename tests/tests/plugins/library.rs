//! The compiled fixture, with a description and settings written into it; and folders for it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use ffi_runtime::plugin::PluginFolder;

use crate::described::described;
use crate::interface::{Counter, Host};

/// The end of a library's name.
pub(crate) const SUFFIX: &str = env!("FFI_TESTS_SUFFIX");

/// A library that is not written yet.
#[derive(Clone)]
pub(crate) struct Library {
    pub(crate) bytes: Vec<u8>,
}

/// Settings of the fixture, in the order of the struct there.
#[derive(Clone, Copy)]
pub(crate) enum Setting {
    Generation,
    CreateFails,
    ShutdownStatus,
    SaveStatus,
    RestoreStatus,
    ReleasesInHost,
    KeepsHost,
}

impl Library {
    /// The fixture in one of the ways of `build/plugins.rs`, with the description that fits.
    pub(crate) fn of(variant: &str) -> Self {
        Self::without_description(variant).describe(&described())
    }

    /// The fixture as it was compiled.
    pub(crate) fn without_description(variant: &str) -> Self {
        let file = format!("{}/plugins/{variant}/plugin{SUFFIX}", env!("OUT_DIR"));
        let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        Self { bytes }
    }

    /// Writes a description in place of the one that the file has.
    pub(crate) fn describe(mut self, description: &[u8]) -> Self {
        let name = self.place_of(b"FFI-PLUGIN\0\0");
        let size = u32::try_from(description.len()).expect("a description is short");
        let old = self.word(name - 8);
        assert!(size <= old, "the fixture has too little space");
        self.bytes[name - 8..name - 4].copy_from_slice(&size.to_le_bytes());
        self.bytes[name + 12..][..description.len()].copy_from_slice(description);
        self
    }

    pub(crate) fn set(mut self, setting: Setting, value: i32) -> Self {
        let place = self.place_of(b"FFI-SETTINGS\0\0\0") + 16 + 4 * setting as usize;
        self.bytes[place..place + 4].copy_from_slice(&value.to_le_bytes());
        self
    }

    /// The initializer of the library will make this file.
    pub(crate) fn witness(mut self, path: &Path) -> Self {
        let place = self.place_of(b"FFI-SETTINGS\0\0\0") + 16 + 4 * 7;
        let path = path.to_str().expect("the path is a text");
        assert!(path.len() < 256, "{path} is too long for the fixture");
        self.bytes[place..place + path.len()].copy_from_slice(path.as_bytes());
        self
    }

    /// Where some bytes are.
    pub(crate) fn place_of(&self, bytes: &[u8]) -> usize {
        let found = self
            .bytes
            .windows(bytes.len())
            .position(|part| part == bytes);
        found.expect("the fixture has the bytes")
    }

    pub(crate) fn word(&self, place: usize) -> u32 {
        let bytes = self.bytes[place..place + 4].try_into();
        u32::from_le_bytes(bytes.expect("there are four"))
    }

    /// Puts the library into a folder, as a new file that takes the place of the one that was there.
    pub(crate) fn install(&self, folder: &Path, name: &str) -> PathBuf {
        let file = folder.join(format!("{name}{SUFFIX}"));
        let new = folder.join(format!("{name}.new"));
        fs::write(&new, &self.bytes).expect("the folder can be written");
        fs::rename(&new, &file).expect("the folder can be written");
        file
    }
}

/// An empty folder for one test.
pub(crate) fn empty_folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("plugins")
        .join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    // As errors name it.
    std::path::absolute(folder).expect("the path is one")
}

/// Opens a folder that has the fixture in it.
pub(crate) fn open(folder: &Path, host: &Host) -> PluginFolder<Counter> {
    // SAFETY: all libraries are the fixture, whose functions are those of the interface.
    let opened = unsafe { PluginFolder::open(folder, host.clone()) };
    opened.expect("the folder is there")
}

/// The files in a folder that sessions made.
pub(crate) fn copies_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("it can be read").file_name());
    let names = names.map(|name| name.into_string().expect("names are texts"));
    let mut copies: Vec<_> = names
        .filter(|name| name.starts_with(".ffi-plugin-"))
        .collect();
    copies.sort();
    copies
}
