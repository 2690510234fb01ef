//! Files that are no plugins, and the error of each. Nothing of one that is refused runs.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use ffi_runtime::plugin::LoadError;

use crate::described;
use crate::interface::Host;
use crate::library::{Library, copies_in, empty_folder, open};

/// How far a file comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is refused when it is read.
    File,
    /// Its description is refused.
    Description,
    /// It is loaded, which runs its initializers, and is not what it describes.
    Loaded,
}

/// A file, how far it comes, and parts of its error.
struct Row {
    name: &'static str,
    bytes: Vec<u8>,
    stage: Stage,
    errors: Vec<&'static str>,
}

fn row(name: &'static str, bytes: Vec<u8>, stage: Stage, error: &'static str) -> Row {
    Row {
        name,
        bytes,
        stage,
        errors: vec![error],
    }
}

/// The fixture with other descriptions.
fn rows_of_descriptions() -> Vec<Row> {
    let row = |name, description: &[u8], errors| Row {
        name,
        bytes: Library::without_description("plain")
            .describe(description)
            .bytes,
        stage: Stage::Description,
        errors,
    };
    let refused = described::refused();
    let refused = refused
        .iter()
        .map(|(name, bytes, errors)| row(*name, bytes, errors.to_vec()));
    let damaged = described::damaged();
    let damaged = damaged
        .iter()
        .map(|(name, bytes, error)| row(*name, bytes, vec![*error]));
    refused.chain(damaged).collect()
}

/// The fixture with changes of its bytes.
fn changed(variant: &str, change: impl FnOnce(&mut Library)) -> Vec<u8> {
    let mut library = Library::of(variant);
    change(&mut library);
    library.bytes
}

/// Files on every system.
fn rows() -> Vec<Row> {
    use Stage::{Description, File, Loaded};

    let plain = Library::of("plain").bytes;
    let note = |library: &Library| library.place_of(b"FFI-PLUGIN\0\0");
    let object = format!("{}/plugins/plain/plugin.c.o", env!("OUT_DIR"));
    let program = env::current_exe().expect("this program has a file");
    vec![
        row("empty", Vec::new(), File, "the file is empty"),
        row(
            "text",
            b"GROUP ( counter.so )\n".to_vec(),
            File,
            "it is a text",
        ),
        row(
            "archive",
            b"!<arch>\n".to_vec(),
            File,
            "it is an archive of object files",
        ),
        row(
            "picture",
            b"\x89PNG\r\n\x1a\n\0".to_vec(),
            File,
            "begins with 89 50 4e 47",
        ),
        row(
            "cut-in-the-headers",
            plain[..40].to_vec(),
            File,
            "is no library of plugins: it",
        ),
        row(
            "cut-in-the-middle",
            plain[..plain.len() / 2].to_vec(),
            File,
            "it ends before its ",
        ),
        row(
            "object",
            fs::read(object).expect("it is compiled"),
            File,
            "it is an object file",
        ),
        row(
            "program",
            fs::read(program).expect("it runs"),
            File,
            "it is a program",
        ),
        row(
            "no-description",
            Library::without_description("no-description").bytes,
            File,
            "it has no description of plugins (looked for the symbol `ffi_plugin_description_1`",
        ),
        row(
            "other-contract",
            Library::without_description("other-contract").bytes,
            File,
            "its description has version 9 of the contract, and this program knows version 1",
        ),
        row(
            "no-entries",
            Library::of("no-library").bytes,
            File,
            "it does not export `ffi_plugin_library_1`",
        ),
        row(
            "huge-description",
            changed("plain", |library| {
                let place = note(library) - 8;
                library.bytes[place..place + 4].fill(0xff);
            }),
            File,
            if cfg!(windows) {
                "it has 4294967295 bytes of description"
            } else {
                "it "
            },
        ),
        row(
            "not-described",
            Library::without_description("plain").bytes,
            Description,
            "the description of plugins in",
        ),
        row(
            "description-changes",
            Library::of("changing-description").bytes,
            Loaded,
            "its description in memory is not the one in the file that was checked",
        ),
        row(
            "no-create",
            Library::of("no-create").bytes,
            Loaded,
            "its plugin number 1 has no `create`",
        ),
        row(
            "short-struct",
            Library::of("short-library").bytes,
            Loaded,
            "a struct of it has 8 bytes, where 40 are needed",
        ),
    ]
}

/// Files that only ELF has.
#[cfg(unix)]
fn rows_of_elf() -> Vec<Row> {
    use Stage::{File, Loaded};

    let other = if cfg!(target_arch = "aarch64") {
        (
            [62, 0],
            "it is for x86_64, and this process runs on aarch64",
        )
    } else {
        ([183, 0], "it is for aarch64, and this process runs on ")
    };
    vec![
        row(
            "wrong-architecture",
            changed("plain", |library| {
                library.bytes[18..20].copy_from_slice(&other.0)
            }),
            File,
            other.1,
        ),
        row(
            "wrong-width",
            changed("plain", |library| library.bytes[4] = 1),
            File,
            // RISC-V has one number for both widths, and two names.
            if cfg!(target_arch = "riscv64") {
                "it is for riscv32, and this process runs on riscv64"
            } else {
                " with pointers of 32 bits, and this process runs on "
            },
        ),
        row(
            "wrong-byte-order",
            changed("plain", |library| {
                library.bytes[5] = 2;
                library.bytes[18..20].reverse();
            }),
            File,
            " with the other byte order",
        ),
        row(
            "other-system",
            changed("plain", |library| library.bytes[7] = 9),
            File,
            "it is for freebsd, and this process runs on ",
        ),
        row(
            "of-windows",
            dos_library(),
            File,
            "it is for Windows (PE), and this process runs on linux",
        ),
        row(
            "two-descriptions",
            Library::without_description("second-description").bytes,
            File,
            "it has 2 descriptions",
        ),
        // Not refused: the note is found without symbols of debuggers and without section headers.
        row(
            "stripped",
            without_sections("no-create"),
            Loaded,
            "has no `create`",
        ),
    ]
}

