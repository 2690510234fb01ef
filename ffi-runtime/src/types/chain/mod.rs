//! Chains of structs: Vulkan's `sType` and `pNext`, WebGPU's `nextInChain`.
//!
//! A function takes a pointer to one struct, the *root*, which can be followed by further structs, the *elements*. Each
//! struct points to the next one, and C tells the elements apart by a number in them, their *tag*. The derive describes
//! such structs to the compiler, with `#[foreign(chain(..))]`:
//!
//! - [`Tag`] is the field with the number. Its only value is that of the struct.
//! - [`Next`] is the field that points to the next struct, and borrows it.
//! - [`Chained::push`] links an element to a root, which borrows the element. Only a struct that [`Extends`] the root
//!   is accepted.
//! - [`Chain`] owns a root and its elements while C fills them, and returns them as a tuple.
//!
//! ```
//! use ffi_runtime::chain::{Chain, Chained, Next, Tag};
//! use ffi_runtime::{ForeignType, open_enum};
//!
//! #[open_enum]
//! #[repr(u32)]
//! enum StructureType {
//!     DeviceInfo = 3,
//!     MemoryPriority = 1_000_238_001,
//! }
//!
//! #[derive(Debug, ForeignType)]
//! #[foreign(default, chain(tag = StructureType::DeviceInfo))]
//! #[repr(C)]
//! struct DeviceInfo<'a> {
//!     s_type: Tag<Self>,
//!     next: Next<'a, Self>,
//!     queues: u32,
//! }
//!
//! #[derive(Debug, ForeignType)]
//! // SAFETY: C has this struct under this tag, and allows it in the chain of a `DeviceInfo`.
//! #[foreign(default, chain(tag = StructureType::MemoryPriority, unsafe(extends = [DeviceInfo])))]
//! #[repr(C)]
//! struct MemoryPriority<'a> {
//!     s_type: Tag<Self>,
//!     next: Next<'a, Self>,
//!     priority: f32,
//! }
//!
//! // For a function that reads the chain.
//! let mut memory = MemoryPriority { priority: 0.5, ..Default::default() };
//! let info = DeviceInfo { queues: 1, ..Default::default() }.push(&mut memory);
//! assert!(info.next.is_linked());
//!
//! // For a function that fills it.
//! let fill = |root: &mut DeviceInfo<'_>| root.queues = 7;
//! let (info, memory) = Chain::<(DeviceInfo, MemoryPriority)>::filled(fill);
//! assert_eq!((info.queues, memory.priority), (7, 0.0));
//! assert!(!info.next.is_linked());
//! ```
//!
//! # The two forms
//!
//! | | Vulkan, OpenXR, Level Zero | WebGPU |
//! |---|---|---|
//! | root | has a tag: fields `Tag<Self>` and `Next<'a, Self>` | has none: a field `Next<'a, Self>` |
//! | element | the same two fields at the same offsets | begins with a [`ChainedStruct<'a, Self>`](ChainedStruct) |
//!
//! The lifetime of `Next` is one of the struct's own: that of the elements that are linked to it.
//!
//! # What is checked, and when
//!
//! - While compiling: that an element extends the root, and has its tag and pointer where the other elements of that
//!   root have theirs; that it is neither moved, changed, dropped nor linked a second time while it is linked; that it
//!   has no `bool` and no enum in it, of which C could write another number; and that no two elements of a
//!   [`Chain`] have the same tag.
//! - When an element is pushed: that the chain has no other element with this tag, and that the element has no chain of
//!   its own, whose structs may not extend the root. [`Chained::push`] panics, [`Chained::try_push`] returns a
//!   [`ChainError`].
//! - When a [`Chain`] has been filled: that the tags are still those of the structs.

mod chained;
mod next;
mod owned;
mod tag;

pub use chained::{ChainError, Chained, Extends};
pub use next::{ChainedStruct, Next};
pub use owned::{Chain, Elements};
pub use tag::{Tag, Tagged};

#[doc(hidden)]
pub use chained::{Header, promise_extends};
#[doc(hidden)]
pub use next::Exactly;
#[doc(hidden)]
pub use owned::Member;
#[doc(hidden)]
pub use tag::{TagValue, number};

#[cfg(test)]
mod chain_tests;
