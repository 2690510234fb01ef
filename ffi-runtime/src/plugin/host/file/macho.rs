//! Mach-O: the part for this processor, and the description at its symbol there.

use object::macho::{self, FatArch32, FatArch64, FatHeader, MachHeader32, MachHeader64};
use object::read::ReadRef;
use object::read::macho::{FatArch, MachHeader, MachOFatFile, Nlist, Segment as _};
use object::{Endian, Endianness};

use super::machine::{Machine, Processor};
use super::{DESCRIPTION_LIMIT, FileFault, Found, SYMBOL_LIMIT, limit};

/// Parts of a universal file at most.
const SLICE_LIMIT: u64 = 64;

pub(super) fn read_fat_32<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read_fat::<FatArch32, _>(data, machine)
}

pub(super) fn read_fat_64<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read_fat::<FatArch64, _>(data, machine)
}

fn read_fat<'data, Fat: FatArch, R: ReadRef<'data>>(
    data: R,
    machine: Machine,
) -> Result<Found, FileFault> {
    let length = data.len().unwrap_or_default();
    // A class file of Java begins with the same number, and has its version where the number of parts is.
    let head = data.read_at::<FatHeader>(0);
    let count = head.map_or(0, |head| head.nfat_arch.get(object::BigEndian).into());
    limit("parts", count, SLICE_LIMIT)?;
    let Ok(file) = MachOFatFile::<Fat>::parse(data) else {
        return Err(FileFault::Malformed("the list of its parts"));
    };
    let slice = file.arches().iter().find(|slice| {
        // The variant with signed pointers is for libraries of the system.
        let is_arm64e = slice.cputype() == macho::CPU_TYPE_ARM64
            && slice.cpusubtype() & !macho::CPU_SUBTYPE_MASK == macho::CPU_SUBTYPE_ARM64E;
        Processor::of_macho(slice.cputype()).is_of(machine) && !is_arm64e
    });
    let Some(slice) = slice else {
        let found = file.arches().iter();
        let found = found.map(|slice| Processor::of_macho(slice.cputype()).to_string());
        return Err(FileFault::NoSlice {
            found: found.collect(),
            expected: machine.name(),
        });
    };
    let (offset, size) = slice.file_range();
    let needed = offset.saturating_add(size);
    if needed > length {
        return Err(truncated("part for this processor", length, needed));
    }
    let Ok(slice) = slice.data(data) else {
        return Err(FileFault::Malformed("the list of its parts"));
    };
    if machine.is_64 {
        read_64(slice, machine)
    } else {
        read_32(slice, machine)
    }
}

pub(super) fn read_32<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<MachHeader32<Endianness>, _>(data, machine)
}

pub(super) fn read_64<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<MachHeader64<Endianness>, _>(data, machine)
}

fn read<'data, Mach: MachHeader<Endian = Endianness>, R: ReadRef<'data>>(
    data: R,
    machine: Machine,
) -> Result<Found, FileFault> {
    let length = data.len().unwrap_or_default();
    let damaged = || FileFault::Malformed("its headers");
    let header = Mach::parse(data, 0).map_err(|_| damaged())?;
    let endian = header.endian().map_err(|_| damaged())?;
    let processor = Processor::of_macho(header.cputype(endian));
    if !processor.is_of(machine) || endian.is_little_endian() != machine.is_little_endian {
        return Err(FileFault::OtherArchitecture {
            found: processor.to_string(),
            expected: machine.name(),
        });
    }
    match header.filetype(endian) {
        macho::MH_DYLIB | macho::MH_BUNDLE => {}
        macho::MH_OBJECT => return Err(FileFault::OtherPurpose("an object file")),
        macho::MH_EXECUTE => return Err(FileFault::OtherPurpose("a program")),
        macho::MH_DYLIB_STUB => {
            return Err(FileFault::OtherPurpose(
                "the stub of a library, without code",
            ));
        }
        _ => return Err(FileFault::Malformed("its purpose is unknown")),
    }
    let end_of_commands = size_of::<Mach>() as u64 + u64::from(header.sizeofcmds(endian));
    if end_of_commands > length {
        return Err(truncated("load commands", length, end_of_commands));
    }
    let mut commands = header
        .load_commands(endian, data, 0)
        .map_err(|_| damaged())?;
    let mut segments = Vec::new();
    let mut symbols = None;
    while let Some(command) = commands.next().map_err(|_| damaged())? {
        if let Some((segment, _)) = Mach::Segment::from_command(command).map_err(|_| damaged())? {
            let (offset, size) = segment.file_range(endian);
            let needed = offset.saturating_add(size);
            if needed > length {
                return Err(truncated("segments", length, needed));
            }
            segments.push(segment);
        } else if let Some(table) = command.symtab().map_err(|_| damaged())? {
            symbols = Some(table);
        }
    }
    let mut found = Found::default();
    let Some(table) = symbols else {
        return Ok(found);
    };
    limit("symbols", table.nsyms.get(endian).into(), SYMBOL_LIMIT)?;
    let damaged = || FileFault::Malformed("its table of symbols");
    let table = table
        .symbols::<Mach, R>(endian, data)
        .map_err(|_| damaged())?;
    for symbol in table.iter() {
        let is_external = symbol.n_type() & macho::N_EXT != 0 && !symbol.is_stab();
        let Ok(name) = symbol.name(endian, table.strings()) else {
            continue;
        };
        // Every name of C begins with an underscore here.
        let (true, Some(name)) = (is_external, name.strip_prefix(b"_")) else {
            continue;
        };
        if symbol.is_undefined() {
            found.import(name);
        } else if found.export(name) {
            let address: u64 = symbol.n_value(endian).into();
            let bytes = segments.iter().find_map(|segment| {
                let start: u64 = segment.vmaddr(endian).into();
                let inside = address.checked_sub(start)?;
                let (offset, size) = segment.file_range(endian);
                let left = size.checked_sub(inside)?.min(DESCRIPTION_LIMIT + 64);
                data.read_bytes_at(offset + inside, left).ok()
            });
            let Some(bytes) = bytes else {
                return Err(FileFault::Malformed(
                    "the symbol of the description points outside of the file",
                ));
            };
            found.describe_symbol(bytes, endian)?;
        }
    }
    Ok(found)
}

fn truncated(part: &'static str, length: u64, needed: u64) -> FileFault {
    FileFault::Truncated {
        part,
        length,
        needed,
    }
}
