//! Descriptions of the fixture: the one that fits, and others.

use ffi_runtime::ForeignType;
use ffi_runtime::plugin::description::{bytes, length};
use ffi_runtime::plugin::interface::{BuiltBy, Function, Interface, LibraryContents, Role};

use crate::interface::{COUNTER, Frame, HOST, Mode, NUMBER, To, function, measured, parameter};

const FITTING: LibraryContents<'_> = LibraryContents {
    plugins: &[("counter", &COUNTER), ("second", &COUNTER)],
    built_by: BuiltBy {
        compiler: "gcc",
        package: "fixture 1.0.0",
        profile: "release",
    },
    is_unloadable: true,
    has_shutdown: true,
    aborts: false,
};

/// The description of a library, written by the compiler.
macro_rules! description {
    ($contents:expr) => {{
        const CONTENTS: LibraryContents<'_> = $contents;
        const BYTES: [u8; length(&CONTENTS)] = bytes(&CONTENTS);
        BYTES.to_vec()
    }};
}

/// That of a library with a plugin of another interface.
macro_rules! of_interface {
    ($interface:expr) => {{
        const INTERFACE: Interface = $interface;
        description!(LibraryContents {
            plugins: &[("counter", &INTERFACE)],
            ..FITTING
        })
    }};
}

/// That of a library where `measure` has other types.
macro_rules! of_types {
    ($frame:ty, $mode:ty, $count:expr) => {
        of_interface!(Interface {
            functions: &[
                function("add", &NUMBER),
                function("generation", &[]),
                function("call_host", &NUMBER),
                Function {
                    result: f64::INFO,
                    ..function("measure", measured!($frame, $mode, $count))
                },
            ],
            types: &[Some(<$frame>::INFO)],
            ..COUNTER
        })
    };
}

/// The description that fits, of a library that can be unmapped.
pub(crate) fn described() -> Vec<u8> {
    description!(FITTING)
}

/// The description that fits, without the author's word that the library can be unmapped.
pub(crate) fn never_unloadable() -> Vec<u8> {
    description!(LibraryContents {
        is_unloadable: false,
        ..FITTING
    })
}

/// One that does not fit.
pub(crate) fn other_interface() -> Vec<u8> {
    of_interface!(Interface {
        name: "org.example.other",
        ..COUNTER
    })
}

mod swapped {
    use ffi_runtime::ForeignType;

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Frame {
        pub(super) height: u32,
        pub(super) width: u32,
        pub(super) scale: f64,
    }
}

mod packed {
    use ffi_runtime::ForeignType;

    #[derive(ForeignType)]
    #[repr(C, packed(4))]
    pub(super) struct Frame {
        pub(super) width: u32,
        pub(super) height: u32,
        pub(super) scale: f64,
    }
}

mod wide {
    use ffi_runtime::ForeignType;

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Frame {
        pub(super) width: u64,
        pub(super) height: u64,
        pub(super) scale: f64,
    }
}

mod short {
    use ffi_runtime::open_enum;

    /// `-fshort-enums`
    #[open_enum]
    #[repr(u8)]
    pub(super) enum Mode {
        Fast = 1,
        Exact = 2,
    }
}

/// Descriptions that are refused, each with its name and words of its error.
pub(crate) fn refused() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    vec![
        (
            "other-interface",
            other_interface(),
            &["this host has `org.example.counter`, the plugin is written for `org.example.other`"],
        ),
        (
            "older",
            of_interface!(Interface {
                version: (1, 9),
                ..COUNTER
            }),
            &["this host has version 2.1, the plugin is older", "1.9"],
        ),
        (
            "newer",
            of_interface!(Interface {
                version: (3, 0),
                ..COUNTER
            }),
            &["this host has version 2.1, the plugin is newer", "3.0"],
        ),
        (
            "missing-function",
            of_interface!(Interface {
                functions: &[function("add", &NUMBER), function("generation", &[])],
                types: &[],
                ..COUNTER
            }),
            &["call_host", "measure"],
        ),
        (
            "renamed-function",
            of_interface!(Interface {
                functions: &[function("subtract", &NUMBER), function("generation", &[])],
                types: &[],
                ..COUNTER
            }),
            &["add", "subtract"],
        ),
        (
            "other-convention",
            of_interface!(Interface {
                functions: &[Function {
                    abi: "vectorcall",
                    ..function("add", &NUMBER)
                }],
                types: &[],
                ..COUNTER
            }),
            &["add", "vectorcall"],
        ),
        (
            "missing-host-function",
            of_interface!(Interface {
                host: Some(&Interface {
                    functions: &[
                        Function {
                            result: <()>::INFO,
                            ..function("call", &NUMBER)
                        },
                        function("ask", &[]),
                    ],
                    ..HOST
                }),
                ..COUNTER
            }),
            &["ask"],
        ),
        (
            "other-host",
            of_interface!(Interface {
                host: None,
                ..COUNTER
            }),
            &["org.example.counter.host", "takes none"],
        ),
        (
            "swapped-fields",
            of_types!(swapped::Frame, Mode, Role::Elements(1)),
            &["Frame", "width", "height"],
        ),
        (
            "changed-packing",
            of_types!(packed::Frame, Mode, Role::Elements(1)),
            &["Frame", "align"],
        ),
        (
            "wide-fields",
            of_types!(wide::Frame, Mode, Role::Elements(1)),
            &["Frame", "width: u64", "24 bytes"],
        ),
        (
            "short-enums",
            of_types!(Frame, short::Mode, Role::Elements(1)),
            &[
                "measure: argument 5 is Mode, an enum of 4 unsigned bytes, the plugin has 1 unsigned byte",
            ],
        ),
        (
            "bytes-for-elements",
            of_types!(Frame, Mode, Role::Bytes(1)),
            &["measure", "bytes", "elements"],
        ),
        (
            "panic-aborts",
            description!(LibraryContents {
                aborts: true,
                ..FITTING
            }),
            &["panic = \"abort\""],
        ),
    ]
}

/// Descriptions that cannot be read, each with its name and words of its error.
pub(crate) fn damaged() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = described();
    let count = position(&good, b"release") + 7 + 1;
    let mut rows = vec![("no-bytes", Vec::new(), "this is no description of plugins")];
    let mut change = |name, text, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        rows.push((name, bytes, text));
    };
    change(
        "cut-description",
        "the description says that it has",
        &|bytes| bytes.truncate(bytes.len() / 2),
    );
    change(
        "longer-description",
        "the description says that it has",
        &|bytes| bytes.push(0),
    );
    change(
        "other-magic",
        "this is no description of plugins",
        &|bytes| bytes[0] ^= 1,
    );
    change("huge-counts", "65535 are more than", &|bytes| {
        bytes[count..count + 2].fill(0xff)
    });
    change("no-text", "this is no text", &|bytes| {
        let name = position(bytes, b"org.example");
        bytes[name] = 0xff;
    });
    change("huge-text", "65535", &|bytes| {
        let name = position(bytes, b"org.example");
        bytes[name - 2..name].fill(0xff);
    });
    rows
}

fn position(bytes: &[u8], part: &[u8]) -> usize {
    let found = bytes.windows(part.len()).position(|window| window == part);
    found.expect("the description has it")
}
