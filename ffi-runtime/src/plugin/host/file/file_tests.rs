use super::images::{DESCRIPTION, Options, all, elf, machine, macho, note, pe, universal};
use super::machine::Format;
use super::{Contents, FileFault, Obstacle, read_data, unknown_bytes};
use crate::plugin::contract::{DESCRIPTION_SYMBOL, NOTE_NAME};

fn read(format: Format, bytes: &[u8]) -> Result<Contents, FileFault> {
    read_data(bytes, machine(format))
}

fn fault(format: Format, bytes: &[u8]) -> String {
    read(format, bytes).expect_err("it is refused").to_string()
}

#[test]
fn description_is_found_in_every_format() {
    for (machine, image) in all(Options::default()) {
        let contents = read_data(&image[..], machine);
        let contents = contents.unwrap_or_else(|fault| panic!("{:?}: {fault}", machine.format));
        assert_eq!(contents.description, DESCRIPTION);
        assert_eq!(contents.obstacles, []);
    }
}

#[test]
fn description_of_elf_is_found_in_two_ways() {
    let only_note = Options {
        description: None,
        ..Options::default()
    };
    let only_symbol = Options {
        has_note: false,
        ..Options::default()
    };
    for options in [only_note, only_symbol] {
        let contents = read(Format::Elf, &elf(options)).expect("it has a description");
        assert_eq!(contents.description, DESCRIPTION);
    }
    let neither = elf(Options {
        description: None,
        has_note: false,
        ..Options::default()
    });
    let found = read(Format::Elf, &neither);
    assert!(matches!(found, Err(FileFault::NoDescription)), "{found:?}");
}

#[test]
fn library_without_symbols_of_the_contract_is_refused() {
    let none = Options {
        description: None,
        has_note: false,
        ..Options::default()
    };
    let other = Options {
        description: Some("ffi_plugin_description_7"),
        has_note: false,
        ..Options::default()
    };
    let closed = Options {
        library: None,
        ..Options::default()
    };
    for (((machine, none), (_, other)), (_, closed)) in
        all(none).into_iter().zip(all(other)).zip(all(closed))
    {
        let read = |image: &[u8]| read_data(image, machine).expect_err("it is refused");
        assert!(matches!(read(&none), FileFault::NoDescription));
        assert!(matches!(
            read(&other),
            FileFault::OtherContract { found: 7 }
        ));
        assert!(matches!(read(&closed), FileFault::NoEntries));
    }
}

#[test]
fn obstacles_to_unmapping_are_found() {
    let options = Options {
        import: "pthread_key_create",
        is_unique: true,
        flags: 8,
        ..Options::default()
    };
    let contents = read(Format::Elf, &elf(options)).expect("it has a description");
    let thread_exit = Obstacle::ThreadExit("pthread_key_create".to_owned());
    let all = [
        Obstacle::NoDelete,
        thread_exit.clone(),
        Obstacle::UniqueSymbol("one_for_all".to_owned()),
    ];
    assert_eq!(contents.obstacles, all);
    let contents = read(Format::MachO, &macho(options)).expect("it has a description");
    assert_eq!(contents.obstacles, [thread_exit]);
}

#[test]
fn library_of_another_machine_is_refused() {
    let options = Options::default();
    let mut aarch64 = [elf(options), pe(options), macho(options)];
    aarch64[0][18] = 183;
    aarch64[1][68..70].copy_from_slice(&[0x64, 0xaa]);
    aarch64[2][4..8].copy_from_slice(&0x0100_000c_u32.to_le_bytes());
    for (format, image) in [Format::Elf, Format::Pe, Format::MachO]
        .into_iter()
        .zip(&aarch64)
    {
        let text = fault(format, image);
        assert_eq!(text, "it is for aarch64, and this process runs on x86_64");
    }
    let mut big = elf(options);
    big[5] = 2;
    big[18..20].copy_from_slice(&62_u16.to_be_bytes());
    assert!(fault(Format::Elf, &big).contains("with the other byte order"));
    let mut unknown = elf(options);
    unknown[18..20].copy_from_slice(&0x1234_u16.to_le_bytes());
    assert!(fault(Format::Elf, &unknown).contains("it is for processor 0x1234"));
    let slices = universal(&[(12, b""), (0x0100_000c, &aarch64[2])]);
    let text = fault(Format::MachO, &slices);
    assert_eq!(text, "it has parts for arm, aarch64, and none for x86_64");
    assert!(fault(Format::Elf, &pe(options)).contains("it is for Windows (PE)"));
    assert!(fault(Format::Elf, &macho(options)).contains("it is for an Apple system (Mach-O)"));
    assert!(
        fault(Format::Pe, &elf(options)).contains("a BSD (ELF), and this process runs on Windows")
    );
}