/// The headers of a library of Windows, and nothing else.
#[cfg(unix)]
fn dos_library() -> Vec<u8> {
    let mut bytes = vec![0; 512];
    bytes[..2].copy_from_slice(b"MZ");
    bytes[60] = 64;
    bytes[64..68].copy_from_slice(b"PE\0\0");
    bytes[64 + 4 + 16] = 240;
    bytes[64 + 24..64 + 26].copy_from_slice(&[0x0b, 0x02]);
    bytes
}

/// The fixture without what the loader does not read.
#[cfg(unix)]
fn without_sections(variant: &str) -> Vec<u8> {
    changed(variant, |library| {
        let bytes = library.bytes[40..48].try_into().expect("there are eight");
        let start = u64::from_le_bytes(bytes);
        library
            .bytes
            .truncate(usize::try_from(start).expect("it is a place in the file"));
        library.bytes[40..48].fill(0);
        library.bytes[60..64].fill(0);
    })
}

#[test]
fn file_that_does_not_fit_has_its_error() {
    let mut rows = rows();
    rows.extend(rows_of_descriptions());
    #[cfg(unix)]
    rows.extend(rows_of_elf());
    let mut wrong = Vec::new();
    for row in rows {
        if let Err(reason) = check(&row) {
            wrong.push(format!("{}: {reason}", row.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check(row: &Row) -> Result<(), String> {
    let folder = empty_folder(&format!("broken/{}", row.name));
    let witness = folder.join("initialized");
    let mut library = Library {
        bytes: row.bytes.clone(),
    };
    let has_initializer = row.bytes.windows(12).any(|part| part == b"FFI-SETTINGS");
    if has_initializer && row.name != "object" && row.name != "program" {
        library = library.witness(&witness);
    }
    let file = library.install(&folder, row.name);
    let plugins = open(&folder, &Host::new());

    let found = plugins.scan().expect("the folder can be read");
    let scanned: Vec<_> = found
        .iter()
        .filter_map(|found| found.plugin.as_ref().err())
        .collect();
    let is_loadable = row.stage == Stage::Loaded;
    expect(scanned.is_empty() == is_loadable, || {
        format!("a scan says {found:?}")
    })?;
    let error = plugins.load("counter").expect_err("it is refused");
    let text = error.to_string();
    let is_said = row.errors.iter().all(|part| text.contains(part));
    expect(is_said, || format!("loading it says: {text}"))?;
    let name = file.file_name().expect("it has a name").to_string_lossy();
    expect(text.contains(&*name), || {
        format!("the file is not named: {text}")
    })?;
    let stage = match &error {
        LoadError::NotFound { .. } => None,
        LoadError::Refused { .. } => Some(Stage::Description),
        LoadError::Contract { .. } => Some(Stage::Loaded),
        other => return Err(format!("{other:?}")),
    };
    expect(stage.is_none_or(|stage| stage == row.stage), || {
        format!("{error:?}")
    })?;
    expect(witness.exists() == is_loadable, || {
        "an initializer ran, or did not".to_owned()
    })?;
    let copies = copies_in(&folder);
    expect(copies.is_empty() || is_loadable, || {
        format!("{copies:?} are left")
    })
}

fn expect(is_so: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(otherwise()) }
}

/// Paths that are no files: looking into a pipe would wait for ever.
#[cfg(unix)]
#[test]
fn place_that_is_no_file_is_refused() {
    let folder = empty_folder("broken-places");
    fs::create_dir(folder.join("folder.so")).expect("it can be made");
    std::os::unix::fs::symlink("nowhere", folder.join("link.so")).expect("it can be made");
    let pipe = folder.join("pipe.so");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("the system has it");
    assert!(made.success());
    let plugins = open(&folder, &Host::new());
    let found = plugins.scan().expect("the folder can be read");
    let errors = found
        .iter()
        .map(|found| found.plugin.as_ref().expect_err("it is refused"));
    let errors: Vec<_> = errors.map(ToString::to_string).collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].ends_with("it is not a file"), "{errors:?}");
    assert!(errors[1].contains("it cannot be read"), "{errors:?}");
    assert!(errors[2].ends_with("it is not a file"), "{errors:?}");
}

/// Any change of a real file is an error or none, and never the end of the process.
#[test]
fn changed_bytes_of_a_real_library_do_not_stop_the_reader() {
    const ROUNDS: u64 = if cfg!(emulated) { 100 } else { 2_000 };
    let folder = empty_folder("broken-bytes");
    let original = Library::of("plain");
    let file: PathBuf = original.install(&folder, "counter");
    let plugins = open(&folder, &Host::new());
    let mut random = fastrand::Rng::with_seed(7);
    let mut refused = 0;
    for _ in 0..ROUNDS {
        let mut bytes = original.bytes.clone();
        // The tables are at the beginning and at the end.
        let length = bytes.len();
        for _ in 0..random.usize(1..12) {
            let place = match random.u8(0..3) {
                0 => random.usize(..64.min(length)),
                1 => random.usize(..4096.min(length)),
                _ => random.usize(..length),
            };
            bytes[place] = random.u8(..);
        }
        if random.u8(..8) == 0 {
            bytes.truncate(random.usize(..length));
        }
        fs::write(&file, &bytes).expect("it can be written");
        let found = plugins.scan().expect("the folder can be read");
        refused += u64::from(found.iter().any(|found| found.plugin.is_err()));
    }
    assert!(refused > ROUNDS / 10, "{refused} of {ROUNDS}");
}
