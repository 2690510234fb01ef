//! Types made at run time: descriptors that own what they point to.
//!
//! In come descriptors, which `copy` takes apart, or the layout that `builder` made; out goes an
//! [`OwnedType`], which lends the very [`Type`] that the next stage, [`abi`](crate::abi), reads.

use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::types::{
    Aggregate, ArrayType, Field, MAX_NESTING, MAX_SIZE, Members, Survey, Type, TypeError,
};

/// A type that was made at run time, and owns everything that its descriptor points to.
///
/// Cheap to clone; may be used from any thread. Made from any [`Type`], by
/// [`StructBuilder`](crate::StructBuilder), or as an [`array`](Self::array) of another one.
///
/// ```
/// use ffi_runtime::{OwnedType, StructBuilder, Type};
///
/// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
/// let line = OwnedType::array(&point, 2)?;
/// assert_eq!(line.as_type().size(), 16);
/// assert_eq!(line.to_string(), "[struct Point; 2]");
/// # Ok::<(), ffi_runtime::TypeError>(())
/// ```
#[derive(Clone)]
pub struct OwnedType {
    shape: Shape,
    extent: Extent,
}

#[derive(Clone)]
enum Shape {
    /// A scalar, or a type that points to what lives for ever.
    Static(Type<'static>),
    Array(Arc<ArrayStorage>),
    Struct(Arc<AggregateStorage>),
    Union(Arc<AggregateStorage>),
}

/// `'static` in here stands for "as long as this storage": the references point into the other
/// fields, and leave only with the lifetime of a borrow of an [`OwnedType`]. What is pointed to is
/// behind an `Arc`, for moving a `Box` would claim that nothing else points there.
struct ArrayStorage {
    array: ArrayType<'static>,
    #[expect(dead_code, reason = "`array` points into it")]
    element: OwnedType,
}

/// As [`ArrayStorage`].
struct AggregateStorage {
    aggregate: Aggregate<'static>,
    #[expect(dead_code, reason = "`aggregate` points to it")]
    name: Arc<str>,
    #[expect(dead_code, reason = "`aggregate` points to them")]
    fields: Arc<[Field<'static>]>,
    #[expect(
        dead_code,
        reason = "`fields` point to their names and into their types"
    )]
    members: Vec<Member>,
}

/// A field with what it owns.
pub(crate) struct Member {
    pub(crate) name: Arc<str>,
    pub(crate) offset: usize,
    pub(crate) ty: OwnedType,
}

/// Whether the members of an aggregate lie one after the other or in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AggregateKind {
    Struct,
    Union,
}

/// How much a type is, for the limits. Saturates, so that it is right for any descriptor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Size in bytes.
    pub(crate) size: usize,
    /// Aggregates and arrays from here to the innermost scalar.
    pub(crate) depth: usize,
    /// Types that a walk over this one meets, each element type once.
    pub(crate) members: Members,
}

impl OwnedType {
    /// An array, as C has them in structs and unions.
    ///
    /// # Errors
    ///
    /// [`TypeError`] if the length is zero, the element is void or has no bytes, or the array is
    /// past [`MAX_SIZE`](crate::types::MAX_SIZE), [`MAX_NESTING`](crate::types::MAX_NESTING),
    /// [`MAX_MEMBERS`](crate::types::MAX_MEMBERS) or [`MAX_NAMES`](crate::types::MAX_NAMES).
    ///
    /// ```
    /// use ffi_runtime::{OwnedType, Type};
    ///
    /// assert_eq!(OwnedType::array(Type::U16, 3)?.as_type().size(), 6);
    /// assert_eq!(
    ///     OwnedType::array(Type::U16, 0).unwrap_err().to_string(),
    ///     "`[u16; 0]` is an array of length zero, which C does not have",
    /// );
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn array(element: impl Into<Self>, length: usize) -> Result<Self, TypeError> {
        let element = element.into();
        let subject = || format!("[{element}; {length}]");
        if length == 0 {
            return Err(TypeError::EmptyArray { subject: subject() });
        }
        if let Type::Void = element.as_type() {
            return Err(TypeError::Void { subject: subject() });
        }
        if element.extent.size == 0 {
            return Err(TypeError::EmptyElement { subject: subject() });
        }
        Extent::of_array(element.extent, length).check(subject)?;
        Ok(Self::array_unchecked(element, length))
    }

