//! Headers of C for interfaces: compilers of C take them without a warning, and write the description that Rust writes.
#![cfg(all(target_os = "linux", target_arch = "x86_64", not(miri)))]

#[path = "plugin_header/compiler.rs"]
mod compiler;
#[path = "plugin_header/declared.rs"]
mod declared;
#[path = "plugin_header/interface.rs"]
mod interface;
#[path = "plugin_header/library.rs"]
mod library;

use std::fs;

use ffi_runtime::plugin::description::{
    DescribedInterface, Description, DifferenceKind, bytes, compare, length,
};
use ffi_runtime::plugin::header;

use crate::compiler::{WARNINGS, compile, description, folder};
use crate::interface::{CONTENTS, FILTER, Frame};

/// A library in C with two plugins of the interface.
const SOURCE: &str = include_str!("plugin_header/plugin.c");

fn of_rust() -> Description {
    Description::read(&bytes::<{ length(&CONTENTS) }>(&CONTENTS)).expect("it can be read")
}

#[test]
fn compilers_write_the_description_that_rust_writes() {
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    for compiler in ["gcc", "clang"] {
        let folder = folder(compiler, SOURCE);
        let Some(object) = compile(compiler, &c, &folder) else {
            continue;
        };
        let mut found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        let expected = of_rust();
        assert!(
            found.built_by.compiler.starts_with(compiler),
            "{:?}",
            found.built_by
        );
        found.built_by = expected.built_by.clone();
        assert_eq!(found, expected);
    }
}

