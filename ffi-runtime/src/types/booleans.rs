//! The bytes of a value that are a `bool`, and their normalization.
//!
//! In: a descriptor. Out: the offsets of its bytes that can only be a `bool`. Where a value of C comes
//! in (the result of a call, the argument of a callback), [`Booleans::normalize`] turns each of these
//! bytes into 0 or 1, as Rust requires of a `bool`: for C, every byte but 0 is true.
//!
//! A byte of a union belongs to every member that covers it. It is normalized if each of these members
//! has a `bool` there, whichever of them C wrote.

use crate::types::{Field, Type};

/// The number of offsets that are listed; a descriptor with more of them is walked for each value.
const LISTED: usize = 8;

/// Stands for the number of offsets where the descriptor is walked.
const WALKED: usize = usize::MAX;

/// The bytes of a type that can only be a `bool`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booleans {
    offsets: [u32; LISTED],
    count: usize,
}

impl Booleans {
    /// There are none.
    pub(crate) const NONE: Self = Self {
        offsets: [0; LISTED],
        count: 0,
    };

    /// The type is one.
    pub(crate) const ALONE: Self = Self {
        count: 1,
        ..Self::NONE
    };

    /// There may be some in a type that is walked.
    pub(crate) const INSIDE: Self = Self {
        count: WALKED,
        ..Self::NONE
    };

    /// Lists the bytes of a type that the compiler knows.
    #[must_use]
    pub(crate) const fn of(ty: Type<'_>) -> Self {
        let mut booleans = Self::NONE;
        let mut from = 0;
        while let Some(offset) = next(ty, from) {
            if booleans.count == LISTED {
                booleans.count = WALKED;
                return booleans;
            }
            booleans.offsets[booleans.count] = offset as u32;
            booleans.count += 1;
            from = offset + 1;
        }
        booleans
    }

    /// Whether there may be a byte to normalize.
    #[inline(always)]
    pub(crate) const fn any(&self) -> bool {
        self.count > 0
    }

    /// Turns every byte of a value that can only be a `bool` into 0 or 1.
    ///
    /// # Safety
    ///
    /// `ty` is the type that these are the bytes of. A value of it is at `value`, readable and writable,
    /// and foreign code wrote it: its bytes are initialized, but a `bool` in it may be any byte.
    #[inline(always)]
    pub(crate) unsafe fn normalize(&self, ty: Type<'_>, value: *mut u8) {
        if self.count > LISTED {
            // SAFETY: the caller promises a value of this type.
            return unsafe { walk(ty, value) };
        }
        let mut index = 0;
        while index < self.count {
            // SAFETY: the offset is that of a byte of the value.
            let byte = unsafe { value.add(self.offsets[index] as usize) };
            // SAFETY: the caller promises that the value is readable and writable.
            unsafe { normalize_byte(byte) }
            index += 1;
        }
    }
}

/// # Safety
///
/// The byte is readable, writable and initialized.
#[inline(always)]
unsafe fn normalize_byte(byte: *mut u8) {
    // SAFETY: the caller promises a readable, initialized byte.
    let truth = unsafe { byte.read() } != 0;
    // SAFETY: the caller promises a writable byte.
    unsafe { byte.write(u8::from(truth)) }
}

/// Normalizes the value at `value` by its descriptor.
///
/// # Safety
///
/// Those of [`Booleans::normalize`].
pub(crate) unsafe fn walk(ty: Type<'_>, value: *mut u8) {
    match ty {
        // SAFETY: the byte is the value.
        Type::Bool => unsafe { normalize_byte(value) },
        Type::Void
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => {}
        Type::Array(array) => {
            if !mentions(array.element) {
                return;
            }
            for index in 0..array.length {
                // SAFETY: the element is within the value.
                let element = unsafe { value.add(index * array.element.size()) };
                // SAFETY: an element of this type is there.
                unsafe { walk(array.element, element) }
            }
        }
        Type::Struct(aggregate) => {
            for field in aggregate.fields {
                // SAFETY: the field is within the value.
                let member = unsafe { value.add(field.offset) };
                // SAFETY: a field of this type is there.
                unsafe { walk(field.ty, member) }
            }
        }
        Type::Union(_) => {
            let mut from = 0;
            while let Some(offset) = next(ty, from) {
                // SAFETY: the byte is within the value.
                let byte = unsafe { value.add(offset) };
                // SAFETY: the caller promises that the value is readable and writable.
                unsafe { normalize_byte(byte) }
                from = offset + 1;
            }
        }
    }
}

