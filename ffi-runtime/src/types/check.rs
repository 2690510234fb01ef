//! Check: whether a descriptor is a C type, within the limits that classification relies on.
//!
//! For aggregates of the builder, one level at a time, and for whole descriptors that anyone wrote
//! by hand. What passes goes on to [`abi`](crate::abi).

use core::cmp::Ordering;

use crate::types::block::Arena;
use crate::types::owned::AggregateKind;
use crate::types::{Aggregate, ArrayType, Field, Type, TypeError, padding};

/// How deep aggregates and arrays may nest; bounds the recursion of everything that walks a type.
///
/// ```
/// assert_eq!(ffi_runtime::types::MAX_NESTING, 64);
/// ```
pub const MAX_NESTING: usize = 64;

/// How many bytes a type may have: 1 GiB, so that no sum of sizes and offsets overflows.
///
/// ```
/// assert_eq!(ffi_runtime::types::MAX_SIZE, 1 << 30);
/// ```
pub const MAX_SIZE: usize = 1 << 30;

/// How many types there may be in one type, itself, nested ones and repetitions included (an array
/// and its element type are two, whatever the length); bounds the time of everything that walks a
/// type. Without it a few dozen structs, each with two fields of the one before, would keep a walk
/// busy for ever.
///
/// ```
/// assert_eq!(ffi_runtime::types::MAX_MEMBERS, 65_536);
/// ```
pub const MAX_MEMBERS: usize = 1 << 16;

/// How many bytes the names in one type may have, counted as its types are: 16 MiB.
///
/// ```
/// assert_eq!(ffi_runtime::types::MAX_NAMES, 16 * 1024 * 1024);
/// ```
pub const MAX_NAMES: usize = 1 << 24;

/// Types that a walk met, and bytes of their names. Saturates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Members {
    pub(crate) types: usize,
    pub(crate) names: usize,
}

impl Members {
    /// With one more type.
    pub(crate) const fn and_type(self) -> Self {
        self.and(Self { types: 1, names: 0 })
    }

    /// With one more name.
    pub(crate) const fn and_name(self, name: &str) -> Self {
        self.and(Self {
            types: 0,
            names: name.len(),
        })
    }

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            types: self.types.saturating_add(other.types),
            names: self.names.saturating_add(other.names),
        }
    }

    /// Whether there are as many as one type may have.
    pub(crate) const fn is_within_limits(self) -> bool {
        self.types <= MAX_MEMBERS && self.names <= MAX_NAMES
    }

    #[inline]
    pub(crate) fn check(self, subject: impl Fn() -> String) -> Result<(), TypeError> {
        if self.is_within_limits() {
            return Ok(());
        }
        self.refuse(subject)
    }

    #[cold]
    fn refuse(self, subject: impl Fn() -> String) -> Result<(), TypeError> {
        if self.types > MAX_MEMBERS {
            return Err(TypeError::TooManyMembers {
                subject: subject(),
                limit: MAX_MEMBERS,
            });
        }
        if self.names > MAX_NAMES {
            return Err(TypeError::NamesTooLong {
                subject: subject(),
                limit: MAX_NAMES,
            });
        }
        Ok(())
    }
}

/// The findings of the check of a type, in passing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Survey {
    pub(crate) members: Members,
    /// Bytes that a copy of all that the type points to takes of an [`Arena`]. Right if the members are within
    /// the limits.
    pub(crate) copied: usize,
    /// Whether there is a `bool` in it.
    pub(crate) has_bool: bool,
    /// Whether there is a float in it that some conventions do not have.
    pub(crate) has_extended: bool,
}

impl Survey {
    /// Adds a scalar that is in the type.
    #[inline]
    fn scalar(&mut self, ty: &Type<'_>) {
        self.members = self.members.and_type();
        self.has_bool |= matches!(ty, Type::Bool);
        self.has_extended |= ty.is_extended();
    }

    /// Adds a name, which is copied.
    #[inline]
    fn name(&mut self, name: &str) {
        self.members = self.members.and_name(name);
        self.copied += Arena::bytes::<u8>(name.len());
    }
}

