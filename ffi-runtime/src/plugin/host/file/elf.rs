//! ELF: the description in a note, or at its symbol.
//!
//! Only what the loader reads is read: program headers, and the tables that the dynamic segment points to. Section
//! headers are not needed.

use core::ops::Range;

use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::{Dyn, FileHeader, GnuHashTable, HashTable, ProgramHeader, Sym};
use object::read::{Bytes, ReadRef};
use object::{Endian, Endianness};

use super::machine::{Machine, Processor};
use super::{DESCRIPTION_LIMIT, FileFault, Found, Obstacle, SYMBOL_LIMIT, limit};
use crate::plugin::contract;

/// Program headers of a library at most: the field has 16 bits.
const SEGMENT_LIMIT: usize = 1 << 12;

pub(super) fn read_32<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<FileHeader32<Endianness>, _>(data, machine)
}

pub(super) fn read_64<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<FileHeader64<Endianness>, _>(data, machine)
}

fn read<'data, Elf: FileHeader<Endian = Endianness>, R: ReadRef<'data>>(
    data: R,
    machine: Machine,
) -> Result<Found, FileFault> {
    let length = data.len().unwrap_or_default();
    let Ok(header) = Elf::parse(data) else {
        return Err(truncated("file header", length, size_of::<Elf>() as u64));
    };
    let Ok(endian) = header.endian() else {
        return Err(FileFault::Malformed("its byte order is unknown"));
    };
    check_machine(header, endian, machine)?;
    match header.e_type(endian) {
        elf::ET_DYN => {}
        elf::ET_REL => return Err(FileFault::OtherPurpose("an object file")),
        elf::ET_EXEC => return Err(FileFault::OtherPurpose("a program")),
        elf::ET_CORE => return Err(FileFault::OtherPurpose("the memory of a crashed program")),
        _ => return Err(FileFault::Malformed("its purpose is unknown")),
    }
    let end_of_headers = header
        .e_phoff(endian)
        .into()
        .saturating_add(u64::from(header.e_phnum(endian)) * u64::from(header.e_phentsize(endian)));
    if end_of_headers > length {
        return Err(truncated("program headers", length, end_of_headers));
    }
    let segments = header.program_headers(endian, data);
    let segments = segments.map_err(|_| FileFault::Malformed("its program headers"))?;
    limit(
        "program headers",
        segments.len() as u64,
        SEGMENT_LIMIT as u64,
    )?;
    let file = File::<Elf, R> {
        endian,
        data,
        segments,
    };
    let mut found = Found::default();
    file.check_length(length)?;
    file.notes(&mut found)?;
    file.symbols(&mut found)?;
    Ok(found)
}

fn check_machine<Elf: FileHeader<Endian = Endianness>>(
    header: &Elf,
    endian: Endianness,
    machine: Machine,
) -> Result<(), FileFault> {
    let processor = Processor::of_elf(header.e_machine(endian), header.is_type_64());
    let expected = machine.name();
    if !processor.is_of(machine) {
        return Err(FileFault::OtherArchitecture {
            found: processor.to_string(),
            expected,
        });
    }
    if endian.is_little_endian() != machine.is_little_endian {
        return Err(FileFault::OtherArchitecture {
            found: format!("{processor} with the other byte order"),
            expected,
        });
    }
    // Few compilers write anything else than 0 here, so that a system is known only where it is another one's.
    let systems: &[&str] = match header.e_ident().os_abi {
        elf::ELFOSABI_SYSV => return Ok(()),
        elf::ELFOSABI_GNU => &["linux", "android", "hurd"],
        elf::ELFOSABI_FREEBSD => &["freebsd"],
        elf::ELFOSABI_NETBSD => &["netbsd"],
        elf::ELFOSABI_OPENBSD => &["openbsd"],
        elf::ELFOSABI_SOLARIS => &["solaris", "illumos"],
        _ => return Ok(()),
    };
    if systems.contains(&std::env::consts::OS) {
        return Ok(());
    }
    Err(FileFault::OtherSystem {
        found: systems[0],
        expected: std::env::consts::OS,
    })
}

