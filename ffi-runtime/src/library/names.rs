//! Names: a library's name and version become the file names that it can have.
//!
//! In comes what a declaration says (`z`, version `1`), out go file names in the order in which
//! they are tried (`libz.so.1`, `libz.so`). Nothing here depends on the host, so the names of every
//! operating system are tested everywhere. The next stage is `search`, which adds folders.

use crate::library::{LibraryError, NameFault};

/// Operating systems whose libraries are named by different rules.
///
/// ```
/// use ffi_runtime::library::{OperatingSystem, file_names};
///
/// let names = file_names("z", Some("1"), OperatingSystem::Apple)?;
/// assert_eq!(names, ["libz.1.dylib", "libz.dylib", "z.framework/z"]);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperatingSystem {
    /// Linux with any C library.
    Linux,
    /// Android, whose packages hold libraries without a version in their names.
    Android,
    /// macOS, iOS and the other systems of Apple.
    Apple,
    /// Windows.
    Windows,
    /// FreeBSD.
    FreeBsd,
    /// Any other Unix: ELF names, and no names that are known beforehand.
    OtherUnix,
}

/// A library whose file name on one system does not follow from its name.
struct KnownName {
    system: OperatingSystem,
    name: &'static str,
    /// `None` also stands for a request without a version.
    version: Option<&'static str>,
    files: &'static [&'static str],
}

const fn known(
    system: OperatingSystem,
    name: &'static str,
    version: Option<&'static str>,
    files: &'static [&'static str],
) -> KnownName {
    KnownName {
        system,
        name,
        version,
        files,
    }
}

/// The parts of the C library, whose plain `libm.so` is missing or a text for the linker on most
/// machines, and the names that differ on Windows.
const KNOWN_NAMES: &[KnownName] = &[
    known(OperatingSystem::Linux, "c", None, &["libc.so.6"]),
    known(OperatingSystem::Linux, "dl", None, &["libdl.so.2"]),
    known(OperatingSystem::Linux, "m", None, &["libm.so.6"]),
    known(
        OperatingSystem::Linux,
        "pthread",
        None,
        &["libpthread.so.0"],
    ),
    known(OperatingSystem::Linux, "resolv", None, &["libresolv.so.2"]),
    known(OperatingSystem::Linux, "rt", None, &["librt.so.1"]),
    known(OperatingSystem::Linux, "util", None, &["libutil.so.1"]),
    known(OperatingSystem::FreeBsd, "c", None, &["libc.so.7"]),
    known(OperatingSystem::FreeBsd, "m", None, &["libm.so.5"]),
    known(OperatingSystem::Windows, "c", None, &["ucrtbase.dll"]),
    known(OperatingSystem::Windows, "m", None, &["ucrtbase.dll"]),
    known(
        OperatingSystem::Windows,
        "z",
        None,
        &["zlib1.dll", "zlib.dll"],
    ),
    known(
        OperatingSystem::Windows,
        "z",
        Some("1"),
        &["zlib1.dll", "zlib.dll"],
    ),
];

