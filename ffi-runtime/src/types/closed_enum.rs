//! Enums that have only the values that they list, and the check of the numbers that C gives for them.
//!
//! In: [`ForeignType::ENUMS`](crate::ForeignType), which says where in a type there are such enums. Where a value of C
//! comes in (the result of a call, the argument of a callback), [`Enums::check`] compares each number with those
//! that are listed before a value is made of it.
//!
//! A union does not say which member C wrote. An enum is checked there if every member has it at this place.

use core::ptr;

use crate::types::Type;

/// A number that C gave for an enum which does not list it.
///
/// A method whose error is `From` this one returns it; any other method panics with its text, and so does a
/// callback. [`CallError`](crate::lowering::CallError), [`GrowError`](crate::lowering::GrowError) and
/// [`io::Error`](std::io::Error) are.
///
/// ```
/// # use ffi_runtime::types::UnlistedValue;
/// fn report(error: &UnlistedValue) -> String {
///     format!("{} of {}", error.number, error.name)
/// }
/// # let _ = report;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "C gave {number}, which is no value of the enum `{name}`; an enum that C may extend is declared with \
     `#[open_enum]`"
)]
#[non_exhaustive]
pub struct UnlistedValue {
    /// Name of the enum.
    pub name: &'static str,
    /// The number.
    pub number: i128,
}

impl UnlistedValue {
    /// Panics with the text.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn refuse(&self) -> ! {
        panic!("{self}")
    }
}

impl From<UnlistedValue> for std::io::Error {
    fn from(error: UnlistedValue) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}

/// An enum that has no other values than those of its variants.
#[doc(hidden)]
#[derive(Debug)]
pub struct ClosedEnum {
    name: &'static str,
    /// An integer of up to 64 bits.
    ty: Type<'static>,
    /// In ascending order.
    numbers: &'static [i64],
    /// Whether the numbers are all from the first to the last.
    is_range: bool,
}

