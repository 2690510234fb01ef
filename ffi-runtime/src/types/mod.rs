//! Types: what a value looks like in memory, for the classifier.
//!
//! [`Type`] is the descriptor; [`ForeignType`] gives a Rust type its descriptor at compile time;
//! [`StructBuilder`] makes descriptors of aggregates that are known only at run time, which an
//! [`OwnedType`] holds. The next stage is [`abi`](crate::abi), which turns a descriptor into
//! registers and stack places.

pub(crate) mod block;
pub(crate) mod booleans;
mod builder;
pub mod chain;
mod check;
mod closed_enum;
mod code_pointer;
mod compare;
mod complex;
pub(crate) mod copy;
mod debug;
pub(crate) mod decoding;
mod descriptor;
mod error;
pub(crate) mod field;
pub(crate) mod foreign;
mod function_pointer;
mod info;
mod invalid;
mod long_double;
mod owned;
pub(crate) mod referent;
mod va_list;
pub mod vector;
mod wrapper;

pub use builder::StructBuilder;
pub use check::{MAX_MEMBERS, MAX_NAMES, MAX_NESTING, MAX_SIZE};
pub use closed_enum::UnlistedValue;
#[doc(hidden)]
pub use closed_enum::{ClosedEnum, Enums};
pub use code_pointer::CodePointer;
pub use complex::Complex;
pub use descriptor::{Aggregate, ArrayType, Field, Type};
pub use error::TypeError;
pub use field::Mirror;
pub use foreign::{ForeignArgument, ForeignType, Nullable};
pub use function_pointer::FunctionPointer;
#[doc(hidden)]
pub use info::{AnyPointee, Pointee, Shape, Signature, TypeInfo, TypeReference};
pub use invalid::InvalidValues;
pub use long_double::LongDouble;
pub use owned::OwnedType;
#[doc(hidden)]
pub use referent::Opaque;
pub use referent::{Closed, Referent};
pub use va_list::VaList;

pub(crate) use check::{Members, Survey};
pub(crate) use compare::is_same_aggregate;
pub(crate) use descriptor::padding;

// Too many types for an interpreter.
#[cfg(all(test, not(miri)))]
mod hostile_tests;