impl Type<'_> {
    /// Checks a descriptor that was written by hand: its layout, and the limits
    /// [`MAX_SIZE`], [`MAX_NESTING`], [`MAX_MEMBERS`] and [`MAX_NAMES`].
    ///
    /// Descriptors of [`ForeignType`](crate::ForeignType) and of
    /// [`StructBuilder`](crate::StructBuilder) are right already.
    ///
    /// # Errors
    ///
    /// The first [`TypeError`] in it.
    ///
    /// ```
    /// use ffi_runtime::Type;
    /// use ffi_runtime::types::{Aggregate, Field};
    ///
    /// let fields = [Field { name: "x", offset: 6, ty: Type::I32 }];
    /// let cut = Aggregate { name: "Cut", size: 8, align: 4, fields: &fields };
    /// assert_eq!(
    ///     Type::Struct(&cut).validate().unwrap_err().to_string(),
    ///     "field `x` of `Cut` ends at byte 10, past the size 8",
    /// );
    /// ```
    pub fn validate(&self) -> Result<(), TypeError> {
        self.survey(&mut Survey::default())
    }

    /// Checks a descriptor, and adds what is in it; nothing is in a scalar.
    pub(crate) fn survey(&self, survey: &mut Survey) -> Result<(), TypeError> {
        if self.is_scalar() {
            return Ok(());
        }
        walk(self, &|| self.to_string(), 0, survey)
    }
}

/// Checks a type and what is inside. `outside` counts the aggregates and arrays around it, `survey`
/// the types that were met: the walk ends within the limits, whatever it walks.
fn walk(
    ty: &Type<'_>,
    subject: &dyn Fn() -> String,
    outside: usize,
    survey: &mut Survey,
) -> Result<(), TypeError> {
    if ty.is_scalar() {
        survey.scalar(ty);
        return survey.members.check(subject);
    }
    survey.members = survey.members.and_type();
    survey.members.check(subject)?;
    let (kind, aggregate) = match ty {
        Type::Void
        | Type::Bool
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
        | Type::Pointer => return Ok(()),
        Type::Array(array) => {
            let depth = nest(outside, subject)?;
            // In a struct it is a flexible array member.
            if array.length == 0 && outside == 0 {
                return Err(TypeError::EmptyArray { subject: subject() });
            }
            if let Type::Void = array.element {
                return Err(TypeError::Void { subject: subject() });
            }
            survey.copied += Arena::bytes::<ArrayType<'_>>(1);
            walk(&array.element, subject, depth, survey)?;
            if array.element.size() == 0 {
                return Err(TypeError::EmptyElement { subject: subject() });
            }
            return match array.element.size().checked_mul(array.length) {
                Some(size) if size <= MAX_SIZE => Ok(()),
                Some(_) | None => Err(TypeError::TooLarge {
                    subject: subject(),
                    limit: MAX_SIZE,
                }),
            };
        }
        Type::Struct(aggregate) => (AggregateKind::Struct, *aggregate),
        Type::Union(aggregate) => (AggregateKind::Union, *aggregate),
    };
    let depth = nest(outside, subject)?;
    // A copy, which the compiler can keep in registers.
    let mut whole = *survey;
    whole.copied += Arena::bytes::<Aggregate<'_>>(1);
    whole.copied += Arena::bytes::<Field<'_>>(aggregate.fields.len());
    whole.name(aggregate.name);
    for field in aggregate.fields {
        whole.name(field.name);
        let subject = || subject_of(aggregate, field);
        // As `walk` does, which need not be called for most fields.
        if field.ty.is_scalar() {
            whole.scalar(&field.ty);
            whole.members.check(subject)?;
        } else {
            *survey = whole;
            walk(&field.ty, &subject, depth, survey)?;
            whole = *survey;
        }
    }
    whole.members.check(subject)?;
    *survey = whole;
    check_aggregate(kind, aggregate)
}

fn nest(outside: usize, subject: &dyn Fn() -> String) -> Result<usize, TypeError> {
    let depth = outside + 1;
    if depth > MAX_NESTING {
        return Err(TypeError::TooDeep {
            subject: subject(),
            depth,
            limit: MAX_NESTING,
        });
    }
    Ok(depth)
}

/// Checks one aggregate, whose fields have types that were checked.
pub(crate) fn check_aggregate(
    kind: AggregateKind,
    aggregate: &Aggregate<'_>,
) -> Result<(), TypeError> {
    let Aggregate {
        name,
        size,
        align,
        fields,
    } = *aggregate;
    if !align.is_power_of_two() {
        return Err(TypeError::Alignment {
            subject: name.to_owned(),
            align,
        });
    }
    if size.max(align) > MAX_SIZE {
        return Err(TypeError::TooLarge {
            subject: name.to_owned(),
            limit: MAX_SIZE,
        });
    }
    if fields.len() > COMPARED {
        check_many_fields(aggregate)?;
    } else {
        for (index, field) in fields.iter().enumerate() {
            check_field(aggregate, field)?;
            if is_named_before(fields, index) {
                return Err(duplicate(aggregate, field));
            }
        }
    }
    match kind {
        AggregateKind::Struct => check_overlap(aggregate)?,
        AggregateKind::Union => {}
    }
    if padding(size, align) != 0 {
        return Err(TypeError::UnalignedSize {
            aggregate: name.to_owned(),
            size,
            align,
        });
    }
    Ok(())
}

