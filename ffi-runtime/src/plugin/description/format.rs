//! The numbers of the format: how a description is laid out, byte by byte.
//!
//! Every number is little-endian. A text is its length (`u16`) and its bytes in UTF-8. Nothing is aligned, nothing depends on
//! where it stands, and a count comes before what it counts, so that the initializer of a struct in C can write it too.
//!
//! ```text
//! library    magic (8 bytes), format u16, bytes of the whole u32,
//!            target, compiler text, package text, profile text, flags u8,
//!            count u16 of interfaces, count u16 of plugins
//! target     architecture u8, system u8, byte order u8 (1 little, 2 big),
//!            bytes of a pointer u8, of `long` u8, of `wchar_t` u8
//! interface  name text, major u32, minor u32, host u16 (0 none, otherwise 1 + the place of an earlier interface),
//!            count u16 of types, count u16 of functions
//! type       name text, kind u8, and then
//!   struct, union    size u32, alignment u32, packing u32, growing u8,
//!                    count u16 of fields (name text, offset u32, size u32, reference)
//!   transparent      size u32, alignment u32, reference
//!   enum             size u32, signed u8, open u8, count u16 of values (name text, 8 bytes)
//!   callback         signature
//! function   name text, since major u32, minor u32, optional u8, convention text,
//!            result: reference, role; count u16 of parameters (name text, reference, role)
//! reference  kind u8, and then
//!   named            place u16 in the types of the interface
//!   opaque           name text
//!   pointer          mutable u8, reference
//!   optional         reference
//!   array            length u32, reference
//!   function         signature
//! signature  convention text, variadic u8, reference of the result, count u16 of references
//! role       kind u8, place u16 of a parameter
//! plugin     name text, place u16 of its interface
//! ```

use crate::types::Type;

/// The first bytes.
pub(crate) const MAGIC: [u8; 8] = *b"FFIPLUGD";

/// The format that this crate writes and reads.
pub(crate) const FORMAT: u16 = 1;

/// The most bytes of a description.
pub const MAX_LENGTH: usize = 1 << 20;

/// The most bytes of a text in it.
pub(crate) const MAX_TEXT: usize = 1024;

/// The deepest reference, as a pointer to a pointer to an array.
pub(crate) const MAX_DEPTH: usize = 16;

/// The most interfaces of a library, the types of one and its functions.
pub(crate) const MAX_INTERFACES: usize = 64;
pub(crate) const MAX_TYPES: usize = 512;
pub(crate) const MAX_FUNCTIONS: usize = 4096;

/// The most fields of a type, parameters of a function and plugins of a library.
pub(crate) const MAX_FIELDS: usize = 4096;
pub(crate) const MAX_PARAMETERS: usize = 255;
pub(crate) const MAX_PLUGINS: usize = 1024;

/// The flags of a library.
pub(crate) const UNLOADABLE: u8 = 1;
pub(crate) const HAS_SHUTDOWN: u8 = 2;
pub(crate) const ABORTS: u8 = 4;

/// The kinds of types.
pub(crate) const STRUCT: u8 = 1;
pub(crate) const UNION: u8 = 2;
pub(crate) const TRANSPARENT: u8 = 3;
pub(crate) const ENUM: u8 = 4;
pub(crate) const CALLBACK: u8 = 5;

/// The kinds of references that are no numbers.
pub(crate) const NAMED: u8 = 32;
pub(crate) const OPAQUE: u8 = 33;
pub(crate) const POINTER: u8 = 34;
pub(crate) const OPTIONAL: u8 = 35;
pub(crate) const ARRAY: u8 = 36;
pub(crate) const FUNCTION: u8 = 37;

/// The kinds of roles.
pub(crate) const ROLE_VALUE: u8 = 0;
pub(crate) const ROLE_TEXT: u8 = 1;
pub(crate) const ROLE_UTF8: u8 = 2;
pub(crate) const ROLE_SLICE: u8 = 3;
pub(crate) const ROLE_ELEMENTS: u8 = 4;
pub(crate) const ROLE_BYTES: u8 = 5;
pub(crate) const ROLE_OUT: u8 = 6;
pub(crate) const ROLE_STATUS: u8 = 7;

/// The types that are their kind alone, by their kinds.
pub(crate) const NUMBERS: [(Type<'static>, &str); 19] = [
    (Type::Void, "()"),
    (Type::Bool, "bool"),
    (Type::I8, "i8"),
    (Type::I16, "i16"),
    (Type::I32, "i32"),
    (Type::I64, "i64"),
    (Type::I128, "i128"),
    (Type::U8, "u8"),
    (Type::U16, "u16"),
    (Type::U32, "u32"),
    (Type::U64, "u64"),
    (Type::U128, "u128"),
    (Type::F32, "f32"),
    (Type::F64, "f64"),
    (Type::F80, "f80"),
    (Type::F128, "f128"),
    (Type::ComplexF80, "complex f80"),
    (Type::V64, "v64"),
    (Type::V128, "v128"),
];

/// The place of a type in [`NUMBERS`], if it is there.
pub(crate) const fn number(ty: &Type<'_>) -> Option<u8> {
    Some(match ty {
        Type::Void => 0,
        Type::Bool => 1,
        Type::I8 => 2,
        Type::I16 => 3,
        Type::I32 => 4,
        Type::I64 => 5,
        Type::I128 => 6,
        Type::U8 => 7,
        Type::U16 => 8,
        Type::U32 => 9,
        Type::U64 => 10,
        Type::U128 => 11,
        Type::F32 => 12,
        Type::F64 => 13,
        Type::F80 => 14,
        Type::F128 => 15,
        Type::ComplexF80 => 16,
        Type::V64 => 17,
        Type::V128 => 18,
        Type::Pointer | Type::Array(_) | Type::Struct(_) | Type::Union(_) => return None,
    })
}
