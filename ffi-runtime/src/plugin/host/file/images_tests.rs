//! Files of the three formats, as small as they can be, for the processor x86-64.

use super::machine::{Format, Machine};
use crate::plugin::contract::{DescriptionNote, LIBRARY_SYMBOL, NOTE_NAME, VERSION};

/// The machine of the images, with a format.
pub(super) fn machine(format: Format) -> Machine {
    Machine {
        format,
        architecture: object::Architecture::X86_64,
        is_64: true,
        is_little_endian: true,
    }
}

pub(super) const DESCRIPTION: [u8; 24] = *b"the description of these";

/// A description with its head.
pub(super) fn note() -> Vec<u8> {
    let DescriptionNote { header, bytes } = DescriptionNote::new(DESCRIPTION);
    let mut note = Vec::new();
    for word in [header.name_size, header.description_size, header.kind] {
        note.extend(word.to_le_bytes());
    }
    assert_eq!((header.kind, header.name), (VERSION, NOTE_NAME));
    note.extend(header.name);
    note.extend(bytes);
    note
}

/// The variable parts of an image.
#[derive(Clone, Copy)]
pub(super) struct Options {
    pub(super) has_note: bool,
    pub(super) description: Option<&'static str>,
    pub(super) library: Option<&'static str>,
    pub(super) import: &'static str,
    pub(super) is_unique: bool,
    /// `DT_FLAGS_1`
    pub(super) flags: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            has_note: true,
            description: Some(crate::plugin::contract::DESCRIPTION_SYMBOL),
            library: Some(LIBRARY_SYMBOL),
            import: "malloc",
            is_unique: false,
            flags: 0,
        }
    }
}

/// Bytes with places that are filled in later.
#[derive(Default)]
struct Image(Vec<u8>);

impl Image {
    fn u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    fn u16(&mut self, value: u16) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }

    fn align(&mut self, to: usize) -> u64 {
        self.0.resize(self.0.len().next_multiple_of(to), 0);
        self.0.len() as u64
    }

    fn set_u32(&mut self, place: usize, value: u32) {
        self.0[place..place + 4].copy_from_slice(&value.to_le_bytes());
    }

    fn set_u64(&mut self, place: usize, value: u64) {
        self.0[place..place + 8].copy_from_slice(&value.to_le_bytes());
    }
}

/// ELF: the addresses are the places in the file, and there are no section headers.
pub(super) fn elf(options: Options) -> Vec<u8> {
    let mut image = Image::default();
    image.bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    image.u16(3).u16(62).u32(1).u64(0).u64(64).u64(0).u32(0);
    image.u16(64).u16(56).u16(3).u16(64).u16(0).u16(0);
    let headers = image.0.len();
    image.bytes(&[0; 3 * 56]);
    let note_at = image.align(4);
    image.bytes(&note());
    let names = [
        ("", 0, 0),
        (options.import, 0, 0x10),
        (options.description.unwrap_or("nothing"), 1, 0x11),
        (options.library.unwrap_or("nothing"), 1, 0x11),
        (
            "one_for_all",
            1,
            if options.is_unique { 0xa1 } else { 0x11 },
        ),
    ];
    let symbols_at = image.align(8);
    let mut strings = Vec::new();
    for (name, section, info) in names {
        image.u32(strings.len() as u32).u8(info).u8(0).u16(section);
        image.u64(if section == 0 { 0 } else { note_at }).u64(0);
        strings.extend(name.bytes().chain([0]));
    }
    let strings_at = image.align(8);
    image.bytes(&strings);
    let hash_at = image.align(8);
    image.u32(1).u32(names.len() as u32).u32(0);
    image.bytes(&[0; 5 * 4]);
    let dynamic_at = image.align(8);
    let tags = [
        (6, symbols_at),
        (5, strings_at),
        (10, strings.len() as u64),
        (4, hash_at),
        (0x6fff_fffb, options.flags),
        (0, 0),
    ];
    for (tag, value) in tags {
        image.u64(tag).u64(value);
    }
    let end = image.0.len() as u64;
    let note_kind = if options.has_note { 4 } else { 0 };
    let segments = [
        (1, 0, end),
        (note_kind, note_at, note().len() as u64),
        (2, dynamic_at, end - dynamic_at),
    ];
    for (index, (kind, start, size)) in segments.into_iter().enumerate() {
        let place = headers + index * 56;
        image.set_u32(place, kind);
        for (field, value) in [
            (8, start),
            (16, start),
            (24, start),
            (32, size),
            (40, size),
            (48, 4),
        ] {
            image.set_u64(place + field, value);
        }
    }
    image.0
}