/// The most fields whose names are compared one by one: fewer comparisons than a table of them takes.
const COMPARED: usize = 16;

/// Whether a field before the one at an index has its name. C has unnamed members, any number of them.
fn is_named_before(fields: &[Field<'_>], index: usize) -> bool {
    let name = fields[index].name.as_bytes();
    // Most names differ in their first byte.
    name.first().is_some_and(|first| {
        let mut before = fields[..index].iter().map(|field| field.name.as_bytes());
        before.any(|other| other.first() == Some(first) && other == name)
    })
}

/// Checks the fields of an aggregate, and that no two have one name, by their alphabetical order.
#[cold]
fn check_many_fields(aggregate: &Aggregate<'_>) -> Result<(), TypeError> {
    let fields = aggregate.fields;
    let order = sorted(fields.len(), &|&a, &b| {
        fields[a].name.cmp(fields[b].name).then(a.cmp(&b))
    });
    let mut first_duplicate = usize::MAX;
    for pair in order.windows(2) {
        let [before, after] = [pair[0], pair[1]].map(|index| fields[index].name);
        if after == before && !after.is_empty() {
            first_duplicate = first_duplicate.min(pair[1]);
        }
    }
    for (index, field) in fields.iter().enumerate() {
        check_field(aggregate, field)?;
        if index == first_duplicate {
            return Err(duplicate(aggregate, field));
        }
    }
    Ok(())
}

/// The numbers below `count` in an order. (One function for every order: to sort is 5,000 lines of LLVM's.)
fn sorted(count: usize, compare: &dyn Fn(&usize, &usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(compare);
    order
}

#[cold]
fn duplicate(aggregate: &Aggregate<'_>, field: &Field<'_>) -> TypeError {
    TypeError::DuplicateField {
        aggregate: aggregate.name.to_owned(),
        field: field.name.to_owned(),
    }
}

fn check_field(aggregate: &Aggregate<'_>, field: &Field<'_>) -> Result<(), TypeError> {
    let end = field.offset.saturating_add(field.ty.size());
    if matches!(field.ty, Type::Void) || end > aggregate.size {
        return Err(field_error(aggregate, field, end));
    }
    Ok(())
}

#[cold]
fn field_error(aggregate: &Aggregate<'_>, field: &Field<'_>, end: usize) -> TypeError {
    if let Type::Void = field.ty {
        return TypeError::Void {
            subject: subject_of(aggregate, field),
        };
    }
    TypeError::PastEnd {
        aggregate: aggregate.name.to_owned(),
        field: field.name.to_owned(),
        end,
        size: aggregate.size,
    }
}

/// Fields in order of their offsets: one that begins before the last one ended shares its bytes.
fn check_overlap(aggregate: &Aggregate<'_>) -> Result<(), TypeError> {
    let fields = aggregate.fields;
    if is_in_order(fields) {
        return Ok(());
    }
    check_overlap_of_unordered(aggregate)
}

#[cold]
fn check_overlap_of_unordered(aggregate: &Aggregate<'_>) -> Result<(), TypeError> {
    let fields = aggregate.fields;
    let mut order = sorted(fields.len(), &|&a, &b| {
        fields[a].offset.cmp(&fields[b].offset).then(a.cmp(&b))
    });
    order.retain(|&index| fields[index].ty.size() > 0);
    for pair in order.windows(2) {
        let (before, after) = (&fields[pair[0]], &fields[pair[1]]);
        if after.offset < before.offset + before.ty.size() {
            let [earlier, later] = [pair[0].min(pair[1]), pair[0].max(pair[1])];
            return Err(TypeError::Overlap {
                aggregate: aggregate.name.to_owned(),
                field: fields[later].name.to_owned(),
                offset: fields[later].offset,
                other: fields[earlier].name.to_owned(),
            });
        }
    }
    Ok(())
}

/// Whether each field begins where the ones before it have ended, as in nearly every struct.
fn is_in_order(fields: &[Field<'_>]) -> bool {
    let mut end = 0;
    fields.iter().all(|field| {
        let size = field.ty.size();
        let follows = size == 0 || field.offset >= end;
        if size > 0 {
            end = field.offset + size;
        }
        follows
    })
}

fn subject_of(aggregate: &Aggregate<'_>, field: &Field<'_>) -> String {
    format!("{}.{}", aggregate.name, field.name)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
