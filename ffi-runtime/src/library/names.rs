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
    candidates(&[name], version.as_slice(), system)
}

/// File names of a library with several names or versions, the preferred ones first: every version of
/// the first name, then those of the next.
///
/// A file name among the names takes no version, and is an error only if there is no other name.
pub(crate) fn candidates(
    names: &[&str],
    versions: &[&str],
    system: OperatingSystem,
) -> Result<Vec<String>, LibraryError> {
    let takes_version = names.iter().any(|name| !is_file_name(name));
    let mut files = Vec::new();
    for name in names {
        check(name, versions, takes_version)?;
        let of_name = if is_file_name(name) {
            vec![(*name).to_owned()]
        } else {
            files_of(name, versions, system)
        };
        for file in of_name {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// File names of a library by one of its names, which is no file name itself.
fn files_of(name: &str, versions: &[&str], system: OperatingSystem) -> Vec<String> {
    let mut names = Vec::new();
    let is_asked = |known: &&KnownName| match known.version {
        Some(version) => versions.contains(&version),
        None => versions.is_empty(),
    };
    let known = KNOWN_NAMES
        .iter()
        .filter(|known| known.system == system && known.name == name);
    for known in known.filter(is_asked) {
        names.extend(known.files.iter().map(|&file| file.to_owned()));
    }
    match system {
        OperatingSystem::Linux | OperatingSystem::FreeBsd | OperatingSystem::OtherUnix => {
            names.extend(versioned_elf(name, versions));
            names.extend(plain_elf(name));
        }
        OperatingSystem::Android => {
            names.extend(plain_elf(name));
            names.extend(versioned_elf(name, versions));
        }
        OperatingSystem::Apple => {
            for version in versions {
                names.extend(stems(name).map(|stem| format!("{stem}.{version}.dylib")));
            }
            names.extend(stems(name).map(|stem| format!("{stem}.dylib")));
            names.push(format!("{name}.framework/{name}"));
        }
        OperatingSystem::Windows => {
            for version in versions {
                names.push(format!("{name}-{version}.dll"));
                names.push(format!("lib{name}-{version}.dll"));
                names.push(format!("{name}{version}.dll"));
                names.push(format!("lib{name}{version}.dll"));
            }
            names.push(format!("{name}.dll"));
            names.push(format!("lib{name}.dll"));
        }
    }
    names
}

/// Base names on Unix: with the prefix, and as it stands if the prefix is there already.
fn stems(name: &str) -> impl Iterator<Item = String> {
    let as_it_stands = name.starts_with("lib").then(|| name.to_owned());
    [format!("lib{name}")].into_iter().chain(as_it_stands)
}

fn versioned_elf(name: &str, versions: &[&str]) -> impl Iterator<Item = String> {
    versions
        .iter()
        .flat_map(move |version| stems(name).map(move |stem| format!("{stem}.so.{version}")))
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

fn check(name: &str, versions: &[&str], takes_version: bool) -> Result<(), LibraryError> {
    let fault = if name.is_empty() {
        Some(NameFault::Empty)
    } else if name.contains('\0') {
        Some(NameFault::InnerNul)
    } else if name.contains(['/', '\\', ':']) {
        Some(NameFault::Separator)
    } else if !versions.is_empty() && !takes_version {
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
    let is_wrong = |version: &&&str| version.is_empty() || !version.chars().all(fits);
    match versions.iter().find(is_wrong) {
        Some(&version) => Err(LibraryError::InvalidVersion {
            name: name.to_owned(),
            version: version.to_owned(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
