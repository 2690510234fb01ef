use super::fixtures::{EMPTY, assert_differ, assert_fit, functions, interface, library};
use super::{Description, DifferenceKind, Target, bytes, compare_library, length};
use crate::plugin::interface::{Function, Interface, LibraryContents, Role};

const STOP: Function = Function {
    since: (1, 3),
    ..functions! { stop(); }[0]
};

#[test]
fn more_optional_functions_fit() {
    const OLD: &Interface = interface! { ; process(size: u32); };
    const NEW: Interface = Interface {
        version: (1, 3),
        functions: &[
            OLD.functions[0],
            Function {
                is_optional: true,
                ..STOP
            },
        ],
        ..EMPTY
    };
    assert_fit(OLD, &NEW);
}

#[test]
fn required_function_is_missing_in_an_older_plugin() {
    const OLD: &Interface = interface! { ; process(size: u32); };
    const NEW: Interface = Interface {
        version: (1, 3),
        functions: &[OLD.functions[0], STOP],
        ..EMPTY
    };
    let words = "stop: this host needs it, which the interface has since 1.3; the plugin is written for 1.0 and lacks it";
    assert_differ(OLD, &NEW, DifferenceKind::MissingFunction, ["", words]);
}

#[test]
fn function_that_only_one_side_has_as_optional() {
    const OLD: Interface = Interface {
        functions: &[STOP],
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            is_optional: true,
            ..STOP
        }],
        ..EMPTY
    };
    let words = "stop: this host needs it, and the plugin may lack it";
    assert_differ(&OLD, &NEW, DifferenceKind::MissingFunction, [words, ""]);
}

#[test]
fn other_function_at_a_place() {
    let old = interface! { ; first(); second(); };
    let new = interface! { ; first(); other(); };
    let words = [
        "second: it is function 2, and the plugin has `other` there",
        "other: it is function 2, and the plugin has `second` there",
    ];
    assert_differ(old, new, DifferenceKind::OtherFunction, words);
}

#[test]
fn other_number_of_parameters() {
    let old = interface! { ; process(a: u32); };
    let new = interface! { ; process(a: u32, b: u32); };
    let words = [
        "process: it has 2 arguments, the plugin has 3",
        "process: it has 3 arguments, the plugin has 2",
    ];
    assert_differ(old, new, DifferenceKind::Parameters, words);
}

#[test]
fn other_minor_version_fits() {
    const NEW: Interface = Interface {
        version: (1, 9),
        ..EMPTY
    };
    assert_fit(&EMPTY, &NEW);
}

#[test]
fn other_major_version() {
    const NEW: Interface = Interface {
        version: (2, 0),
        ..EMPTY
    };
    let words = [
        "org.example.filter: this host has version 1.0, the plugin is newer: it is written for 2.0",
        "org.example.filter: this host has version 2.0, the plugin is older: it is written for 1.0",
    ];
    assert_differ(&EMPTY, &NEW, DifferenceKind::Version, words);
}

#[test]
fn other_interface() {
    const OTHER: Interface = Interface {
        name: "org.example.codec",
        ..EMPTY
    };
    let words = [
        "interface: this host has `org.example.filter`, the plugin is written for `org.example.codec`",
        "interface: this host has `org.example.codec`, the plugin is written for `org.example.filter`",
    ];
    assert_differ(&EMPTY, &OTHER, DifferenceKind::Interface, words);
}

#[test]
fn bytes_for_elements() {
    let old = interface! { ; run(a: &u32 = Role::Slice, n: usize = Role::Elements(0)); };
    let new = interface! { ; run(a: &u32 = Role::Slice, n: usize = Role::Bytes(0)); };
    let words = [
        "run: argument 3 is the number of elements of argument 2, the plugin has the number of bytes of argument 2",
        "run: argument 3 is the number of bytes of argument 2, the plugin has the number of elements of argument 2",
    ];
    assert_differ(old, new, DifferenceKind::Role, words);
}

#[test]
fn other_role_of_a_result() {
    const OLD: Interface = Interface {
        functions: functions! { run() -> i32; },
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            result_role: Role::Status,
            ..OLD.functions[0]
        }],
        ..EMPTY
    };
    let words = [
        "run: the result is a value, the plugin has a status",
        "run: the result is a status, the plugin has a value",
    ];
    assert_differ(&OLD, &NEW, DifferenceKind::Role, words);
}