struct File<'data, Elf: FileHeader, R> {
    endian: Elf::Endian,
    data: R,
    segments: &'data [Elf::ProgramHeader],
}

impl<'data, Elf: FileHeader<Endian = Endianness>, R: ReadRef<'data>> File<'data, Elf, R> {
    /// Whether everything that the loader maps is there. Otherwise the first access would end the process.
    fn check_length(&self, length: u64) -> Result<(), FileFault> {
        let mut is_loadable = false;
        for segment in self.of_type(elf::PT_LOAD) {
            is_loadable = true;
            let (offset, size) = segment.file_range(self.endian);
            let needed = offset.saturating_add(size);
            if needed > length {
                return Err(truncated("segments", length, needed));
            }
        }
        if is_loadable {
            Ok(())
        } else {
            Err(FileFault::Malformed("no segment is to be loaded"))
        }
    }

    fn of_type(&self, kind: u32) -> impl Iterator<Item = &'data Elf::ProgramHeader> {
        let endian = self.endian;
        let segments = self.segments.iter();
        segments.filter(move |segment| segment.p_type(endian) == kind)
    }

    fn notes(&self, found: &mut Found) -> Result<(), FileFault> {
        for segment in self.of_type(elf::PT_NOTE) {
            let (_, size) = segment.file_range(self.endian);
            limit("bytes of notes", size, 2 * DESCRIPTION_LIMIT)?;
            // Notes of others that cannot be read are no concern of a host.
            let Ok(Some(mut notes)) = segment.notes(self.endian, self.data) else {
                continue;
            };
            while let Ok(Some(note)) = notes.next() {
                if note.name() != contract::OWNER.as_bytes() {
                    continue;
                }
                match note.n_type(self.endian) {
                    contract::VERSION => {
                        let size = note.desc().len() as u64;
                        limit("bytes of description", size, DESCRIPTION_LIMIT)?;
                        found.describe(note.desc());
                    }
                    other => found.others.push(other),
                }
            }
        }
        Ok(())
    }

    fn symbols(&self, found: &mut Found) -> Result<(), FileFault> {
        let dynamic = self.of_type(elf::PT_DYNAMIC).next();
        let Some(dynamic) = dynamic else {
            return Err(FileFault::OtherPurpose(
                "a program that is linked statically",
            ));
        };
        let Ok(Some(entries)) = dynamic.dynamic(self.endian, self.data) else {
            return Err(FileFault::Malformed("its dynamic segment"));
        };
        let tables = Tables::of::<Elf>(entries, self.endian);
        if tables.flags & u64::from(elf::DF_1_PIE) != 0 {
            return Err(FileFault::OtherPurpose("a program"));
        }
        if tables.flags & u64::from(elf::DF_1_NODELETE) != 0 {
            found.obstacles.push(Obstacle::NoDelete);
        }
        let (Some(symbols), Some(strings)) = (tables.symbols, tables.strings) else {
            return Ok(());
        };
        let count = self.symbol_count(&tables)?;
        limit("symbols", count.into(), SYMBOL_LIMIT)?;
        let damaged = FileFault::Malformed("its table of symbols");
        let Some(place) = self.place(symbols) else {
            return Err(damaged);
        };
        let Ok(symbols) = self
            .data
            .read_slice_at::<Elf::Sym>(place.start, count as usize)
        else {
            return Err(damaged);
        };
        let Some(strings) = self.bytes(strings, tables.strings_size) else {
            return Err(FileFault::Malformed("its table of names"));
        };
        for symbol in symbols {
            let start = symbol.st_name(self.endian);
            let Ok(name) = Bytes(strings).read_string_at(start as usize) else {
                continue;
            };
            self.symbol(symbol, name, found)?;
        }
        Ok(())
    }

    fn symbol(&self, symbol: &Elf::Sym, name: &[u8], found: &mut Found) -> Result<(), FileFault> {
        let is_undefined = symbol.st_shndx(self.endian) == elf::SHN_UNDEF;
        if is_undefined {
            found.import(name);
            return Ok(());
        }
        if symbol.st_bind() == elf::STB_GNU_UNIQUE
            && !found
                .obstacles
                .iter()
                .any(|known| matches!(known, Obstacle::UniqueSymbol(_)))
        {
            let name = String::from_utf8_lossy(name).into_owned();
            found.obstacles.push(Obstacle::UniqueSymbol(name));
        }
        if found.export(name) {
            let address = symbol.st_value(self.endian).into();
            let Some(bytes) = self.bytes_to_limit(address) else {
                return Err(FileFault::Malformed(
                    "the symbol of the description points outside of the file",
                ));
            };
            found.describe_symbol(bytes, self.endian)?;
        }
        Ok(())
    }

    /// How many symbols there are, of which only the tables of their hashes know.
    fn symbol_count(&self, tables: &Tables) -> Result<u32, FileFault> {
        let damaged = || FileFault::Malformed("the hashes of its symbols");
        if let Some(address) = tables.hash {
            let bytes = self.bytes_to_end(address).ok_or_else(damaged)?;
            let table = HashTable::<Elf>::parse(self.endian, bytes).map_err(|_| damaged())?;
            return Ok(table.symbol_table_length());
        }
        let Some(address) = tables.gnu_hash else {
            return Ok(0);
        };
        let bytes = self.bytes_to_end(address).ok_or_else(damaged)?;
        let table = GnuHashTable::<Elf>::parse(self.endian, bytes).map_err(|_| damaged())?;
        // Imported symbols come first, and have no hashes.
        let count = table.symbol_table_length(self.endian);
        Ok(count.unwrap_or(table.symbol_base()))
    }

    /// The bytes of the file behind an address, to the end of its segment.
    fn place(&self, address: u64) -> Option<Range<u64>> {
        self.of_type(elf::PT_LOAD).find_map(|segment| {
            let (offset, size) = segment.file_range(self.endian);
            let inside = address.checked_sub(segment.p_vaddr(self.endian).into())?;
            (inside < size).then(|| offset + inside..offset + size)
        })
    }

    fn bytes(&self, address: u64, size: u64) -> Option<&'data [u8]> {
        let place = self.place(address)?;
        let is_inside = size <= place.end - place.start;
        let bytes = is_inside.then(|| self.data.read_bytes_at(place.start, size));
        bytes?.ok()
    }

    fn bytes_to_end(&self, address: u64) -> Option<&'data [u8]> {
        let place = self.place(address)?;
        let bytes = self
            .data
            .read_bytes_at(place.start, place.end - place.start);
        bytes.ok()
    }

    /// As many bytes as a description with its head has at most.
    fn bytes_to_limit(&self, address: u64) -> Option<&'data [u8]> {
        let place = self.place(address)?;
        let size = (place.end - place.start).min(DESCRIPTION_LIMIT + 64);
        self.data.read_bytes_at(place.start, size).ok()
    }
}