/// File names of a library on one operating system, in the order in which they are tried.
///
/// | system | `z`, version `1` | `z` |
/// |---|---|---|
/// | Linux, FreeBSD, other Unix | `libz.so.1`, `libz.so` | `libz.so` |
/// | Android | `libz.so`, `libz.so.1` | `libz.so` |
/// | Apple | `libz.1.dylib`, `libz.dylib`, `z.framework/z` | `libz.dylib`, `z.framework/z` |
/// | Windows | `zlib1.dll`, `zlib.dll`, `z-1.dll`, `libz-1.dll`, `z1.dll`, `libz1.dll`, `z.dll`, `libz.dll` | `zlib1.dll`, `zlib.dll`, `z.dll`, `libz.dll` |
///
/// - Names with the version come first: they are the ones that promise the binary interface. On
///   Linux give a version: the name without one comes with the development package only, and may
///   be a text for the linker, which the loader refuses (the refusal is one failed attempt, and the
///   search goes on).
/// - The dash comes before the bare number on Windows, so that version `1` of `foo` is `foo-1.dll`
///   rather than a library called `foo1`.
/// - A few libraries have a known name that does not follow from these rules: zlib on Windows, and
///   on several systems the parts of the C library (`c`, `m` and the like) if no version is given.
/// - A name that starts with `lib` is also tried as it stands, last: `libz` finds `libz.so`.
/// - A name that is a file name already (`libfoo.so.3`, `foo.dll`, `libx.dylib`) is used as it is,
///   alone.
///
/// # Errors
///
/// [`LibraryError::InvalidName`] for an empty name, one with a path separator, colon or NUL, and
/// for a file name together with a version; [`LibraryError::InvalidVersion`] for a version that is
/// not made of letters, digits, `.`, `-`, `_` and `+`.
///
/// ```
/// use ffi_runtime::library::{OperatingSystem, file_names};
///
/// let names = file_names("sqlite3", Some("0"), OperatingSystem::Linux)?;
/// assert_eq!(names, ["libsqlite3.so.0", "libsqlite3.so"]);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
pub fn file_names(
    name: &str,
    version: Option<&str>,
    system: OperatingSystem,
) -> Result<Vec<String>, LibraryError> {
    check(name, version)?;
    if is_file_name(name) {
        return Ok(vec![name.to_owned()]);
    }
    let mut names = Vec::new();
    for known in KNOWN_NAMES {
        if known.system == system && known.name == name && known.version == version {
            names.extend(known.files.iter().map(|&file| file.to_owned()));
        }
    }
    match system {
        OperatingSystem::Linux | OperatingSystem::FreeBsd | OperatingSystem::OtherUnix => {
            names.extend(versioned_elf(name, version));
            names.extend(plain_elf(name));
        }
        OperatingSystem::Android => {
            names.extend(plain_elf(name));
            names.extend(versioned_elf(name, version));
        }
        OperatingSystem::Apple => {
            for stem in stems(name) {
                names.extend(version.map(|version| format!("{stem}.{version}.dylib")));
            }
            names.extend(stems(name).map(|stem| format!("{stem}.dylib")));
            names.push(format!("{name}.framework/{name}"));
        }
        OperatingSystem::Windows => {
            if let Some(version) = version {
                names.push(format!("{name}-{version}.dll"));
                names.push(format!("lib{name}-{version}.dll"));
                names.push(format!("{name}{version}.dll"));
                names.push(format!("lib{name}{version}.dll"));
            }
            names.push(format!("{name}.dll"));
            names.push(format!("lib{name}.dll"));
        }
    }
    Ok(names)
}

/// Base names on Unix: with the prefix, and as it stands if the prefix is there already.
fn stems(name: &str) -> impl Iterator<Item = String> {
    let as_it_stands = name.starts_with("lib").then(|| name.to_owned());
    [format!("lib{name}")].into_iter().chain(as_it_stands)
}

fn versioned_elf(name: &str, version: Option<&str>) -> impl Iterator<Item = String> {
    stems(name).filter_map(move |stem| version.map(|version| format!("{stem}.so.{version}")))
}

fn plain_elf(name: &str) -> impl Iterator<Item = String> {
    stems(name).map(|stem| format!("{stem}.so"))
}

/// Whether the name has the ending of a library on any system.
fn is_file_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".dll", ".dylib", ".so"]
        .iter()
        .any(|ending| lower.ends_with(ending))
        || lower
            .rsplit_once(".so.")
            .is_some_and(|(_, version)| version.starts_with(|first: char| first.is_ascii_digit()))
}

