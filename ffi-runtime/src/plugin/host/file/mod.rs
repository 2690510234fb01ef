//! File: reads what a library says of its plugins before anything of it runs.
//!
//! In comes a path; out go the bytes of the description, which `description` reads, and what would hinder unmapping
//! the library. Nothing that the file says is trusted: sizes and counts are held against limits and its length.

mod elf;
mod error;
mod machine;
mod macho;
mod pe;

use core::str;
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::Path;

use object::read::{ReadCache, ReadRef};
use object::{Endianness, FileKind};

pub use error::{FileError, FileFault};
use machine::Format;
pub(crate) use machine::Machine;

use crate::plugin::contract::{self, NOTE_NAME, NoteHeader};

/// Bytes of the longest description that is read.
const DESCRIPTION_LIMIT: u64 = 4 << 20;

/// Symbols of a library at most.
const SYMBOL_LIMIT: u64 = 16 << 20;

/// The content of a library's file that matters to its host.
#[derive(Debug)]
pub(crate) struct Contents {
    /// The description, without its head.
    pub(crate) description: Vec<u8>,
    /// Reasons why the library must stay mapped.
    pub(crate) obstacles: Vec<Obstacle>,
}

/// Why a library cannot be unmapped, whatever its author says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Obstacle {
    /// It is marked as one that stays: `-z nodelete`.
    #[error("it is linked with `-z nodelete`")]
    NoDelete,
    /// It has a symbol that is the same one in every library of the process (`STB_GNU_UNIQUE`), as `static` variables
    /// of inline functions in C++ are.
    #[error("its symbol `{0}` is unique in the process (`STB_GNU_UNIQUE`)")]
    UniqueSymbol(String),
    /// It imports a function that registers code which runs when a thread ends.
    ///
    /// The standard library of Rust does, whether the plugin has thread-locals or not, unless the linker leaves out what
    /// is not used: with `lto = "fat"` in the profile of the plugin.
    #[error("it imports `{0}`, which registers code that runs when a thread ends")]
    ThreadExit(String),
}

/// Functions by which code is registered that runs when a thread ends.
const THREAD_EXIT: [&str; 7] = [
    "__cxa_thread_atexit",
    "__cxa_thread_atexit_impl",
    "_tlv_atexit",
    "pthread_key_create",
    "__pthread_key_create",
    "thr_keycreate",
    "tss_create",
];

/// The contents of a file's symbols and notes.
#[derive(Default)]
struct Found {
    /// Descriptions with their heads' kinds.
    descriptions: Vec<Vec<u8>>,
    /// Versions of the contract that this crate does not know.
    others: Vec<u32>,
    exports_entries: bool,
    obstacles: Vec<Obstacle>,
}

impl Found {
    /// A symbol that the file imports.
    fn import(&mut self, name: &[u8]) {
        let Some(name) = THREAD_EXIT.iter().find(|known| known.as_bytes() == name) else {
            return;
        };
        let obstacle = Obstacle::ThreadExit((*name).to_owned());
        if !self.obstacles.contains(&obstacle) {
            self.obstacles.push(obstacle);
        }
    }

    /// A symbol that the file exports. Returns whether it is that of a description.
    fn export(&mut self, name: &[u8]) -> bool {
        if name == contract::LIBRARY_SYMBOL.as_bytes() {
            self.exports_entries = true;
        }
        let Some(version) = name.strip_prefix(contract::DESCRIPTION_PREFIX.as_bytes()) else {
            return false;
        };
        match str::from_utf8(version)
            .ok()
            .and_then(|text| text.parse().ok())
        {
            Some(contract::VERSION) => true,
            Some(other) => {
                self.others.push(other);
                false
            }
            None => false,
        }
    }

    /// A description. The same bytes may be found in two ways.
    fn describe(&mut self, bytes: &[u8]) {
        if !self.descriptions.iter().any(|known| known == bytes) {
            self.descriptions.push(bytes.to_vec());
        }
    }

    /// A description at the place of its symbol: `bytes` begin with its head, and end anywhere behind it.
    fn describe_symbol(&mut self, bytes: &[u8], endian: Endianness) -> Result<(), FileFault> {
        const HEAD: usize = size_of::<NoteHeader>();
        let damaged =
            FileFault::Malformed("the symbol of the description points to something else");
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else {
            return Err(damaged);
        };
        if head[12..] != NOTE_NAME || word(head, 1, endian).is_none() {
            return Err(damaged);
        }
        let size = word(head, 1, endian).unwrap_or_default();
        limit("bytes of description", size.into(), DESCRIPTION_LIMIT)?;
        match rest.get(..size as usize) {
            Some(description) => self.describe(description),
            None => return Err(FileFault::Malformed("the description ends too early")),
        }
        Ok(())
    }

    fn into_contents(mut self) -> Result<Contents, FileFault> {
        match (self.descriptions.len(), self.others.first()) {
            (0, Some(&found)) => return Err(FileFault::OtherContract { found }),
            (0, None) => return Err(FileFault::NoDescription),
            (1, _) => {}
            (several, _) => return Err(FileFault::SeveralDescriptions(several)),
        }
        if !self.exports_entries {
            return Err(FileFault::NoEntries);
        }
        Ok(Contents {
            description: self.descriptions.swap_remove(0),
            obstacles: self.obstacles,
        })
    }
}

