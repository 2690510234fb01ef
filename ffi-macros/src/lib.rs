//! The procedural macros of `ffi-runtime`, which re-exports them.
//!
//! A declaration goes through four stages: *parse* (tokens to syntax), *lower* (syntax to model,
//! piece by piece), *model* (what concerns the declaration as a whole), *expand* (model to code).
//! Mistakes are collected on the way; at the border before *expand* they are reported all at once,
//! and a stub with the declared signatures takes the place of the code.

mod abi;
mod callback;
mod errors;
mod foreign_type;
mod krate;
mod library;
mod lifetimes;
mod lints;
mod nearest;
mod options;
mod rewrite;
mod spans;
mod stub;
mod types;
mod wording;

use proc_macro::TokenStream;

/// Turns an `unsafe trait` into a struct with one typed method per foreign function.
///
/// ```no_run
/// use std::ffi::{c_char, c_uint, c_ulong};
///
/// use ffi_runtime::foreign_library;
///
/// /// Checksums and compression.
/// #[foreign_library(name = "z", version = "1")]
/// pub unsafe trait Zlib {
///     /// Version of the loaded library.
///     #[symbol("zlibVersion")]
///     extern "C" fn version(&self) -> *const c_char;
///
///     /// Adds `len` bytes at `buf` to a checksum.
///     unsafe extern "C" fn adler32(&self, adler: c_ulong, buf: *const u8, len: c_uint) -> c_ulong;
///
///     /// The same for longer buffers, since 1.2.9.
///     #[optional]
///     unsafe extern "C" fn adler32_z(&self, adler: c_ulong, buf: *const u8, len: usize) -> c_ulong;
/// }
///
/// let zlib = Zlib::load()?;
/// let data = b"hello";
/// // SAFETY: `data` has `data.len()` bytes.
/// let sum = unsafe { zlib.adler32(1, data.as_ptr(), data.len() as c_uint) };
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `name = "z"` | base name of the library, without `lib` and without an extension |
/// | `version = "1"` | version that the library's file name carries |
/// | `process` | instead of `name`: the functions are in this process already; there is no `load` |
/// | `prefix = "sqlite3_"` | goes before the names of methods without `#[symbol]` |
/// | `abi = "system"` | calling convention of methods without `extern`; `"C"` if left out |
/// | `crate = path` | path of `ffi-runtime`, if the crate calls it by another name |
///
/// # The struct
///
/// It has the trait's name, visibility, documentation and attributes, is `Clone` and `Debug`, and
/// keeps the library loaded. Beside the methods it has `load`, `open`, `from_library`,
/// `from_process`, `library`, and `interface`, which finds a method's prepared `CallInterface` by
/// the method's name.
///
/// # Methods
///
/// - A plain `fn` is safe to call, an `unsafe fn` is not; see [Safety](#safety).
/// - `extern "C"`, `"C-unwind"`, `"system"` or `"sysv64"` gives a method a calling convention of
///   its own.
/// - `#[symbol("x", "old_x")]` lists the names to look for; the first one found is called. Methods
///   that all have the attribute may share a symbol: one function under several signatures.
/// - `#[optional]` lets the library load without the function. The method then returns
///   `Result<_, MissingSymbol>`, and `has_NAME()` tells whether the function is there.
/// - `#[variadic(N)]` says that C declares the function with `...` after the first `N` arguments. The
///   method has one list of arguments; another list is another method with the same `#[symbol]`. A
///   variadic argument is at least an `int` or a `double`, for C promotes what is narrower.
/// - `#[cfg]` takes a method out of the declaration, documentation and lint attributes are kept.
/// - Lifetime parameters are fine; type parameters are not.
/// - Lint levels of the trait hold for the methods too; there, `expect` has the effect of `allow`.
///   Names that are none in Rust's style pass. An `allow` of the macro's own, which a `forbid` in
///   the crate would refuse, stands only on these: `deprecated` where the trait is deprecated,
///   `clippy::too_many_arguments` on a method with more than 6 arguments,
///   `clippy::len_without_is_empty` where a method is named `len`, and
///   `clippy::iter_not_returning_iterator` where one is named `iter` or `iter_mut`.
///
/// # Safety
///
/// Whoever writes `unsafe trait` promises, of every library that the struct is ever bound to:
///
/// - the function behind each symbol has the declared signature and calling convention;
/// - a method that is declared safe cannot be misused, whatever arguments safe code gives it;
/// - C returns only values that are valid for the declared type of the result.
///
/// The promise is not about the library of that `name` alone. `load` takes what the search finds,
/// `open` the file of any path, `from_library` any `Library`, and `from_process` whatever this
/// process exports under those names; all are safe to call, and none can check more than that the
/// symbols are there. Another library that happens to have the same symbols is called all the same.
/// So a trait that others can bind should have only symbols whose names stand for their signatures;
/// where a plugin may export anything, declare the methods `unsafe fn`, with the right library among
/// their duties, or keep the trait private and offer an `unsafe` function that opens it.
#[proc_macro_attribute]
pub fn foreign_library(arguments: TokenStream, item: TokenStream) -> TokenStream {
    library::foreign_library(arguments.into(), item.into()).into()
}

/// DOC
#[proc_macro_attribute]
pub fn callback(arguments: TokenStream, item: TokenStream) -> TokenStream {
    callback::callback(arguments.into(), item.into()).into()
}

/// Implements `ForeignType` for a type with a C layout, so that it can cross foreign calls.
///
/// ```
/// use ffi_runtime::{ForeignType, Type};
///
/// #[derive(ForeignType)]
/// #[repr(C)]
/// struct Sample {
///     tag: u8,
///     value: f64,
/// }
///
/// #[derive(ForeignType)]
/// #[repr(u8)]
/// enum Level {
///     Low,
///     High,
/// }
///
/// let layout = Sample::TYPE.aggregate().unwrap();
/// assert_eq!((layout.size, layout.fields[1].offset), (16, 8));
/// assert_eq!(Level::TYPE, Type::U8);
/// ```
///
/// | declaration | descriptor |
/// |---|---|
/// | `#[repr(C)]` struct, also `packed(N)` and `align(N)` | struct; offsets as the compiler has them |
/// | `#[repr(C)]` union | union |
/// | `#[repr(transparent)]` struct | that of its one field |
/// | field-less enum, `#[repr(u8)]` to `#[repr(i64)]`, `usize`, `isize` | that integer |
/// | field-less enum, `#[repr(C)]` | an integer as wide as the enum, signed if a value is negative |
///
/// Every field has to be a `ForeignType` itself; fields of type `PhantomData` or `PhantomPinned` are
/// passed over. For a generic type, the implementation holds where the types of its fields are
/// `ForeignType`.
/// `#[foreign(crate = path)]` names `ffi-runtime`, if the crate calls it by another name. Lint levels
/// of the type and of its fields hold for the implementation too, which has an `allow(deprecated)` of
/// its own if the type or a field is deprecated.
///
/// # Enums that C returns
///
/// A Rust enum has only the values that it lists, and any other value is undefined behaviour. Where
/// C may return a value that is not listed (a newer version of the library, a set of flags), return
/// the integer instead and convert it. The promise that a returned enum is a listed one belongs to
/// the `unsafe trait` that declares the function, and it also covers enums inside structs.
#[proc_macro_derive(ForeignType, attributes(foreign))]
pub fn derive_foreign_type(item: TokenStream) -> TokenStream {
    foreign_type::derive(item.into()).into()
}