/// The closed enums in a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Enums {
    /// There are none.
    None,
    /// The type is one.
    One(&'static ClosedEnum),
    /// Each element has them.
    Elements {
        /// The enums of an element.
        element: &'static Self,
        /// Bytes of an element.
        size: usize,
        /// How many elements there are.
        length: usize,
    },
    /// Fields have them, at these offsets.
    Fields(&'static [(usize, Self)]),
    /// Members of a union have them, at these offsets.
    Members(&'static [(usize, Self)]),
}

impl ClosedEnum {
    /// An enum by the numbers of its variants, in [ascending](Self::ascending) order: each as it is, or, if the
    /// type is unsigned, with the bits of it.
    #[must_use]
    pub const fn new(name: &'static str, ty: Type<'static>, numbers: &'static [i64]) -> Self {
        let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
        Self {
            name,
            ty,
            numbers,
            // No two variants have one number.
            is_range: last as i128 - first as i128 == numbers.len() as i128 - 1,
        }
    }

    /// Numbers in ascending order, in which most are listed already.
    #[must_use]
    pub const fn ascending<const N: usize>(mut numbers: [i64; N]) -> [i64; N] {
        let mut sorted = 1;
        while sorted < N {
            let mut index = sorted;
            while index > 0 && numbers[index - 1] > numbers[index] {
                numbers.swap(index - 1, index);
                index -= 1;
            }
            sorted += 1;
        }
        numbers
    }

    /// The number at `value`, widened.
    ///
    /// # Safety
    ///
    /// An initialized integer of the enum's type is at `value`, which need not be aligned.
    #[inline(always)]
    unsafe fn read(&self, value: *const u8) -> i64 {
        macro_rules! read {
            ($integer:ty) => {{
                // SAFETY: the integer is there, by the contract of this function.
                unsafe { value.cast::<$integer>().read_unaligned() }
            }};
        }
        match self.ty {
            Type::I8 => i64::from(read!(i8)),
            Type::I16 => i64::from(read!(i16)),
            Type::I32 => i64::from(read!(i32)),
            Type::I64 => read!(i64),
            Type::U8 => i64::from(read!(u8)),
            Type::U16 => i64::from(read!(u16)),
            Type::U32 => i64::from(read!(u32)),
            // The list has the bits, too.
            Type::U64 => read!(i64),
            Type::Void
            | Type::Bool
            | Type::I128
            | Type::U128
            | Type::F32
            | Type::F64
            | Type::F80
            | Type::F128
            | Type::V64
            | Type::V128
            | Type::ComplexF80
            | Type::Pointer
            | Type::Array(_)
            | Type::Struct(_)
            | Type::Union(_) => unreachable!("the derive refuses such an enum"),
        }
    }

    #[inline(always)]
    fn lists(&self, number: i64) -> bool {
        let (first, last) = (self.numbers[0], self.numbers[self.numbers.len() - 1]);
        number >= first
            && number <= last
            && (self.is_range || self.numbers.binary_search(&number).is_ok())
    }

    /// Compares the number at `value` with those that are listed.
    ///
    /// # Errors
    ///
    /// If it is none of them.
    ///
    /// # Safety
    ///
    /// That of [`read`](Self::read).
    #[inline(always)]
    unsafe fn check(&self, value: *const u8) -> Result<(), UnlistedValue> {
        // SAFETY: the contract of this function.
        let number = unsafe { self.read(value) };
        if self.lists(number) {
            return Ok(());
        }
        Err(self.unlisted(number))
    }

    #[cold]
    #[inline(never)]
    fn unlisted(&self, number: i64) -> UnlistedValue {
        UnlistedValue {
            name: self.name,
            // The bits of an unsigned number.
            number: match self.ty {
                Type::U64 => i128::from(number.cast_unsigned()),
                _ => i128::from(number),
            },
        }
    }

    /// Whether two enums are one, whoever describes them.
    fn is(&self, other: &Self) -> bool {
        ptr::eq(self, other) || (self.name, self.numbers) == (other.name, other.numbers)
    }
}

impl Enums {
    /// The enums in the fields of a struct, by their offsets.
    #[must_use]
    pub const fn of_fields(fields: &'static [(usize, Self)]) -> Self {
        let mut index = 0;
        while index < fields.len() {
            if fields[index].1.any() {
                return Self::Fields(fields);
            }
            index += 1;
        }
        Self::None
    }

    /// The enums in the members of a union, by their offsets. There are none if one member has none: C may have
    /// written this one.
    #[must_use]
    pub const fn of_members(members: &'static [(usize, Self)]) -> Self {
        let mut index = 0;
        while index < members.len() {
            if !members[index].1.any() {
                return Self::None;
            }
            index += 1;
        }
        Self::Members(members)
    }

    /// The enums in the elements of an array.
    #[must_use]
    pub const fn of_elements(element: &'static Self, size: usize, length: usize) -> Self {
        if length == 0 || !element.any() {
            return Self::None;
        }
        Self::Elements {
            element,
            size,
            length,
        }
    }

    /// Whether there is an enum to check.
    #[inline(always)]
    #[must_use]
    pub const fn any(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Compares the numbers in a value with those that their enums list.
    ///
    /// # Errors
    ///
    /// The first one that is not listed.
    ///
    /// # Safety
    ///
    /// A value of the type that these are the enums of is at `value`, as foreign code wrote it: its bytes are
    /// initialized, but an enum in it may be any number.
    #[inline(always)]
    pub(crate) unsafe fn check(&self, value: *const u8) -> Result<(), UnlistedValue> {
        match self {
            Self::None => Ok(()),
            // SAFETY: the value is an integer of this enum.
            Self::One(closed) => unsafe { closed.check(value) },
            Self::Elements { .. } | Self::Fields(_) | Self::Members(_) => {
                let mut checked = Ok(());
                let check = &mut |closed: &ClosedEnum, offset: usize| {
                    if checked.is_err() {
                        return;
                    }
                    // SAFETY: the offset is that of an enum in the value, by the contract of this function.
                    let place = unsafe { value.add(offset) };
                    // SAFETY: an integer of this enum is there.
                    checked = unsafe { closed.check(place) };
                };
                self.each(0, check);
                checked
            }
        }
    }

    /// Calls a function with each enum that is surely there, and its offset, where these begin at an offset.
    #[inline(never)]
    fn each(&self, start: usize, call: &mut dyn FnMut(&ClosedEnum, usize)) {
        match self {
            Self::None => {}
            Self::One(closed) => call(closed, start),
            Self::Elements {
                element,
                size,
                length,
            } => {
                for index in 0..*length {
                    element.each(start + index * size, call);
                }
            }
            Self::Fields(fields) => {
                for (offset, field) in *fields {
                    field.each(start + offset, call);
                }
            }
            Self::Members([]) => {}
            Self::Members([first, others @ ..]) => {
                let (offset, first) = first;
                first.each(*offset, &mut |closed, offset| {
                    let has = |(start, member): &(usize, Self)| member.has(closed, *start, offset);
                    if others.iter().all(has) {
                        call(closed, start + offset);
                    }
                });
            }
        }
    }

    /// Whether an enum is surely at an offset of a value whose enums begin at `start`.
    fn has(&self, closed: &ClosedEnum, start: usize, offset: usize) -> bool {
        let mut found = false;
        self.each(start, &mut |other, other_offset| {
            found |= other_offset == offset && closed.is(other);
        });
        found
    }
}

#[cfg(test)]
#[path = "closed_enum_tests.rs"]
mod tests;
