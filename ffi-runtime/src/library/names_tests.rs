//! The file names of every operating system, in order.

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

#[test]
fn preferred_versions_and_names_come_first() {
    type Names = &'static [&'static str];
    let rows: [(Names, Names, OperatingSystem, Names); 5] = [
        (
            &["ssl"],
            &["3", "1.1"],
            Linux,
            &["libssl.so.3", "libssl.so.1.1", "libssl.so"],
        ),
        (
            &["ssl"],
            &["3", "1.1"],
            Android,
            &["libssl.so", "libssl.so.3", "libssl.so.1.1"],
        ),
        (
            &["ssl"],
            &["3", "1.1"],
            Apple,
            &[
                "libssl.3.dylib",
                "libssl.1.1.dylib",
                "libssl.dylib",
                "ssl.framework/ssl",
            ],
        ),
        (
            &["new", "old"],
            &["2", "1"],
            Linux,
            &[
                "libnew.so.2",
                "libnew.so.1",
                "libnew.so",
                "libold.so.2",
                "libold.so.1",
                "libold.so",
            ],
        ),
        (
            &["z", "zlib1"],
            &[],
            Windows,
            &["zlib1.dll", "zlib.dll", "z.dll", "libz.dll", "libzlib1.dll"],
        ),
    ];
    for (names, versions, system, expected) in rows {
        let files = candidates(names, versions, system).unwrap();
        assert_eq!(files, expected, "{names:?} {versions:?} {system:?}");
    }
}

#[test]
fn file_name_among_names_takes_no_version() {
    let files = candidates(&["ssl", "libssl-3-x64.dll"], &["3"], Linux).unwrap();
    assert_eq!(files, ["libssl.so.3", "libssl.so", "libssl-3-x64.dll"]);
    let error = candidates(&["liba.so.1", "liba.so.2"], &["3"], Linux).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"library name "liba.so.1" is a file name already, and takes no version"#
    );
}

#[test]
fn every_name_and_version_of_a_list_is_checked() {
    for (names, versions) in [
        (&["z", ""][..], &[][..]),
        (&["z", "./z"], &["1"]),
        (&["z"], &["1", ""]),
        (&["z"], &["1", "../2"]),
    ] {
        assert!(
            candidates(names, versions, Linux).is_err(),
            "{names:?} {versions:?}"
        );
    }
}
