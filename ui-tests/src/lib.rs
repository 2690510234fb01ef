//! Declarations under the strictest lints: no lint may fire because of what the macros write.
//!
//! Clippy has to see this crate; `tests/ui.rs` holds what must and what must not compile.
#![deny(
    missing_docs,
    unsafe_op_in_unsafe_fn,
    unreachable_pub,
    unused,
    missing_debug_implementations,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    let_underscore_drop,
    unused_qualifications,
    unused_lifetimes,
    variant_size_differences,
    trivial_casts,
    trivial_numeric_casts,
    clippy::all,
    clippy::pedantic,
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::missing_docs_in_private_items,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

#[cfg(feature = "plugin")]
pub mod plugin;

use std::ffi::{CStr, c_char, c_int, c_uint, c_ulong, c_void};
use std::marker::PhantomData;

use ffi_runtime::lowering::CallError;
use ffi_runtime::{
    Explain, ForeignType, Owned, Status, callback, callback_table, foreign_library, opaque,
};

/// Checksums and compression.
#[foreign_library(name = "z", version = "1")]
pub unsafe trait Zlib {
    /// Version of the loaded library.
    #[symbol("zlibVersion")]
    #[must_use]
    extern "C" fn version(&self) -> *const c_char;

    /// Adds bytes to a checksum.
    ///
    /// # Safety
    ///
    /// `buf` has `len` bytes.
    unsafe extern "C" fn adler32(&self, adler: c_ulong, buf: *const u8, len: c_uint) -> c_ulong;

    /// Since 1.2.9.
    ///
    /// # Safety
    ///
    /// `buf` has `len` bytes.
    #[optional]
    #[must_use]
    unsafe extern "C" fn adler32_z(&self, adler: c_ulong, buf: *const u8, len: usize) -> c_ulong;
}

/// Methods of names and signatures that clippy would complain about if they were written by hand.
#[foreign_library(process, prefix = "SDL_")]
pub unsafe trait CallsItsFunctionsAsItLikes {
    /// Many arguments with short, similar names.
    fn Many(&self, a: i32, b: i32, c: i32, d: i32, x: f32, xx: f32, xY: f32, bb: f32, _i: bool);
    /// Looks like a constructor.
    fn new(&self) -> c_int;
    /// Looks like a conversion.
    fn from_string(&self, text: &CStr) -> c_int;
    /// Looks like a conversion that consumes.
    fn into_string(&self, text: Option<&CStr>) -> *mut c_char;
    /// Looks like `Ord`.
    fn cmp(&self, other: &c_int) -> c_int;
    /// Without `is_empty`.
    fn len(&self) -> usize;
    /// Looks like `IntoIterator`.
    #[any_pointer]
    fn iter(&self, place: *const c_void) -> c_int;
    /// Nothing.
    fn add(&self);
    /// # Safety
    ///
    /// None.
    #[optional]
    unsafe fn maybe(&self, place: *mut c_void);
    /// By value.
    fn point(&self, point: Point, flags: bool, more: bool, yet: bool, again: bool) -> Point;
    /// With lifetimes.
    fn slot<'a>(&'a self, point: &'a mut Point, flag: &'a u8) -> &'a Point;
}

/// A code.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(transparent)]
pub struct Code(c_int);

impl Status for Code {
    type Value = Self;
    type Error = CallError;

    fn into_result(self) -> Result<Self, CallError> {
        Ok(self)
    }
}

/// Owned.
#[opaque]
pub struct Parent;

/// Owned, and lives in the other.
#[opaque]
pub struct Child<'p>;

impl Explain<Lowered, Parent> for CallError {
    fn explain(self, _: &Lowered, _: &Parent) -> Self {
        self
    }
}

