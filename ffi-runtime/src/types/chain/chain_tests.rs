//! Chains in both forms, followed as C follows them, by numbers alone. Under Miri this also holds the provenance of
//! each pointer in them.

use core::ffi::c_void;
use core::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Chain, ChainError, Chained, ChainedStruct, Next, Tag, Tagged};
use crate::{ForeignType, Type, open_enum};

#[open_enum]
#[repr(i32)]
enum StructureType {
    Info = 3,
    Memory = -1,
    Features = 51,
}

#[derive(Clone, Debug, ForeignType)]
#[foreign(default, chain(tag = StructureType::Info))]
#[repr(C)]
struct Info<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    value: u32,
}

#[derive(Clone, Debug, ForeignType)]
// SAFETY: `Visitor` allows each of these structs in a chain.
#[foreign(default, chain(tag = StructureType::Memory, unsafe(extends = [Info])))]
#[repr(C)]
struct Memory<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    value: u32,
}

#[derive(Clone, Debug, ForeignType)]
// SAFETY: as above.
#[foreign(default, chain(tag = StructureType::Features, unsafe(extends = [Info, Memory])))]
#[repr(C)]
struct Features<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    value: u32,
    label: Option<&'a u8>,
}

#[derive(Debug, ForeignType)]
#[foreign(default, chain)]
#[repr(C)]
struct Descriptor<'a> {
    label: u64,
    next: Next<'a, Self>,
}

/// As in C, the `value` does not go into the padding of the first field.
#[derive(Debug, ForeignType)]
// SAFETY: `Visitor` allows it.
#[foreign(default, chain(tag = 7, unsafe(extends = [Descriptor])))]
#[repr(C)]
struct Source<'a> {
    chain: ChainedStruct<'a, Self>,
    value: u32,
}

/// The offsets of an element's fields.
struct Visitor {
    tag: usize,
    next: usize,
    value: usize,
}

const VULKAN: Visitor = Visitor {
    tag: 0,
    next: size_of::<*mut c_void>(),
    value: 2 * size_of::<*mut c_void>(),
};

const WEBGPU: Visitor = Visitor {
    tag: size_of::<*mut c_void>(),
    next: 0,
    value: 2 * size_of::<*mut c_void>(),
};

impl Visitor {
    /// Adds 10 to the value of each element, and returns their tags.
    fn visit(&self, mut element: *mut c_void) -> Vec<u32> {
        let mut tags = Vec::new();
        while !element.is_null() {
            let tag: *mut u32 = element.wrapping_byte_add(self.tag).cast();
            // SAFETY: each element of these tests has its tag there.
            tags.push(unsafe { tag.read() });
            let value: *mut u32 = element.wrapping_byte_add(self.value).cast();
            // SAFETY: and its value there.
            let number = unsafe { value.read() };
            // SAFETY: as above.
            unsafe { value.write(number + 10) };
            let next: *mut *mut c_void = element.wrapping_byte_add(self.next).cast();
            // SAFETY: and its pointer there.
            element = unsafe { next.read() };
        }
        tags
    }
}

#[test]
fn fields_are_those_of_c() {
    assert_eq!(Tag::<Info>::TYPE, Type::U32);
    assert_eq!(Next::<Info>::TYPE, Type::Pointer);
    assert_eq!((Info::NUMBER, Memory::NUMBER), (3, u32::MAX));
    let source = Source::TYPE.aggregate().expect("it is a struct");
    assert_eq!(source.fields[1].offset, WEBGPU.value);
    let chained = source.fields[0].ty.aggregate().expect("it is a struct");
    assert_eq!(
        (chained.fields[0].offset, chained.fields[1].offset),
        (WEBGPU.next, WEBGPU.tag)
    );
    assert_eq!(
        format!("{:?}", Info::default().clone()),
        "Info { s_type: Tag(3), next: Next(0x0), value: 0 }"
    );
}

#[test]
fn last_pushed_comes_first() {
    let label = 1;
    let mut memory = Memory {
        value: 1,
        ..Default::default()
    };
    let mut features = Features {
        value: 2,
        label: Some(&label),
        ..Default::default()
    };
    let info = Info::default().push(&mut memory).push(&mut features);
    assert_eq!(VULKAN.visit(info.next.as_ptr()), [51, u32::MAX]);
    // By value the struct may go anywhere.
    let info = Box::new(info);
    assert_eq!(VULKAN.visit(info.next.as_ptr()), [51, u32::MAX]);
    assert_eq!(info.value, 0);
}

#[test]
fn untagged_root_has_elements_that_begin_with_the_pointer() {
    let mut source = Source::default();
    let descriptor = Descriptor {
        label: 5,
        ..Default::default()
    };
    let descriptor = descriptor.push(&mut source);
    assert_eq!(WEBGPU.visit(descriptor.next.as_ptr()), [7]);
    assert_eq!(descriptor.label, 5);
}