    /// A type that lives for ever, such as that of a [`ForeignType`](crate::ForeignType): nothing is copied.
    ///
    /// # Errors
    ///
    /// [`TypeError`] if it is no C type, as [`Type::validate`] says.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, ForeignType, OwnedType, Type};
    ///
    /// #[derive(ForeignType)]
    /// #[repr(C)]
    /// struct Point {
    ///     x: f32,
    ///     y: f32,
    /// }
    ///
    /// let point = OwnedType::from_static(Point::TYPE)?;
    /// let move_by = CallInterface::prepare_owned(Abi::C, &point, &[point.clone(), point.clone()], None)?;
    /// assert_eq!(move_by.arguments(), [Point::TYPE; 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_static(ty: Type<'static>) -> Result<Self, TypeError> {
        if ty.is_scalar() {
            return Ok(Self::scalar(ty));
        }
        let mut survey = Survey::default();
        ty.survey(&mut survey)?;
        let extent = Extent {
            size: ty.size(),
            depth: depth(ty),
            members: survey.members,
        };
        let shape = Shape::Static(ty);
        Ok(Self { shape, extent })
    }

    /// The descriptor, for as long as this is borrowed.
    ///
    /// ```
    /// use ffi_runtime::{OwnedType, Type};
    ///
    /// assert_eq!(OwnedType::from(Type::F64).as_type(), Type::F64);
    /// ```
    #[must_use]
    pub fn as_type(&self) -> Type<'_> {
        match &self.shape {
            Shape::Static(scalar) => *scalar,
            Shape::Array(storage) => Type::Array(&storage.array),
            Shape::Struct(storage) => Type::Struct(&storage.aggregate),
            Shape::Union(storage) => Type::Union(&storage.aggregate),
        }
    }

    pub(crate) fn extent(&self) -> Extent {
        self.extent
    }

    /// An aggregate of a layout that is right already, or is copied as it is.
    pub(crate) fn aggregate(
        kind: AggregateKind,
        name: Arc<str>,
        (size, align): (usize, usize),
        members: Vec<Member>,
    ) -> Self {
        let field = |member: &Member| {
            // SAFETY: the storage made below has the reference and, in `members`, what it points
            // to; nothing takes a member out of a storage.
            let name = unsafe { outlive(&member.name) };
            // SAFETY: as above.
            let ty = unsafe { member.ty.outlive() };
            Field {
                name,
                offset: member.offset,
                ty,
            }
        };
        let fields: Arc<[Field<'static>]> = members.iter().map(field).collect();
        let aggregate = Aggregate {
            // SAFETY: the storage made below has the reference and, in `name`, what it points to.
            name: unsafe { outlive(&name) },
            size,
            align,
            // SAFETY: likewise, in `fields`.
            fields: unsafe { outlive(&fields) },
        };
        let extent = Extent::of_aggregate(size, &name, &members);
        let storage = Arc::new(AggregateStorage {
            aggregate,
            name,
            fields,
            members,
        });
        let shape = match kind {
            AggregateKind::Struct => Shape::Struct(storage),
            AggregateKind::Union => Shape::Union(storage),
        };
        Self { shape, extent }
    }

    pub(crate) fn scalar(scalar: Type<'static>) -> Self {
        Self {
            shape: Shape::Static(scalar),
            extent: Extent::of_scalar(scalar),
        }
    }

    /// An array of a length that is right already, or is copied as it is.
    pub(crate) fn array_unchecked(element: Self, length: usize) -> Self {
        let extent = Extent::of_array(element.extent, length);
        // SAFETY: the storage made below has the reference and, in `element`, what it points to.
        let ty = unsafe { element.outlive() };
        let array = ArrayType {
            element: ty,
            length,
        };
        Self {
            shape: Shape::Array(Arc::new(ArrayStorage { array, element })),
            extent,
        }
    }

    /// The descriptor, for longer than this is borrowed.
    ///
    /// # Safety
    ///
    /// As for [`outlive`], where `kept` is this type or a clone of it.
    pub(crate) unsafe fn outlive(&self) -> Type<'static> {
        match &self.shape {
            Shape::Static(scalar) => *scalar,
            // SAFETY: passed on to the caller.
            Shape::Array(storage) => Type::Array(&unsafe { outlive(storage) }.array),
            // SAFETY: passed on to the caller.
            Shape::Struct(storage) => Type::Struct(&unsafe { outlive(storage) }.aggregate),
            // SAFETY: passed on to the caller.
            Shape::Union(storage) => Type::Union(&unsafe { outlive(storage) }.aggregate),
        }
    }
}

