//! Typed and dynamic calls into C libraries that are loaded at run time.

// The macros name this crate by its own name, also in its own documentation tests.
extern crate self as ffi_runtime;

pub mod abi;
pub mod call;
pub mod library;
pub mod types;

#[doc(hidden)]
pub mod macro_support;

pub use abi::Abi;
pub use call::{CallInterface, InterfaceError, UnsupportedPlatform};
pub use ffi_macros::{ForeignType, foreign_library};
pub use library::{CodePointer, Library, LibraryError, MissingSymbol};
pub use types::{ForeignArgument, ForeignType, OwnedType, StructBuilder, Type, TypeError};
