//! Calls C libraries that are loaded at run time, as fast as a direct call.
//!
//! A library is declared as a trait; [`#[foreign_library]`](macro@foreign_library) makes a struct of
//! it, with one typed method per foreign function:
//!
// The C library of Windows has another name, and another `long`.
#![cfg_attr(windows, doc = "```no_run")]
#![cfg_attr(not(windows), doc = "```")]
//! use ffi_runtime::{ForeignType, foreign_library};
//!
//! #[derive(ForeignType)]
//! #[repr(C)]
//! struct Division {
//!     quotient: i64,
//!     remainder: i64,
//! }
//!
//! #[foreign_library(name = "c", version = "6")]
//! unsafe trait LibC {
//!     fn labs(&self, x: i64) -> i64;
//!
//!     /// The denominator must not be zero.
//!     unsafe fn ldiv(&self, numerator: i64, denominator: i64) -> Division;
//! }
//!
//! let libc = LibC::load()?;
//! assert_eq!(libc.labs(-3), 3);
//! // SAFETY: 5 is not zero.
//! let Division { quotient, remainder } = unsafe { libc.ldiv(17, 5) };
//! assert_eq!((quotient, remainder), (3, 2));
//! # Ok::<(), ffi_runtime::LibraryError>(())
//! ```
//!
//! # The way of a call
//!
//! A Rust type has a descriptor ([`types`]): [`ForeignType`] gives it at compile time,
//! [`StructBuilder`] at run time. A classifier ([`abi`]) turns descriptors into the place of each
//! argument, and [`CallInterface`] ([`call`]) joins signature and places. For a declared method the
//! compiler does all of this, and only the moves and the call remain; for a signature that is known
//! at run time [`CallInterface::prepare`] does the same, once. The address that is called comes from a
//! [`Library`] ([`library`]).
//!
//! # Supported targets
//!
//! Calls and callbacks: x86-64 (System V and the convention of Windows, each by its name on any system),
//! AArch64 (the standard, and what Apple and Windows made of it), and RISC-V with double-precision floats.
//! On every other target declared methods and callbacks with user data have the *native form*: the compiler
//! makes them, as it makes calls through function pointers and `extern` functions. There a call that is prepared
//! at run time and a callback without user data are [`UnsupportedPlatform`]. The README says how far each target
//! is tested.
//!
//! # Features
//!
//! None of them is on by default.
//!
//! | feature | adds | costs |
//! |---|---|---|
//! | `num-complex` | `num_complex::Complex` as an argument, a result and a field, see [`Complex`] | the crate [`num-complex`](https://docs.rs/num-complex) |
//! | `offload` | methods and closures on worker threads, with deadlines and as futures, see [`foreign_library`](macro@foreign_library#worker-threads) | nothing else |
//! | `plugin` | interfaces of a host and its plugins, for both sides, and libraries of plugins: the module `plugin` and `#[foreign_interface]` | nothing else |
//! | `plugin-host` | besides, the side of the program: `plugin::PluginFolder` | the crate [`object`](https://docs.rs/object) |
//! | `plugin-watch` | besides, news of files that change in the folder of the plugins | the crate [`notify`](https://docs.rs/notify) |
//! | `tracing` | an event for each attempt of a search, and for what was loaded | the crate [`tracing`](https://docs.rs/tracing) |
//! | `tracing-calls` | besides, an event for each call of a declared function, with library, symbol, arguments, result and time, see [`foreign_library`](macro@foreign_library#traces); with `FFI_TRACE=1` in the environment it is printed | that crate, and each call two to four times its instructions, also where nobody listens |
//! | `widestring` | texts of `wchar_t`, UTF-16 and UTF-32 as arguments, results and buffers, see [`foreign_library`](macro@foreign_library#lowering) | the crate [`widestring`](https://docs.rs/widestring) |
// The macros name this crate by its own name, also in its own documentation tests.
extern crate self as ffi_runtime;

pub mod abi;
pub mod call;
pub mod callback;
mod interface;
pub mod library;
pub mod lowering;
mod machine;
#[cfg(feature = "offload")]
pub mod offload;
#[cfg(feature = "plugin")]
pub mod plugin;
mod system;
pub mod types;

#[doc(hidden)]
pub mod macro_support;

pub use abi::Abi;
pub use call::variadic::{VariadicArgument, VariadicArguments};
pub use call::{CallInterface, InterfaceError, UnsupportedPlatform};
pub use callback::CallbackError;
#[cfg(feature = "plugin")]
pub use ffi_macros::foreign_interface;
pub use ffi_macros::{
    ForeignType, callback, callback_table, foreign_library, foreign_table, include_foreign, opaque,
    open_enum,
};
pub use library::{Library, LibraryError, MissingSymbol};
pub use lowering::{ArgumentError, Explain, Owned, OwnedValue, Status};
pub use types::chain;
pub use types::vector;
pub use types::{
    CodePointer, Complex, ForeignArgument, ForeignType, LongDouble, OwnedType, Referent,
    StructBuilder, Type, TypeError, VaList,
};

/// The examples of `#[foreign_interface]`, which need a feature of this crate.
#[cfg(all(doctest, feature = "plugin"))]
#[doc = include_str!("../../ffi-macros/docs/foreign_interface.md")]
struct ForeignInterfaceExamples;
