//! An interface with types of every kind.

use std::ffi::{c_char, c_int, c_long, c_uchar, c_void};

use ffi_runtime::plugin::interface::{
    BuiltBy, Function, Interface, LibraryContents, Parameter, Role,
};
use ffi_runtime::{ForeignType, callback, opaque, open_enum};

#[opaque]
pub(crate) struct Device;

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) stride: usize,
    pub(crate) pixels: *mut u8,
    pub(crate) text: *const c_char,
    pub(crate) long: c_long,
    pub(crate) letters: [c_char; 8],
    pub(crate) corners: [Pixel; 4],
    pub(crate) next: *mut Frame,
    pub(crate) device: *mut Device,
    pub(crate) mode: Mode,
    pub(crate) visit: Option<unsafe extern "C" fn(frame: *const Frame, at: c_int, ...) -> Mode>,
    pub(crate) report: Option<Report>,
    pub(crate) rows: *const *const [Pixel; 4],
    pub(crate) default: bool,
    pub(crate) flags: Flags,
    pub(crate) sum: f64,
    pub(crate) ratio: f32,
    pub(crate) tail: Tail,
    pub(crate) message: *const Message,
}

/// With arrays of no elements: one aligns the struct, one is its end.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Message {
    pub(crate) align: [u64; 0],
    pub(crate) length: u32,
    pub(crate) bytes: [u8; 0],
}

#[derive(ForeignType)]
#[repr(C, packed(2))]
pub(crate) struct Pixel {
    pub(crate) red: u8,
    pub(crate) value: f64,
}

#[derive(ForeignType)]
#[repr(C, align(32))]
pub(crate) struct Tail {
    pub(crate) byte: c_uchar,
    pub(crate) either: Either,
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) union Either {
    pub(crate) integer: u64,
    pub(crate) float: f32,
    pub(crate) bytes: [u8; 12],
}

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(C)]
pub(crate) struct Options {
    #[foreign(size)]
    pub(crate) size: u32,
    pub(crate) level: i16,
}

#[derive(ForeignType)]
#[repr(transparent)]
pub(crate) struct Flags(pub(crate) u32);

#[derive(ForeignType)]
#[repr(C)]
pub(crate) enum Mode {
    Fast,
    Good = 5,
}

#[derive(ForeignType)]
#[repr(i32)]
pub(crate) enum Order {
    Before = -1,
    After = 1,
}

#[derive(ForeignType)]
#[repr(u8)]
pub(crate) enum Small {
    One = 1,
    Last = 255,
}

#[open_enum]
#[repr(i32)]
pub(crate) enum Status {
    Ok,
    Busy = i32::MIN,
}

#[open_enum]
#[repr(u64)]
pub(crate) enum Large {
    Zero,
    Last = u64::MAX,
}

#[open_enum]
#[repr(i64)]
pub(crate) enum Far {
    Zero,
    First = i64::MIN,
}

#[callback]
pub(crate) type Report =
    unsafe extern "C" fn(frame: *const Frame, status: Status, tail: &Tail) -> bool;

macro_rules! functions {
    ($($name:ident($($parameter:ident: $ty:ty $(= $role:expr)?),*) $(-> $result:ty)?;)*) => {
        &[$(
            Function {
                name: stringify!($name),
                since: (1, 0),
                is_optional: false,
                abi: "C",
                parameters: &[$(
                    Parameter {
                        name: stringify!($parameter),
                        info: <$ty as ForeignType>::INFO,
                        role: functions!(@role $($role)?),
                    }
                ),*],
                result: <functions!(@result $($result)?) as ForeignType>::INFO,
                result_role: Role::Value,
            }
        ),*]
    };
    (@role) => { Role::Value };
    (@role $role:expr) => { $role };
    (@result) => { () };
    (@result $result:ty) => { $result };
}

pub(crate) const HOST: Interface = Interface {
    name: "org.example.filter.host",
    version: (1, 0),
    functions: functions! {
        log(level: c_int, message: &u8 = Role::Utf8, n: usize = Role::Elements(1));
        draw(tail: Tail) -> Status;
    },
    types: &[],
    host: None,
};

pub(crate) const FILTER: Interface = Interface {
    name: "org.example.filter",
    version: (2, 1),
    functions: &[
        FUNCTIONS[0],
        FUNCTIONS[1],
        FUNCTIONS[2],
        Function {
            since: (2, 1),
            is_optional: true,
            ..FUNCTIONS[3]
        },
        Function {
            abi: "system",
            ..FUNCTIONS[4]
        },
    ],
    types: &[
        Some(Frame::INFO),
        Some(Message::INFO),
        Some(Tail::INFO),
        Some(Options::INFO),
        Some(Report::INFO),
    ],
    host: Some(&HOST),
};

pub(crate) const FUNCTIONS: &[Function] = functions! {
    process(frame: &Frame, options: Option<&Options>) -> Status;
    size(order: Order, small: Small, large: Large, far: Far) -> usize;
    fill(bytes: &mut u8 = Role::Slice, n: c_int = Role::Bytes(0), place: &mut Large = Role::Out);
    preview(report: Option<Report>, data: *mut c_void) -> *const c_void;
    release(pixel: Pixel, either: Either) -> Pixel;
};

pub(crate) const PLUGINS: &[(&str, &Interface)] = &[("blur", &FILTER), ("sharpen", &FILTER)];
pub(crate) const CONTENTS: LibraryContents<'_> = LibraryContents {
    plugins: PLUGINS,
    built_by: BuiltBy {
        compiler: "rustc",
        package: "",
        profile: "debug",
    },
    is_unloadable: true,
    has_shutdown: true,
    aborts: false,
};