#[test]
fn compilers_of_other_targets_take_the_header() {
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    for (compiler, architecture, system) in [
        ("x86_64-w64-mingw32-gcc", "x86_64", "windows"),
        ("aarch64-linux-gnu-gcc", "aarch64", "linux"),
    ] {
        let folder = folder(compiler, SOURCE);
        let Some(object) = compile(compiler, &c, &folder) else {
            continue;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        assert_eq!(found.target.architecture(), architecture);
        assert_eq!(found.target.system(), system);
        let plugin = found.plugins().next().expect("a plugin");
        let differences = compare(&DescribedInterface::of(&FILTER), &plugin.interface);
        let text = differences.expect_err("other numbers")[0].to_string();
        // A `long` has 4 bytes there, or a `char` no sign.
        let (ours, theirs) = match system {
            "windows" => ("{.., long: i64, ..}", "{.., long: i32, ..}"),
            _ => ("{.., text: *const i8, ..}", "{.., text: *const u8, ..}"),
        };
        assert!(text.contains(ours) && text.contains(theirs), "{text}");
    }
}

#[test]
fn every_object_format_and_byte_order_has_the_same_bytes() {
    // Without the headers of the systems.
    let declarations = "#include <stddef.h>\nvoid *calloc(size_t, size_t);\nvoid free(void *);";
    let source = SOURCE.replace("#include <stdlib.h>", declarations);
    for (target, architecture, system, is_little_endian, sizes) in [
        ("x86_64-apple-macos11", "x86_64", "macos", true, [8, 8]),
        ("arm64-apple-macos11", "aarch64", "macos", true, [8, 8]),
        ("x86_64-pc-windows-msvc", "x86_64", "windows", true, [8, 4]),
        ("i686-pc-windows-gnu", "x86", "windows", true, [4, 4]),
        ("aarch64-linux-android", "aarch64", "android", true, [8, 8]),
        ("x86_64-unknown-freebsd", "x86_64", "freebsd", true, [8, 8]),
        ("armv7-linux-gnueabihf", "arm", "linux", true, [4, 4]),
        ("s390x-linux-gnu", "s390x", "linux", false, [8, 8]),
        ("powerpc-linux-gnu", "powerpc", "linux", false, [4, 4]),
    ] {
        let folder = folder(target, &source);
        let target = format!("--target={target}");
        let arguments = [&[&*target, "-ffreestanding", "-std=c11"], &WARNINGS[..]].concat();
        let Some(object) = compile("clang", &arguments, &folder) else {
            return;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{target}: {text}")));
        let of = found.target;
        assert_eq!((of.architecture(), of.system()), (architecture, system));
        assert_eq!(of.is_little_endian, is_little_endian);
        assert_eq!([of.pointer_size, of.long_size], sizes, "{target}");
        let plugin = found.plugins().next().expect("a plugin");
        assert_eq!(
            (&*plugin.name, plugin.interface.functions.len()),
            ("blur", 5)
        );
        // Nothing in it depends on the target.
        let pixel = plugin.interface.types.iter().find(|ty| ty.name == "Pixel");
        let expected = DescribedInterface::of(&FILTER);
        let expected = expected.types.iter().find(|ty| ty.name == "Pixel").cloned();
        assert_eq!(pixel, expected.as_ref());
    }
}

#[test]
fn compilers_of_c_plus_plus_take_the_header() {
    let source = format!("#include <cstddef>\n{SOURCE}");
    for (compiler, arguments) in [
        ("g++", &["-std=c++20", "-Wall", "-Wextra", "-Werror"][..]),
        (
            "clang++",
            &["-std=c++20", "-Wall", "-Wextra", "-Werror", "-x", "c++"][..],
        ),
    ] {
        let folder = folder(compiler, &source);
        fs::copy(folder.join("plugin.c"), folder.join("plugin.cpp")).expect("a copy");
        let arguments = [&["-x", "c++"], arguments].concat();
        let Some(object) = compile(compiler, &arguments, &folder) else {
            continue;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        assert_eq!(
            found.plugins().collect::<Vec<_>>(),
            of_rust().plugins().collect::<Vec<_>>()
        );
    }
}

/// The message of a compiler about a source or a header that is changed.
fn refused(name: &str, from: &str, to: &str, in_header: bool) -> String {
    let folder = folder(name, SOURCE);
    let path = folder.join(if in_header { "filter.h" } else { "plugin.c" });
    let text = fs::read_to_string(&path).expect("it can be read");
    assert!(text.contains(from), "{from} is not there");
    fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    let result = compile("gcc", &c, &folder).expect("gcc is there");
    result.expect_err("it has a mistake")
}

#[test]
fn mistakes_do_not_compile() {
    let text = refused(
        "signature",
        "int n, Large *place)",
        "long n, Large *place)",
        false,
    );
    assert!(text.contains("incompatible pointer type"), "{text}");
    let text = refused("missing", ".fill = fill", ".fil = fill", false);
    assert!(text.contains("fil"), "{text}");
    let text = refused("field", "    uint32_t width;", "    uint64_t width;", true);
    assert!(text.contains("offset of height in Frame"), "{text}");
    let text = refused(
        "packing",
        "#pragma pack(push, 2)",
        "#pragma pack(push, 1)",
        true,
    );
    assert!(text.contains("Pixel"), "{text}");
}

/// The differences of a plugin whose header is changed, and which is compiled without the static assertions.
fn differences(
    name: &str,
    arguments: &[&str],
    changes: &[(&str, &str)],
) -> Vec<(DifferenceKind, String)> {
    let folder = folder(name, SOURCE);
    let path = folder.join("filter.h");
    let mut text = fs::read_to_string(&path).expect("it can be read");
    let assertion = "#define FFI_STATIC_ASSERT(condition, text) _Static_assert(condition, text)";
    let nothing = "#define FFI_STATIC_ASSERT(condition, text) _Static_assert(1, text)";
    for (from, to) in [&[(assertion, nothing)], changes].concat() {
        assert!(text.contains(from), "{from} is not there");
        text = text.replacen(from, to, 1);
    }
    fs::write(&path, text).expect("it can be written");
    let arguments = [&["-std=gnu11"], arguments].concat();
    let object = compile("gcc", &arguments, &folder).expect("gcc is there");
    let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
    let plugin = found.plugins().next().expect("a plugin");
    let found = compare(&DescribedInterface::of(&FILTER), &plugin.interface);
    let found = found.expect_err("it is another one");
    found
        .into_iter()
        .map(|found| (found.kind, found.to_string()))
        .collect()
}

#[test]
fn description_says_how_the_library_was_compiled() {
    let found = differences("short_enums", &["-fshort-enums"], &[]);
    let text = "size: argument 2 is Order, an enum of 4 signed bytes, the plugin has 1 signed byte";
    assert!(
        found.contains(&(DifferenceKind::Enum, text.to_owned())),
        "{found:?}"
    );

    let swapped = [(
        "    uint32_t width;\n    uint32_t height;",
        "    uint32_t height;\n    uint32_t width;",
    )];
    let found = differences("swapped", &[], &swapped);
    let size = size_of::<Frame>();
    let text = format!(
        "process: argument 2 is Frame {{width: u32 at byte 0, ..}} {size} bytes, \
         the plugin has {{width: u32 at byte 4, ..}} {size} bytes"
    );
    assert_eq!(found, [(DifferenceKind::Layout, text)]);

    let packed = [("#pragma pack(push, 2)", "#pragma pack(push, 1)")];
    let found = differences("packed", &[], &packed);
    assert!(
        found
            .iter()
            .any(|(_, found)| found.contains("Pixel {.., value: f64 at byte 2} 10 bytes")),
        "{found:?}"
    );
}

#[test]
fn header_is_the_same_each_time() {
    assert_eq!(header::write(&FILTER), header::write(&FILTER));
    assert!(!header::write(&FILTER).contains('@'));
}