#[test]
fn file_of_another_purpose_is_refused() {
    let options = Options::default();
    let mut program = elf(options);
    program[16] = 2;
    assert_eq!(fault(Format::Elf, &program), "it is a program");
    program[16] = 1;
    assert_eq!(fault(Format::Elf, &program), "it is an object file");
    let independent = elf(Options {
        flags: 0x0800_0000,
        ..options
    });
    assert_eq!(fault(Format::Elf, &independent), "it is a program");
    let mut program = pe(options);
    program[64 + 4 + 18..][..2].copy_from_slice(&0x22_u16.to_le_bytes());
    assert_eq!(fault(Format::Pe, &program), "it is a program");
    let mut program = macho(options);
    program[12] = 2;
    assert_eq!(fault(Format::MachO, &program), "it is a program");
}

#[test]
fn file_that_is_no_library_is_named() {
    let rows: [(&[u8], &str); 7] = [
        (b"", "the file is empty"),
        (b"INPUT(libz.so.1)\n", "it is a text"),
        ("müde".as_bytes(), "it is a text"),
        (b"!<arch>\n", "it is an archive of object files"),
        (b"\0asm\x01", "it is a module of WebAssembly"),
        (
            b"\x7fELF\x02",
            "it is the beginning of a library that is cut off",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0",
            "the file begins with 89 50 4e 47 0d 0a 1a 0a, as no library does",
        ),
    ];
    for (bytes, text) in rows {
        assert_eq!(unknown_bytes(bytes).to_string(), text);
    }
}

#[test]
fn two_descriptions_that_differ_are_refused() {
    let mut image = elf(Options::default());
    // The symbol points to another description, at the end of the file.
    let symbol = image.len() as u64;
    let mut second = note();
    second[30] ^= 1;
    image.extend(second);
    let length = image.len() as u64;
    let header = 64;
    image[header + 32..header + 40].copy_from_slice(&length.to_le_bytes());
    let symbols = 200 + position(&image[200..], &[0; 24]).next_multiple_of(8);
    let value = symbols + 2 * 24 + 8;
    image[value..value + 8].copy_from_slice(&symbol.to_le_bytes());
    let found = read(Format::Elf, &image);
    assert!(
        matches!(found, Err(FileFault::SeveralDescriptions(2))),
        "{found:?}"
    );
}

#[test]
fn sizes_beyond_the_limits_are_refused() {
    for (machine, mut image) in all(Options {
        has_note: false,
        ..Options::default()
    }) {
        let name = position(&image, &NOTE_NAME);
        for (size, text) in [
            (
                u32::MAX,
                "it has 4294967295 bytes of description, and at most 4194304 are read",
            ),
            (1 << 20, "it is damaged: the description ends too early"),
        ] {
            image[name - 8..name - 4].copy_from_slice(&size.to_le_bytes());
            let fault = read_data(&image[..], machine).expect_err("it is refused");
            assert_eq!(fault.to_string(), text);
        }
    }
    let mut parts = universal(&[]);
    parts.extend([0; 16]);
    parts[4..8].copy_from_slice(&3_u32.to_be_bytes());
    assert_eq!(
        fault(Format::MachO, &parts),
        "it is damaged: the list of its parts"
    );
}

#[test]
fn every_beginning_of_a_library_is_refused() {
    for (machine, image) in all(Options::default()) {
        for length in 0..image.len() {
            let read = read_data(&image[..length], machine);
            assert!(read.is_err(), "{length} of {} bytes: {read:?}", image.len());
        }
    }
}

#[test]
fn no_change_of_a_library_makes_the_reader_panic() {
    for (machine, image) in all(Options::default()) {
        let mut changed = image.clone();
        for place in 0..image.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff, image[place] ^ 0x10] {
                changed[place] = value;
                let _ = read_data(&changed[..], machine);
            }
            changed[place] = image[place];
        }
        let mut random = Random(0x853c_49e6_748f_ea9b);
        for _ in 0..if cfg!(miri) { 100 } else { 20_000 } {
            let mut changed = image.clone();
            for _ in 0..1 + random.below(8) {
                let place = random.below(changed.len());
                let width = [1, 2, 4, 8][random.below(4)].min(changed.len() - place);
                let value = [0, u64::MAX, 1 << random.below(64), random.next()][random.below(4)];
                changed[place..place + width].copy_from_slice(&value.to_le_bytes()[..width]);
            }
            changed.truncate(changed.len() - random.below(3) * random.below(64));
            let _ = read_data(&changed[..], machine);
        }
    }
}

#[test]
fn symbol_of_the_contract_has_the_version() {
    let version = crate::plugin::contract::VERSION;
    assert_eq!(
        DESCRIPTION_SYMBOL,
        format!("ffi_plugin_description_{version}")
    );
}

/// The first place of some bytes behind the headers.
fn position(image: &[u8], bytes: &[u8]) -> usize {
    let mut windows = image.windows(bytes.len()).enumerate();
    let found = windows.find(|(place, part)| *part == bytes && *place > 64);
    found.expect("the image has the bytes").0
}

/// xorshift64*, the same numbers each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