/// The word number `index` of a head.
fn word(head: &[u8], index: usize, endian: Endianness) -> Option<u32> {
    let bytes = head.get(index * 4..index * 4 + 4)?.try_into().ok()?;
    Some(match endian {
        Endianness::Little => u32::from_le_bytes(bytes),
        Endianness::Big => u32::from_be_bytes(bytes),
    })
}

fn limit(subject: &'static str, found: u64, limit: u64) -> Result<(), FileFault> {
    if found > limit {
        return Err(FileFault::TooMany {
            subject,
            found,
            limit,
        });
    }
    Ok(())
}

/// Reads a library's file.
pub(crate) fn read(path: &Path) -> Result<Contents, FileError> {
    let open = || {
        // To open a pipe would wait for somebody who writes to it.
        if !fs::metadata(path)?.is_file() {
            return Err(FileFault::NotAFile);
        }
        Ok(File::open(path)?)
    };
    let contents = open().and_then(|file| read_file(file, Machine::THIS));
    contents.map_err(|fault| FileError::new(path, fault))
}

/// Reads an open file from its beginning.
pub(crate) fn read_file(file: File, machine: Machine) -> Result<Contents, FileFault> {
    let cache = ReadCache::new(file);
    match read_data(&cache, machine) {
        Err(FileFault::Empty | FileFault::Text | FileFault::Unknown(_)) => {
            // The cache knows no reason: where the first bytes cannot be read, the system has its own.
            Err(unknown(&mut cache.into_inner())?)
        }
        other => other,
    }
}

/// Reads the bytes of a file.
fn read_data<'data>(data: impl ReadRef<'data>, machine: Machine) -> Result<Contents, FileFault> {
    let kind = FileKind::parse(data).map_err(|_| FileFault::Unknown(Vec::new()))?;
    let format = match kind {
        FileKind::Elf32 | FileKind::Elf64 => Format::Elf,
        FileKind::Pe32 | FileKind::Pe64 => Format::Pe,
        FileKind::MachO32 | FileKind::MachO64 | FileKind::MachOFat32 | FileKind::MachOFat64 => {
            Format::MachO
        }
        FileKind::Coff | FileKind::CoffBig => {
            return Err(FileFault::OtherPurpose("an object file"));
        }
        FileKind::CoffImport => return Err(FileFault::OtherPurpose("an import library")),
        _ => return Err(FileFault::Unknown(Vec::new())),
    };
    if format != machine.format {
        return Err(FileFault::OtherSystem {
            found: systems(format),
            expected: system(machine.format),
        });
    }
    let found = match kind {
        FileKind::Elf32 => elf::read_32(data, machine),
        FileKind::Elf64 => elf::read_64(data, machine),
        FileKind::Pe32 => pe::read_32(data, machine),
        FileKind::Pe64 => pe::read_64(data, machine),
        FileKind::MachO32 => macho::read_32(data, machine),
        FileKind::MachO64 => macho::read_64(data, machine),
        FileKind::MachOFat32 => macho::read_fat_32(data, machine),
        FileKind::MachOFat64 => macho::read_fat_64(data, machine),
        _ => Err(FileFault::Unknown(Vec::new())),
    }?;
    found.into_contents()
}

/// Says what a file is instead of a library.
fn unknown(file: &mut File) -> io::Result<FileFault> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(512).read_to_end(&mut bytes)?;
    Ok(unknown_bytes(&bytes))
}

fn unknown_bytes(bytes: &[u8]) -> FileFault {
    const MAGICS: [(&[u8], &str); 4] = [
        (b"!<arch>", "an archive of object files"),
        (b"\0asm", "a module of WebAssembly"),
        (b"MZ", "a program of DOS, or a library that is cut off"),
        (b"\x7fELF", "the beginning of a library that is cut off"),
    ];
    if bytes.is_empty() {
        return FileFault::Empty;
    }
    for (magic, purpose) in MAGICS {
        if bytes.starts_with(magic) {
            return FileFault::OtherPurpose(purpose);
        }
    }
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        // A character that the limit cuts off.
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => "",
    };
    let is_plain = |character: char| !character.is_control() || "\t\n\r".contains(character);
    if !text.is_empty() && text.chars().all(is_plain) {
        return FileFault::Text;
    }
    FileFault::Unknown(bytes[..bytes.len().min(8)].to_vec())
}

/// The systems that load a format.
fn systems(format: Format) -> &'static str {
    match format {
        Format::Elf => "Linux, Android or a BSD (ELF)",
        Format::Pe => "Windows (PE)",
        Format::MachO => "an Apple system (Mach-O)",
    }
}

/// The system of a process that loads a format.
fn system(format: Format) -> &'static str {
    match format {
        Format::Elf if cfg!(all(unix, not(target_vendor = "apple"))) => std::env::consts::OS,
        Format::Elf => "ELF",
        Format::Pe => "Windows",
        Format::MachO if cfg!(target_vendor = "apple") => std::env::consts::OS,
        Format::MachO => "macOS",
    }
}

#[cfg(test)]
#[path = "images_tests.rs"]
mod images;
#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