/// Whether there is a `bool` anywhere in a type.
#[inline]
pub(crate) const fn mentions(ty: Type<'_>) -> bool {
    if ty.is_scalar() {
        return matches!(ty, Type::Bool);
    }
    mentions_inside(ty)
}

const fn mentions_inside(ty: Type<'_>) -> bool {
    match ty {
        Type::Bool => true,
        Type::Void
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => false,
        Type::Array(array) => mentions(array.element),
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                if mentions(aggregate.fields[index].ty) {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}

/// The first byte at `from` or after it that can only be a `bool`.
const fn next(ty: Type<'_>, from: usize) -> Option<usize> {
    match ty {
        Type::Bool => {
            if from == 0 {
                Some(0)
            } else {
                None
            }
        }
        Type::Void
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => None,
        Type::Array(array) => {
            if from >= ty.size() {
                return None;
            }
            let size = array.element.size();
            let start = from / size * size;
            // The rest of the element that `from` is in, and then the next one, which is like all others.
            match next(array.element, from - start) {
                Some(offset) => Some(start + offset),
                None if start + size < ty.size() => match next(array.element, 0) {
                    Some(offset) => Some(start + size + offset),
                    None => None,
                },
                None => None,
            }
        }
        Type::Struct(aggregate) => first_of_fields(aggregate.fields, from),
        Type::Union(aggregate) => {
            let mut from = from;
            while let Some(offset) = first_of_fields(aggregate.fields, from) {
                match cover(ty, offset) {
                    Cover::Bool => return Some(offset),
                    Cover::Nothing | Cover::Other => from = offset + 1,
                }
            }
            None
        }
    }
}

/// The first byte at `from` or after it that can only be a `bool` in one of the fields.
const fn first_of_fields(fields: &[Field<'_>], from: usize) -> Option<usize> {
    let mut first: Option<usize> = None;
    let mut index = 0;
    while index < fields.len() {
        let Field { offset, ty, .. } = fields[index];
        if let Some(found) = next(ty, from.saturating_sub(offset)) {
            let found = offset + found;
            first = match first {
                Some(first) if first <= found => Some(first),
                Some(_) | None => Some(found),
            };
        }
        index += 1;
    }
    first
}

/// The members that cover a byte of a type.
#[derive(Clone, Copy)]
enum Cover {
    /// Padding, or nothing.
    Nothing,
    /// A `bool` in every member that covers it.
    Bool,
    /// Another type in one member at least.
    Other,
}

/// Returns what covers the byte at an offset.
const fn cover(ty: Type<'_>, offset: usize) -> Cover {
    if offset >= ty.size() {
        return Cover::Nothing;
    }
    match ty {
        Type::Void => Cover::Nothing,
        Type::Bool => Cover::Bool,
        Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => Cover::Other,
        Type::Array(array) => cover(array.element, offset % array.element.size()),
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut all = Cover::Nothing;
            let mut index = 0;
            while index < aggregate.fields.len() {
                let field = aggregate.fields[index];
                if offset >= field.offset {
                    match cover(field.ty, offset - field.offset) {
                        Cover::Nothing => {}
                        Cover::Bool => all = Cover::Bool,
                        Cover::Other => return Cover::Other,
                    }
                }
                index += 1;
            }
            all
        }
    }
}

#[cfg(test)]
#[path = "booleans_tests.rs"]
mod tests;