#[test]
fn second_of_a_type_is_refused() {
    let (mut first, mut second) = (Memory::default(), Memory::default());
    let (mut features, mut third) = (Features::default(), Memory::default());
    let info = Info::default().push(&mut first).push(&mut features);
    let error = info.clone().try_push(&mut second).map(|_| ());
    // A clone is linked to nothing.
    assert_eq!(error, Ok(()));
    let error = info.try_push(&mut third).map(|_| ()).unwrap_err();
    assert_eq!(
        error,
        ChainError::Duplicate {
            root: "Info",
            element: "Memory"
        }
    );
    assert_eq!(
        error.to_string(),
        "the chain of `Info` has `Memory` already"
    );
}

#[test]
#[should_panic(expected = "`Memory` has a chain of its own: push its elements instead")]
fn element_with_a_chain_is_refused() {
    let mut features = Features::default();
    let mut memory = Memory::default().push(&mut features);
    let _ = Info::default().push(&mut memory);
}

#[test]
fn link_can_be_made_by_hand() {
    let mut memory = Memory::default();
    // SAFETY: the element is allowed, and is used through the pointer only, as long as `info`.
    let next = unsafe { Next::from_ptr((&raw mut memory).cast()) };
    let info = Info {
        next,
        ..Default::default()
    };
    assert_eq!(VULKAN.visit(info.next.as_ptr()), [u32::MAX]);
    assert_eq!(memory.value, 10);
}

#[test]
fn owned_structs_come_back_in_their_order_and_unlinked() {
    let mut tags = Vec::new();
    let (info, memory, features) = Chain::<(Info, Memory, Features)>::filled(|root| {
        root.value = 5;
        tags = VULKAN.visit((&raw mut *root).cast());
    });
    assert_eq!(tags, [3, u32::MAX, 51]);
    assert_eq!((info.value, memory.value, features.value), (15, 10, 10));
    let links = (info.next, memory.next, features.next);
    assert!(!links.0.is_linked() && !links.1.is_linked() && !links.2.is_linked());
    assert!(features.label.is_none());
    let ((_, source), tags) =
        Chain::<(Descriptor, Source)>::default().fill(|root| WEBGPU.visit(root.next.as_ptr()));
    assert_eq!((tags, source.value), (vec![7], 10));
    assert!(!source.chain.next().is_linked());
}

#[test]
fn root_that_is_taken_leaves_a_root_without_chain() {
    let mut value = 0;
    let (info, memory) = Chain::<(Info, Memory)>::filled(|root| {
        let taken = mem::take(root);
        value = VULKAN.visit(taken.next.as_ptr()).len();
    });
    assert_eq!((info.value, memory.value, value), (0, 10, 1));
    assert!(!memory.next.is_linked());
}

#[test]
fn structs_are_unlinked_when_the_function_panics() {
    /// An element with a destructor.
    #[derive(ForeignType)]
    // SAFETY: no visitor sees it.
    #[foreign(default, chain(tag = 9, unsafe(extends = [Info])))]
    #[repr(C)]
    struct Dropped<'a> {
        s_type: Tag<Self>,
        next: Next<'a, Self>,
    }
    static UNLINKED: AtomicUsize = AtomicUsize::new(0);
    impl Drop for Dropped<'_> {
        fn drop(&mut self) {
            let unlinked = usize::from(!self.next.is_linked());
            UNLINKED.fetch_add(unlinked, Ordering::Relaxed);
        }
    }
    let fill = || Chain::<(Info, Dropped, Memory)>::filled(|_| panic!("in the call"));
    assert!(catch_unwind(fill).is_err());
    assert_eq!(UNLINKED.load(Ordering::Relaxed), 1);
}

#[test]
fn chain_that_is_linked_before_is_refused() {
    let mut features = Features::default();
    let info = Info::default().push(&mut features);
    let chain = Chain::new((info, Memory::default()));
    let refused = catch_unwind(AssertUnwindSafe(|| chain.fill(|_| ()))).unwrap_err();
    let message: &String = refused.downcast_ref().expect("it has a text");
    assert_eq!(
        message,
        "`Info` has a chain already: make its structs part of the `Chain`"
    );
}

#[test]
#[should_panic(expected = "C wrote another tag to `Features`: the struct has another layout in C")]
fn other_tag_is_found() {
    Chain::<(Info, Memory, Features)>::filled(|root| {
        let memory = root.next.as_ptr();
        let next: *mut *mut c_void = memory.wrapping_byte_add(VULKAN.next).cast();
        // SAFETY: the pointer of `Memory` to the third struct.
        let features = unsafe { next.read() };
        // SAFETY: its tag.
        unsafe { features.cast::<u32>().write(50) };
    });
}

#[test]
fn failure_drops_the_structs() {
    let failed = Chain::<(Info, Memory)>::try_filled(|_| Err::<u8, _>(-4));
    assert_eq!(failed.map(|_| ()), Err(-4));
    let filled = Chain::<(Info, Memory)>::try_filled(|root| {
        root.value = 1;
        Ok::<_, i32>(())
    });
    assert_eq!(filled.map(|(info, _)| info.value), Ok(1));
}