fn check(name: &str, version: Option<&str>) -> Result<(), LibraryError> {
    let fault = if name.is_empty() {
        Some(NameFault::Empty)
    } else if name.contains('\0') {
        Some(NameFault::InnerNul)
    } else if name.contains(['/', '\\', ':']) {
        Some(NameFault::Separator)
    } else if version.is_some() && is_file_name(name) {
        Some(NameFault::FileNameWithVersion)
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(LibraryError::InvalidName {
            name: name.to_owned(),
            fault,
        });
    }
    let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-_+".contains(letter);
    match version {
        Some(version) if version.is_empty() || !version.chars().all(fits) => {
            Err(LibraryError::InvalidVersion {
                name: name.to_owned(),
                version: version.to_owned(),
            })
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OperatingSystem::{Android, Apple, FreeBsd, Linux, OtherUnix, Windows};

    #[test]
    fn names_on_every_system_in_order() {
        let rows: &[(&str, Option<&str>, OperatingSystem, &[&str])] = &[
            ("z", Some("1"), Linux, &["libz.so.1", "libz.so"]),
            ("z", None, Linux, &["libz.so"]),
            ("z", Some("6"), FreeBsd, &["libz.so.6", "libz.so"]),
            ("z", Some("7.0"), OtherUnix, &["libz.so.7.0", "libz.so"]),
            ("z", Some("1"), Android, &["libz.so", "libz.so.1"]),
            ("z", None, Android, &["libz.so"]),
            (
                "z",
                Some("1"),
                Apple,
                &["libz.1.dylib", "libz.dylib", "z.framework/z"],
            ),
            (
                "Metal",
                None,
                Apple,
                &["libMetal.dylib", "Metal.framework/Metal"],
            ),
            (
                "z",
                Some("1"),
                Windows,
                &[
                    "zlib1.dll",
                    "zlib.dll",
                    "z-1.dll",
                    "libz-1.dll",
                    "z1.dll",
                    "libz1.dll",
                    "z.dll",
                    "libz.dll",
                ],
            ),
            (
                "z",
                None,
                Windows,
                &["zlib1.dll", "zlib.dll", "z.dll", "libz.dll"],
            ),
            (
                "vulkan-1",
                None,
                Windows,
                &["vulkan-1.dll", "libvulkan-1.dll"],
            ),
        ];
        for (name, version, system, expected) in rows {
            let names = file_names(name, *version, *system).unwrap();
            assert_eq!(names, *expected, "{name} {version:?} {system:?}");
        }
    }

    #[test]
    fn c_library_is_found_without_its_development_files() {
        assert_eq!(
            file_names("m", None, Linux).unwrap(),
            ["libm.so.6", "libm.so"]
        );
        assert_eq!(
            file_names("c", None, FreeBsd).unwrap(),
            ["libc.so.7", "libc.so"]
        );
        assert_eq!(file_names("m", None, Android).unwrap(), ["libm.so"]);
        assert_eq!(
            file_names("m", None, Windows).unwrap(),
            ["ucrtbase.dll", "m.dll", "libm.dll"]
        );
        // A version says that the caller knows better.
        assert_eq!(
            file_names("m", Some("7"), Linux).unwrap(),
            ["libm.so.7", "libm.so"]
        );
    }

    #[test]
    fn prefix_that_is_there_already_is_also_taken_as_it_stands() {
        assert_eq!(
            file_names("libz", Some("1"), Linux).unwrap(),
            ["liblibz.so.1", "libz.so.1", "liblibz.so", "libz.so"]
        );
        assert_eq!(
            file_names("libz", None, Apple).unwrap(),
            ["liblibz.dylib", "libz.dylib", "libz.framework/libz"]
        );
    }

    #[test]
    fn file_name_stands_alone() {
        for name in [
            "libfoo.so.3",
            "libfoo.so.1.2.3",
            "foo.dll",
            "FOO.DLL",
            "libx.dylib",
            "p.so",
        ] {
            for system in [Linux, Android, Apple, Windows, FreeBsd, OtherUnix] {
                assert_eq!(file_names(name, None, system).unwrap(), [name]);
            }
        }
        // These have a dot, and are no file names.
        for name in ["gtk-3.0", "foo.social", "foo.so.x"] {
            assert_eq!(
                file_names(name, None, Linux).unwrap(),
                [format!("lib{name}.so")]
            );
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let rows = [
            ("", None, r#"library name "" is empty"#),
            (
                "./z",
                None,
                r#"library name "./z" has a path separator; to load that file, use `open`"#,
            ),
            (
                "C:z",
                None,
                r#"library name "C:z" has a path separator; to load that file, use `open`"#,
            ),
            (
                "z\0",
                None,
                r#"library name "z\0" has a NUL character in it"#,
            ),
            (
                "libz.so.1",
                Some("1"),
                r#"library name "libz.so.1" is a file name already, and takes no version"#,
            ),
            (
                "z",
                Some(""),
                r#"version "" of library "z" is not made of letters, digits and `.-_+`"#,
            ),
            (
                "z",
                Some("1/../x"),
                r#"version "1/../x" of library "z" is not made of letters, digits and `.-_+`"#,
            ),
        ];
        for (name, version, text) in rows {
            let error = file_names(name, version, Linux).unwrap_err();
            assert_eq!(error.to_string(), text);
        }
    }
}