/// Aggregates and arrays from a type within the limits to its innermost scalar.
fn depth(ty: Type<'_>) -> usize {
    match (ty, ty.aggregate()) {
        (Type::Array(array), _) => 1 + depth(array.element),
        (_, Some(aggregate)) => {
            let inside = aggregate.fields.iter().map(|field| depth(field.ty));
            1 + inside.max().unwrap_or(Extent::SCALAR_DEPTH)
        }
        (_, None) => Extent::SCALAR_DEPTH,
    }
}

/// Returns what `kept` points to, for longer than the borrow of `kept`.
///
/// # Safety
///
/// The reference stands beside `kept` or a clone of it, in a storage that drops both together, and
/// leaves that storage only with the lifetime of a borrow of its owner.
unsafe fn outlive<T: ?Sized>(kept: &Arc<T>) -> &'static T {
    // SAFETY: an `Arc` keeps its content at one address and unchanged as long as any clone lives
    // (there is no `get_mut` in this file), which by the contract is as long as the reference is
    // reachable.
    unsafe { &*Arc::as_ptr(kept) }
}

impl Extent {
    const SCALAR_DEPTH: usize = 0;

    fn of_scalar(scalar: Type<'_>) -> Self {
        Self {
            size: scalar.size(),
            depth: Self::SCALAR_DEPTH,
            members: Members::default().and_type(),
        }
    }

    fn of_array(element: Self, length: usize) -> Self {
        Self {
            size: element.size.saturating_mul(length),
            depth: element.depth.saturating_add(1),
            members: element.members.and_type(),
        }
    }

    fn of_aggregate(size: usize, name: &str, members: &[Member]) -> Self {
        let empty = Self {
            size,
            depth: Self::SCALAR_DEPTH + 1,
            members: Members::default().and_type().and_name(name),
        };
        members
            .iter()
            .fold(empty, |whole, Member { name, ty, .. }| Self {
                size,
                depth: whole.depth.max(ty.extent.depth.saturating_add(1)),
                members: whole.members.and(ty.extent.members).and_name(name),
            })
    }

    /// Whether the type is within the limits.
    pub(crate) fn check(self, subject: impl Fn() -> String) -> Result<(), TypeError> {
        if self.size > MAX_SIZE {
            return Err(TypeError::TooLarge {
                subject: subject(),
                limit: MAX_SIZE,
            });
        }
        if self.depth > MAX_NESTING {
            let (depth, limit) = (self.depth, MAX_NESTING);
            return Err(TypeError::TooDeep {
                subject: subject(),
                depth,
                limit,
            });
        }
        self.members.check(subject)
    }
}

/// A clone, so that one type can be used in several others.
impl From<&Self> for OwnedType {
    fn from(ty: &Self) -> Self {
        ty.clone()
    }
}

/// As the descriptors compare: names do not count.
impl PartialEq for OwnedType {
    fn eq(&self, other: &Self) -> bool {
        self.as_type() == other.as_type()
    }
}

impl Eq for OwnedType {}

/// As the descriptors are hashed.
impl Hash for OwnedType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_type().hash(state);
    }
}

impl fmt::Debug for OwnedType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_type(), f)
    }
}

/// As the descriptor: `[f32; 3]`, `struct Point`.
impl fmt::Display for OwnedType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_type(), f)
    }
}

#[cfg(test)]
#[path = "owned_tests.rs"]
mod tests;
