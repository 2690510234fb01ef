//! PE: the description at its symbol.

use object::pe::{self, IMAGE_FILE_DLL, ImageNtHeaders32, ImageNtHeaders64};
use object::read::ReadRef;
use object::read::pe::{ExportTarget, ImageNtHeaders, PeFile};
use object::{Endianness, LittleEndian as LE};

use super::machine::{Machine, Processor};
use super::{FileFault, Found, SYMBOL_LIMIT, limit};

pub(super) fn read_32<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<ImageNtHeaders32, _>(data, machine)
}

pub(super) fn read_64<'data>(
    data: impl ReadRef<'data>,
    machine: Machine,
) -> Result<Found, FileFault> {
    read::<ImageNtHeaders64, _>(data, machine)
}

fn read<'data, Pe: ImageNtHeaders, R: ReadRef<'data>>(
    data: R,
    machine: Machine,
) -> Result<Found, FileFault> {
    let length = data.len().unwrap_or_default();
    let Ok(file) = PeFile::<Pe, R>::parse(data) else {
        return Err(FileFault::Malformed("its headers"));
    };
    let header = file.nt_headers().file_header();
    let processor = Processor::of_pe(header.machine.get(LE), file.nt_headers().is_type_64());
    if !processor.is_of(machine) {
        return Err(FileFault::OtherArchitecture {
            found: processor.to_string(),
            expected: machine.name(),
        });
    }
    if header.characteristics.get(LE) & IMAGE_FILE_DLL == 0 {
        return Err(FileFault::OtherPurpose("a program"));
    }
    let sections = file.section_table();
    for section in sections.iter() {
        let (offset, size) = section.pe_file_range();
        let needed = u64::from(offset) + u64::from(size);
        if needed > length {
            return Err(FileFault::Truncated {
                part: "sections",
                length,
                needed,
            });
        }
    }
    let mut found = Found::default();
    let damaged = || FileFault::Malformed("its exports");
    let is_exporting = file
        .data_directory(pe::IMAGE_DIRECTORY_ENTRY_EXPORT)
        .is_some_and(|directory| directory.virtual_address.get(LE) != 0);
    if !is_exporting {
        return Ok(found);
    }
    let exports = file.export_table().map_err(|_| damaged())?;
    let Some(exports) = exports else {
        return Ok(found);
    };
    limit(
        "symbols",
        exports.name_pointers().len() as u64,
        SYMBOL_LIMIT,
    )?;
    for (name, index) in exports.name_iter() {
        let name = exports.name_from_pointer(name).map_err(|_| damaged())?;
        if !found.export(name) {
            continue;
        }
        let target = exports.target_by_index(index.into());
        let ExportTarget::Address(address) = target.map_err(|_| damaged())? else {
            return Err(FileFault::Malformed("another library has the description"));
        };
        let Some(bytes) = sections.pe_data_at(data, address) else {
            return Err(FileFault::Malformed(
                "the symbol of the description points outside of the file",
            ));
        };
        found.describe_symbol(bytes, Endianness::Little)?;
    }
    Ok(found)
}