/// PE with one section, whose addresses are 0x1000 more than the places in the file.
pub(super) fn pe(options: Options) -> Vec<u8> {
    const BASE: u32 = 0x1000;
    let mut image = Image::default();
    image.bytes(b"MZ").bytes(&[0; 58]).u32(64);
    image.bytes(b"PE\0\0");
    image
        .u16(0x8664)
        .u16(1)
        .u32(0)
        .u32(0)
        .u32(0)
        .u16(240)
        .u16(0x2022);
    let optional = image.0.len();
    image
        .u16(0x20b)
        .bytes(&[0; 106])
        .u32(16)
        .bytes(&[0; 16 * 8]);
    assert_eq!(image.0.len() - optional, 240);
    let section = image.0.len();
    image.bytes(b".rdata\0\0").bytes(&[0; 32]);
    let start = image.align(512) as u32;
    image.bytes(&note());
    let names: Vec<_> = options
        .description
        .into_iter()
        .chain(options.library)
        .collect();
    // The tables of the exports come behind their directory.
    let directory = image.align(4) as u32;
    image.bytes(&[0; 40]);
    let functions = image.align(4) as u32;
    for _ in &names {
        image.u32(start + BASE);
    }
    let pointers = image.align(4) as usize;
    for _ in &names {
        image.u32(0);
    }
    let ordinals = image.align(4) as u32;
    for index in 0..names.len() {
        image.u16(index as u16);
    }
    for (index, name) in names.iter().enumerate() {
        let place = image.0.len() as u32;
        image.set_u32(pointers + index * 4, place + BASE);
        image.bytes(name.as_bytes()).u8(0);
    }
    let count = names.len() as u32;
    let fields = [
        1,
        count,
        count,
        functions + BASE,
        pointers as u32 + BASE,
        ordinals + BASE,
    ];
    for (index, value) in fields.into_iter().enumerate() {
        image.set_u32(directory as usize + 16 + index * 4, value);
    }
    let end = image.0.len() as u32;
    image.set_u32(optional + 112, directory + BASE);
    image.set_u32(optional + 116, end - directory);
    for (field, value) in [
        (8, end - start),
        (12, start + BASE),
        (16, end - start),
        (20, start),
    ] {
        image.set_u32(section + field, value);
    }
    image.0
}

/// Mach-O with one segment, which is the whole file.
pub(super) fn macho(options: Options) -> Vec<u8> {
    const BASE: u64 = 0x4000;
    let mut image = Image::default();
    image
        .u32(0xfeed_facf)
        .u32(0x0100_0007)
        .u32(3)
        .u32(6)
        .u32(2)
        .u32(72 + 24)
        .u32(0)
        .u32(0);
    let segment = image.0.len();
    image
        .u32(0x19)
        .u32(72)
        .bytes(b"__TEXT\0\0\0\0\0\0\0\0\0\0")
        .u64(BASE)
        .bytes(&[0; 40]);
    let table = image.0.len();
    image.u32(2).u32(24).bytes(&[0; 16]);
    let note_at = image.align(8);
    image.bytes(&note());
    let symbols_at = image.align(8);
    let names = [
        (options.import, 0x01, 0, 0),
        (
            options.description.unwrap_or("nothing"),
            0x0f,
            1,
            BASE + note_at,
        ),
        (
            options.library.unwrap_or("nothing"),
            0x0f,
            1,
            BASE + note_at,
        ),
    ];
    let mut strings = vec![0];
    for (name, kind, section, address) in names {
        image
            .u32(strings.len() as u32)
            .u8(kind)
            .u8(section)
            .u16(0)
            .u64(address);
        strings.extend(b"_".iter().copied().chain(name.bytes()).chain([0]));
    }
    let strings_at = image.align(8) as u32;
    image.bytes(&strings);
    let end = image.0.len() as u64;
    for (field, value) in [(32, end), (40, 0), (48, end)] {
        image.set_u64(segment + field, value);
    }
    for (field, value) in [
        (8, symbols_at as u32),
        (12, 3),
        (16, strings_at),
        (20, strings.len() as u32),
    ] {
        image.set_u32(table + field, value);
    }
    image.0
}

/// A universal file with these parts, each with the number of its processor.
pub(super) fn universal(parts: &[(u32, &[u8])]) -> Vec<u8> {
    let mut head = vec![0xca, 0xfe, 0xba, 0xbe];
    head.extend((parts.len() as u32).to_be_bytes());
    let mut content: Vec<u8> = Vec::new();
    let start = 8 + parts.len() * 20;
    for (processor, bytes) in parts {
        let place = (start + content.len()) as u32;
        for word in [*processor, 3, place, bytes.len() as u32, 0] {
            head.extend(word.to_be_bytes());
        }
        content.extend(*bytes);
    }
    head.extend(content);
    head
}

/// The images of all formats.
pub(super) fn all(options: Options) -> [(Machine, Vec<u8>); 4] {
    [
        (machine(Format::Elf), elf(options)),
        (machine(Format::Pe), pe(options)),
        (machine(Format::MachO), macho(options)),
        (
            machine(Format::MachO),
            universal(&[(12, b"another processor"), (0x0100_0007, &macho(options))]),
        ),
    ]
}