/// The addresses in the dynamic segment.
#[derive(Default)]
struct Tables {
    symbols: Option<u64>,
    strings: Option<u64>,
    strings_size: u64,
    hash: Option<u64>,
    gnu_hash: Option<u64>,
    flags: u64,
}

impl Tables {
    fn of<Elf: FileHeader<Endian = Endianness>>(entries: &[Elf::Dyn], endian: Endianness) -> Self {
        let mut tables = Self::default();
        for entry in entries {
            let value: u64 = entry.d_val(endian).into();
            // Tags have at most 32 bits.
            match entry.tag32(endian) {
                Some(elf::DT_NULL) => break,
                Some(elf::DT_SYMTAB) => tables.symbols = Some(value),
                Some(elf::DT_STRTAB) => tables.strings = Some(value),
                Some(elf::DT_STRSZ) => tables.strings_size = value,
                Some(elf::DT_HASH) => tables.hash = Some(value),
                Some(elf::DT_GNU_HASH) => tables.gnu_hash = Some(value),
                Some(elf::DT_FLAGS_1) => tables.flags = value,
                _ => {}
            }
        }
        tables
    }
}

fn truncated(part: &'static str, length: u64, needed: u64) -> FileFault {
    FileFault::Truncated {
        part,
        length,
        needed,
    }
}
