//! Types that only C can look into, and references to whatever C knows.
#![deny(missing_docs, improper_ctypes, improper_ctypes_definitions, unused)]

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::panic::RefUnwindSafe;

use ffi_runtime::{ForeignType, Type, callback, foreign_library, opaque};

/// A connection.
#[opaque]
pub struct Connection;

/// A level.
#[derive(Clone, Copy, ForeignType)]
#[repr(u8)]
pub enum Level {
    /// Few.
    Low,
    /// Many.
    High,
}

/// A type with the name of a keyword.
#[opaque]
struct r#type {}

#[cfg(all())]
#[opaque]
#[cfg(not(any()))]
#[allow(dead_code, reason = "nothing uses it")]
struct sqlite3_stmt;

mod other {
    use ffi_runtime as renamed;

    #[renamed::opaque(crate = renamed)]
    #[deprecated]
    pub(crate) struct Old;
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Numbers {
    numbers: [u8; 4],
}

/// A union may have any bytes.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Loose {
    ready: bool,
    number: u32,
}

/// References to the type itself.
#[derive(ForeignType)]
#[repr(C)]
struct Node<'a, T> {
    next: Option<&'a mut Node<'a, T>>,
    previous: *const Self,
    connection: &'a Connection,
    value: T,
}

#[callback]
type Visit = unsafe extern "C" fn(connection: &Connection, numbers: &mut Numbers) -> c_int;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn connect(&self, connection: &mut *mut Connection) -> c_int;
    fn close(&self, connection: Option<&mut Connection>);
    fn context(&self, memory: &mut c_void) -> Option<&c_void>;
    fn initialize(&self, level: &mut MaybeUninit<Level>, ready: &mut MaybeUninit<bool>);
    fn array(&self, numbers: &mut [Numbers; 4], ready: &bool, level: Option<&Level>);
    fn loose(&self, loose: &mut Loose, node: &mut Node<'_, u32>);
    fn reserved(&self, word: &mut r#type, visit: Option<Visit>);
    fn free(&self, plain: *mut (String, u8));
}

unsafe extern "C" {
    #[expect(dead_code, reason = "the lint looks at its types")]
    fn close(connection: *mut Connection, stmt: &sqlite3_stmt);
}

#[expect(deprecated, reason = "for its name")]
type Old = other::Old;

fn debug_of<T: std::fmt::Debug>() {}

fn is_shared<T: RefUnwindSafe>() {}

fn main() {
    debug_of::<(&Connection, &r#type, &Old)>();
    is_shared::<Numbers>();
    assert_eq!(<Option<&mut Connection> as ForeignType>::TYPE, Type::Pointer);
    assert_eq!(<&Node<'_, f64> as ForeignType>::TYPE, Type::Pointer);
    assert_eq!(size_of::<Connection>(), 0);
}