/// Every form of an argument and of a result.
#[foreign_library(name = "lowered")]
pub unsafe trait Lowered {
    /// A text.
    fn version(&self) -> &CStr;
    /// A text, or none.
    #[must_use]
    fn name<'p>(&self, parent: &'p Parent) -> Option<&'p CStr>;
    /// A copy.
    #[copied(free = release)]
    fn message(&self) -> Option<String>;
    /// Frees a text.
    ///
    /// # Safety
    ///
    /// It is one.
    unsafe fn release(&self, text: *mut c_void);
    /// Slices.
    fn dot(&self, #[slice(len = n)] a: &[f64], #[slice(len = n)] b: &mut [f64], n: c_int) -> f64;
    /// Bytes, and names as C has them.
    #[check(zero)]
    fn Write(&self, #[slice(bytes = bufLen)] theBuf: Option<&[u32]>, bufLen: c_uint) -> c_int;
    /// A table.
    #[slice(len = count)]
    fn table(&self, #[out] count: c_int) -> &[c_int];
    /// Results.
    fn divide(&self, a: c_int, b: c_int, #[out] q: c_int, #[out] r: bool) -> c_int;
    /// A failure that says more.
    #[check(ask = parent)]
    fn begin(&self, #[terminated] path: &str, #[out(always)] parent: Owned<Parent>) -> Code;
    /// Value.
    #[check(value, ask = parent)]
    fn step(&self, parent: &mut Parent, #[fixed(-1)] limit: c_int) -> Code;
    /// Frees.
    #[free]
    #[check]
    fn close(&self, parent: Owned<Parent>) -> Code;
    /// Counts.
    #[retain]
    #[check(zero)]
    fn retain(&self, parent: &Parent) -> c_int;
    /// Lives in the other.
    fn child<'p>(&self, parent: &'p Parent) -> Option<Owned<Child<'p>>>;
    /// Frees.
    #[free]
    fn finish(&self, child: Owned<Child<'_>>);
    /// A state.
    #[errno]
    fn sync(&self, #[terminated] path: &std::path::Path) -> c_int;
    /// A state.
    #[last_error]
    #[check(not_negative)]
    fn read(&self, #[slice(len = n)] _to: &mut [u8], n: c_int) -> c_int;
    /// An error.
    fn run(&self, #[error_out(free = release)] message: String);
    /// Sometimes.
    #[optional]
    fn maybe(&self, #[terminated] text: &str, #[out] n: c_int);
    /// Many.
    fn Many_Lowered(
        &self,
        #[terminated] a: &str,
        #[terminated] b: &str,
        #[out] c: c_int,
        d: c_int,
        e: c_int,
        f: c_int,
        _g: c_int,
        __h: c_int,
    );
}

/// Methods on worker threads.
#[cfg(feature = "offload")]
#[foreign_library(name = "slow")]
pub unsafe trait Offloaded {
    /// Many.
    #[offload]
    #[check(not_negative)]
    #[must_use]
    fn Many(
        &self,
        #[terminated] theText: Option<&str>,
        #[slice(len = n)] _to: &mut [u8],
        n: c_int,
        a: c_int,
        b: bool,
        c: bool,
        d: bool,
        e: bool,
        f: Option<&mut c_int>,
    ) -> c_int;
    /// Told to end.
    ///
    /// # Safety
    ///
    /// None.
    #[offload(cancel = stop)]
    #[optional]
    unsafe fn run(&self, texts: &CStr, number: c_int);
    /// Tells.
    #[must_use]
    fn stop(&self, texts: &CStr, number: c_int) -> c_int;
    /// Called often.
    #[offload]
    #[inline(never)]
    #[deprecated = "too old"]
    fn old(&self);
}

/// Without the word `pub`.
#[foreign_library(process)]
unsafe trait Private {
    /// Used below.
    fn used(&self);
}

/// Not part of the interface.
mod inner {
    /// Less than `pub`.
    #[ffi_runtime::foreign_library(process)]
    pub(super) unsafe trait Restricted {
        /// Used below.
        fn used(&self);
    }
}

/// Calls what is private.
///
/// # Errors
///
/// If a symbol is missing.
pub fn use_private() -> Result<(), Box<dyn std::error::Error>> {
    Private::load()?.used();
    inner::Restricted::load()?.used();
    Ok(())
}

/// A struct.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Point {
    /// Right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A generic struct.
#[derive(Debug, ForeignType)]
#[repr(C, packed(2))]
pub struct Tagged<'t, T, const N: usize> {
    /// First.
    pub tag: u8,
    /// Then.
    pub values: [T; N],
    /// Who keeps it alive.
    pub owner: PhantomData<&'t Point>,
}

/// A union.
#[derive(ForeignType)]
#[repr(C)]
#[expect(
    missing_debug_implementations,
    reason = "a union does not know what it holds"
)]
pub union Number {
    /// As an integer.
    pub integer: i64,
    /// As a float.
    pub float: f64,
}

/// An enum.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub enum Level {
    /// Below zero.
    Low = -1,
    /// Above zero.
    High = 1,
}

/// Orders two elements.
#[callback]
pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;

/// Every function that a callback type can have.
#[callback(on_panic = ())]
pub type Listener = extern "C" fn(point: Point, _ignored: std::ffi::c_double, flag: bool);

/// With user data, lifetimes, and names as C has them.
#[callback(user_data = [userData1, userData2], on_panic = -1)]
pub type Visitor = for<'a> unsafe extern "system" fn(
    thePoint: &'a Point,
    other: &'a mut Point,
    __X: Option<&Tagged<'_, u8, 2>>,
    then: Option<Comparator>,
    userData1: *mut c_void,
    userData2: *mut c_void,
) -> c_int;

/// Many arguments.
#[callback(user_data = data)]
type Many = unsafe extern "C-unwind" fn(
    data: *const c_void,
    bool,
    bool,
    bool,
    bool,
    Point,
    Point,
    Point,
    Number,
);

/// A table as C has it.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Table {
    /// Always there.
    pub compare: Comparator,
    /// Sometimes.
    pub listen: Option<Listener>,
}

/// A function that C calls.
///
/// # Safety
///
/// None.
#[callback(on_panic = 0)]
#[must_use]
pub unsafe extern "C" fn called(point: &Point, mut number: c_int) -> c_int {
    if point.x > 0.0 {
        return number;
    }
    number += 1;
    number
}

/// Makes callbacks.
pub fn use_callbacks() {
    let many = Many::new(|_, _, _, _, _, _, _, _| ());
    drop((Listener::channel(), many, Comparator::new(|_, _| 0)));
    Visitor::scoped(|_, _, _, _| 1, |_, _| ());
}

/// Names as C has them, every form of a field.
#[callback_table(user_data = userData)]
#[repr(C)]
#[expect(non_snake_case, reason = "C's own names")]
pub struct Interface {
    /// With many arguments.
    pub first: unsafe extern "C" fn(
        userData: *mut c_void,
        a: &Point,
        xx: f32,
        xY: f32,
        _b: bool,
        bool,
        bool,
        bool,
        bool,
    ) -> c_int,
    /// Looks like a conversion.
    pub into_string: unsafe extern "C-unwind" fn(text: &CStr, userData: *mut c_void),
    /// May be missing, and returns nothing.
    #[callback(on_panic = ())]
    pub maybe: Option<unsafe extern "C" fn(place: *mut Point, userData: *mut c_void)>,
    /// User data.
    pub userData: *mut c_void,
    /// A value.
    #[foreign(default = 1)]
    pub len: c_uint,
}

/// Without the word `pub`.
#[callback_table(user_data = data, this = this)]
#[repr(C)]
struct Itself {
    data: *mut c_void,
    call: unsafe extern "C" fn(this: *mut Itself) -> Point,
}

/// Implements both.
struct Implementation;

impl InterfaceMethods for Implementation {
    fn first(
        &self,
        _: &Point,
        _: f32,
        _: f32,
        _: bool,
        _: bool,
        _: bool,
        _: bool,
        _: bool,
    ) -> c_int {
        1
    }

    fn into_string(&self, _: &CStr) {}
}

impl ItselfMethods for Implementation {
    fn call(&self) -> Point {
        Point { x: 1.0, y: 2.0 }
    }
}

/// Makes tables.
pub fn use_tables() {
    drop((
        Interface::new(Implementation),
        Interface::local(Implementation),
    ));
    Itself::scoped(&Implementation, |_| ());
    drop(Interface::take_panic());
}