#[test]
fn other_convention() {
    const OLD: Interface = Interface {
        functions: &[STOP],
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            abi: "system",
            ..STOP
        }],
        ..EMPTY
    };
    let words = [
        "stop: it is `extern \"C\"`, the plugin has `extern \"system\"`",
        "stop: it is `extern \"system\"`, the plugin has `extern \"C\"`",
    ];
    assert_differ(&OLD, &NEW, DifferenceKind::Convention, words);
}

const HOST: Interface = Interface {
    name: "org.example.host",
    functions: functions! { log(level: u32); },
    ..EMPTY
};

const NEWER_HOST: Interface = Interface {
    version: (1, 4),
    functions: &[HOST.functions[0], STOP],
    ..HOST
};

const OPTIONAL_HOST: Interface = Interface {
    functions: &[
        HOST.functions[0],
        Function {
            is_optional: true,
            ..STOP
        },
    ],
    ..NEWER_HOST
};

/// A plugin's interface with such a host.
macro_rules! with {
    ($host:expr) => {{
        const INTERFACE: Interface = Interface {
            host: Some(&$host),
            ..EMPTY
        };
        &INTERFACE
    }};
}

#[test]
fn function_that_a_host_lacks() {
    let words = "stop of the host: the plugin needs it, which the interface has since 1.3; this host has version 1.0 and lacks it";
    let (old, new) = (with!(HOST), with!(NEWER_HOST));
    assert_differ(old, new, DifferenceKind::MissingFunction, [words, ""]);
    assert_fit(with!(HOST), with!(OPTIONAL_HOST));
    let words = "stop of the host: the plugin needs it, and this host may lack it";
    let (old, new) = (with!(OPTIONAL_HOST), with!(NEWER_HOST));
    assert_differ(old, new, DifferenceKind::MissingFunction, [words, ""]);
}

#[test]
fn other_type_of_a_function_of_the_host() {
    const OTHER: Interface = Interface {
        functions: functions! { log(level: u64); },
        ..HOST
    };
    let words = [
        "log of the host: argument 2 is u32, the plugin has u64",
        "log of the host: argument 2 is u64, the plugin has u32",
    ];
    assert_differ(with!(HOST), with!(OTHER), DifferenceKind::Type, words);
}

#[test]
fn other_host() {
    const OTHER: Interface = Interface {
        name: "org.example.other",
        ..HOST
    };
    let words = [
        "host interface: this host has `org.example.host`, the plugin is written for `org.example.other`",
        "host interface: this host has `org.example.other`, the plugin is written for `org.example.host`",
    ];
    assert_differ(with!(HOST), with!(OTHER), DifferenceKind::Interface, words);
    let words = [
        "host interface: the plugin needs `org.example.host` from its host, and this host has none",
        "host interface: this host gives `org.example.host` to its plugins, and the plugin takes none",
    ];
    assert_differ(&EMPTY, with!(HOST), DifferenceKind::Host, words);
}

#[test]
fn other_target_and_a_library_that_aborts() {
    const PLUGINS: &[(&str, &Interface)] = &[("blur", &EMPTY)];
    const CONTENTS: LibraryContents<'_> = library(PLUGINS);
    const ABORTS: LibraryContents<'_> = LibraryContents {
        aborts: true,
        ..CONTENTS
    };
    let read = |bytes: &[u8]| Description::read(bytes).expect("a description");
    let library = read(&bytes::<{ length(&CONTENTS) }>(&CONTENTS));
    assert_eq!(compare_library(&Target::CURRENT, &library), Ok(()));
    let mut other = Target::CURRENT;
    other.pointer_size = 2;
    other.architecture = 0;
    let differences = compare_library(&other, &library).expect_err("another target");
    let text = differences[0].to_string();
    assert!(text.starts_with("target: this host is unknown"), "{text}");
    assert!(text.contains("pointers of 2 bytes"), "{text}");
    assert_eq!(differences[0].kind, DifferenceKind::Target);

    let library = read(&bytes::<{ length(&ABORTS) }>(&ABORTS));
    let differences = compare_library(&Target::CURRENT, &library).expect_err("it aborts");
    assert_eq!(differences[0].kind, DifferenceKind::Aborts);
    let words = "library: it is compiled with `panic = \"abort\"`: a panic of a plugin would end this process";
    assert_eq!(differences[0].to_string(), words);
}
