//! The field that points to the next struct of a chain.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem::offset_of;
use core::ptr;

use super::{Tag, Tagged};
use crate::types::{Aggregate, Field, ForeignType, Type, TypeReference};

/// The field of a struct that points to the next struct of its chain, or to none: Vulkan's `pNext`, WebGPU's
/// `nextInChain`.
///
/// `'a` is how long the next struct is borrowed, and `S` the struct that has the field. A chain belongs to one struct
/// alone, as what is behind a `&mut` does: a clone is linked to nothing.
///
/// It is neither `Send` nor `Sync`, for it does not know the types of what is linked. The layout is that of a pointer.
///
/// ```
/// # use ffi_runtime::ForeignType;
/// use ffi_runtime::chain::Next;
///
/// #[derive(Clone, ForeignType)]
/// #[foreign(default, chain)]
/// #[repr(C)]
/// struct BufferDescriptor<'a> {
///     next: Next<'a, Self>,
///     size: u64,
/// }
///
/// let descriptor = BufferDescriptor::default();
/// assert!(!descriptor.next.is_linked());
/// # let _ = (descriptor.clone().size, descriptor.size);
/// ```
#[repr(transparent)]
pub struct Next<'a, S> {
    next: *mut c_void,
    borrowed: PhantomData<&'a mut ()>,
    of: PhantomData<fn() -> S>,
}

impl<S> Next<'_, S> {
    /// Whether a struct follows.
    #[must_use]
    pub const fn is_linked(&self) -> bool {
        !self.next.is_null()
    }

    /// The pointer that C gets.
    #[must_use]
    pub const fn as_ptr(&self) -> *mut c_void {
        self.next
    }

    /// Links structs that were put together by other means than [`push`](super::Chained::push).
    ///
    /// # Safety
    ///
    /// `next` is null or points to a struct that may be in the chain of an `S`. The struct
    ///
    /// - has the tag by which C knows it, and the fields that C has;
    /// - points in turn to such a struct, or null ends the chain; no two have the same tag, unless C allows it;
    /// - is there, and nothing else uses it, as long as `'a`.
    ///
    /// ```
    /// # use std::ptr;
    /// # use ffi_runtime::chain::Next;
    /// # struct Root;
    /// // SAFETY: a null pointer ends the chain.
    /// let next: Next<'_, Root> = unsafe { Next::from_ptr(ptr::null_mut()) };
    /// assert!(next.as_ptr().is_null());
    /// ```
    #[must_use]
    pub const unsafe fn from_ptr(next: *mut c_void) -> Self {
        Self {
            next,
            borrowed: PhantomData,
            of: PhantomData,
        }
    }
}

impl<S> Default for Next<'_, S> {
    fn default() -> Self {
        Self {
            next: ptr::null_mut(),
            borrowed: PhantomData,
            of: PhantomData,
        }
    }
}

impl<S> Clone for Next<'_, S> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<S> fmt::Debug for Next<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Next").field(&self.next).finish()
    }
}

// SAFETY: it is a transparent struct around a raw pointer.
#[diagnostic::do_not_recommend]
unsafe impl<S> ForeignType for Next<'_, S> {
    const TYPE: Type<'static> = Type::Pointer;
    const REFERENCE: TypeReference = TypeReference::Optional(&TypeReference::TO_UNKNOWN);
}

/// The first field of an element in WebGPU's form: the pointer to the next element, and then the tag. The struct
/// `WGPUChainedStruct` of `webgpu.h`.
///
/// ```
/// use ffi_runtime::ForeignType;
/// use ffi_runtime::chain::{Chained, ChainedStruct, Next};
///
/// #[derive(ForeignType)]
/// #[foreign(default, chain)]
/// #[repr(C)]
/// struct ShaderModuleDescriptor<'a> {
///     next: Next<'a, Self>,
/// }
///
/// const SHADER_SOURCE_SPIRV: u32 = 1;
///
/// #[derive(ForeignType)]
/// // SAFETY: the struct `WGPUShaderSourceSPIRV` of `webgpu.h`.
/// #[foreign(default, chain(tag = SHADER_SOURCE_SPIRV, unsafe(extends = [ShaderModuleDescriptor])))]
/// #[repr(C)]
/// struct ShaderSourceSpirv<'a> {
///     chain: ChainedStruct<'a, Self>,
///     code_size: u32,
///     code: *const u32,
/// }
///
/// let words = [0x0723_0203];
/// let mut source = ShaderSourceSpirv {
///     code_size: 1,
///     code: words.as_ptr(),
///     ..Default::default()
/// };
/// let descriptor = ShaderModuleDescriptor::default().push(&mut source);
/// assert!(descriptor.next.is_linked());
/// ```
#[repr(C)]
pub struct ChainedStruct<'a, S> {
    next: Next<'a, S>,
    tag: Tag<S>,
}

impl<'a, S> ChainedStruct<'a, S> {
    /// Where the pointer stands.
    pub(super) const NEXT: usize = offset_of!(ChainedStruct<'static, ()>, next);

    /// Where the tag stands.
    pub(super) const TAG: usize = offset_of!(ChainedStruct<'static, ()>, tag);

    /// The pointer to the next element.
    #[must_use]
    pub const fn next(&self) -> &Next<'a, S> {
        &self.next
    }

    /// As above, for the code that the derive writes.
    #[doc(hidden)]
    pub const fn next_mut(&mut self) -> &mut Next<'a, S> {
        &mut self.next
    }
}

impl<S: Tagged> Default for ChainedStruct<'_, S> {
    fn default() -> Self {
        Self {
            next: Next::default(),
            tag: Tag::default(),
        }
    }
}

impl<S> Clone for ChainedStruct<'_, S> {
    fn clone(&self) -> Self {
        Self {
            next: self.next.clone(),
            tag: self.tag,
        }
    }
}

impl<S> fmt::Debug for ChainedStruct<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainedStruct")
            .field("next", &self.next)
            .field("tag", &self.tag)
            .finish()
    }
}

// SAFETY: size, alignment and offsets are the compiler's own, and the fields are a pointer and a `u32`.
#[diagnostic::do_not_recommend]
unsafe impl<S> ForeignType for ChainedStruct<'_, S> {
    const TYPE: Type<'static> = Type::Struct(
        &const {
            Aggregate {
                name: "ChainedStruct",
                size: size_of::<ChainedStruct<'static, ()>>(),
                align: align_of::<ChainedStruct<'static, ()>>(),
                fields: &const {
                    [
                        Field {
                            name: "next",
                            offset: ChainedStruct::<'static, ()>::NEXT,
                            ty: Type::Pointer,
                        },
                        Field {
                            name: "tag",
                            offset: ChainedStruct::<'static, ()>::TAG,
                            ty: Type::U32,
                        },
                    ]
                },
            }
        },
    );
}

/// The very type `T`, for the code that the derive writes.
///
/// # Safety
///
/// The type is `T`: what the derive says of a field, such as its offset, is then true of a `T`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the type of this field is `{Self}`, and not `{T}`",
    label = "another type of this name, or one of another struct",
    note = "the types in `ffi_runtime::chain` take the struct that has the field: `Next<'a, Self>`, `Tag<Self>`"
)]
pub unsafe trait Exactly<T> {
    /// The field.
    fn exactly(&mut self) -> &mut T;
}

// SAFETY: each type is itself.
unsafe impl<T> Exactly<T> for T {
    #[inline]
    fn exactly(&mut self) -> &mut T {
        self
    }
}
