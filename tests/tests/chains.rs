//! Chains of structs that C follows, reads and fills, in Vulkan's form and in WebGPU's.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ffi_runtime::chain::{Chain, Chained, ChainedStruct, Next, Tag};
use ffi_runtime::{ForeignType, Status, foreign_library, open_enum};
use ffi_tests::fixtures::{CHAINS, open_fixture};

#[open_enum]
#[repr(i32)]
enum StructureType {
    Info = 3,
    Memory = 1_000_238_001,
    Features = 51,
}

#[derive(Debug, ForeignType)]
#[foreign(default, chain(tag = StructureType::Info))]
#[repr(C)]
struct Info<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    count: u32,
}

#[derive(Clone, Debug, ForeignType)]
// SAFETY: `struct memory` of the fixture, whose functions know it by this tag.
#[foreign(chain(tag = StructureType::Memory, unsafe(extends = [Info])))]
#[repr(C)]
struct Memory<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    #[foreign(default = 0.5)]
    priority: f32,
}

#[derive(Clone, Debug, ForeignType)]
// SAFETY: `struct features` of the fixture, whose functions know it by this tag and read one character of the label.
#[foreign(default, chain(tag = StructureType::Features, unsafe(extends = [Info])))]
#[repr(C)]
struct Features<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    label: Option<&'a c_char>,
    bits: [u32; 3],
}

#[derive(Debug, ForeignType)]
#[foreign(default, chain)]
#[repr(C)]
struct Descriptor<'a> {
    next: Next<'a, Self>,
    size: u64,
}

#[derive(Debug, ForeignType)]
// SAFETY: `struct limits` of the fixture, whose functions know it by this tag.
#[foreign(default, chain(tag = 7u32, unsafe(extends = [Descriptor<'a>])))]
#[repr(C)]
struct Limits<'a> {
    chain: ChainedStruct<'a, Self>,
    small: u32,
    large: u64,
}

#[derive(Debug, ForeignType)]
// SAFETY: `struct extras` of the fixture, whose functions know it by this tag.
#[foreign(default, chain(tag = 8, unsafe(extends = [Descriptor])))]
#[repr(C)]
struct Extras<'a> {
    chain: ChainedStruct<'a, Self>,
    scale: f64,
}

/// How many structs were filled; a negative number is an error.
#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Count(i32);

impl Status for Count {
    type Value = i32;
    type Error = i32;

    fn into_result(self) -> Result<i32, i32> {
        if self.0 < 0 { Err(self.0) } else { Ok(self.0) }
    }
}

#[foreign_library(name = "chains")]
unsafe trait Chains {
    fn chain_read(&self, info: &Info<'_>, #[out] sum: f64) -> u64;
    #[check(value)]
    fn chain_fill(&self, info: &mut Info<'_>, start: u32) -> Count;
    unsafe fn chain_break(&self, info: &mut Info<'_>);
    fn chained_fill(&self, descriptor: &mut Descriptor<'_>) -> u64;
}

fn chains() -> Chains {
    open_fixture(Chains::open, CHAINS)
}

#[test]
fn input_is_read_from_the_last_pushed_on() {
    let chains = chains();
    let mut memory = Memory::default();
    let letter = b'A' as c_char;
    let mut features = Features {
        label: Some(&letter),
        bits: [0, 0, 100],
        ..Default::default()
    };
    let info = Info {
        count: 7,
        ..Default::default()
    };
    let info = info.push(&mut memory).push(&mut features);
    assert_eq!(
        chains.chain_read(&info),
        (1_051_003, 7.0 + 0.5 + 100.0 + 65.0)
    );
    // The elements stay where they are while the root moves.
    let info = Box::new(info);
    assert_eq!(chains.chain_read(&info).0, 1_051_003);
}

#[test]
fn chain_of_temporaries_lives_during_the_call() {
    let order = chains()
        .chain_read(&Info::default().push(&mut Memory::default()))
        .0;
    assert_eq!(order, 1003);
    assert_eq!(chains().chain_read(&Info::default()), (3, 0.0));
}

#[test]
fn clone_is_linked_to_nothing_and_can_be_used_again() {
    let chains = chains();
    let memory = Memory::default();
    for count in 0..2 {
        let mut memory = memory.clone();
        let info = Info {
            count,
            ..Default::default()
        };
        let info = info.push(&mut memory);
        assert_eq!(chains.chain_read(&info), (1003, f64::from(count) + 0.5));
    }
}

#[test]
fn owned_structs_are_filled_in_their_order() {
    let chains = chains();
    let (info, features, memory) =
        Chain::<(Info, Features, Memory)>::try_filled(|root| chains.chain_fill(root, 40))
            .expect("C knows all tags");
    assert_eq!(
        (info.count, memory.priority, features.bits),
        (40, 20.0, [40, 41, 42])
    );
    assert_eq!(features.label, Some(&(b'l' as c_char)));
    assert!(!info.next.is_linked() && !features.next.is_linked() && !memory.next.is_linked());

    let chain = Chain::new((info, memory, features));
    let ((..), (order, sum)) = chain.fill(|root| chains.chain_read(root));
    assert_eq!((order, sum), (51_001_003, 40.0 + 20.0 + 42.0 + 108.0));
}

#[test]
fn owned_structs_become_borrowed_ones() {
    let chains = chains();
    let mut count = 0;
    let (mut info, mut memory) = Chain::<(Info, Memory)>::filled(|root| {
        count = chains.chain_fill(root, 8).expect("C knows both tags");
    });
    (info.count, memory.priority) = (info.count + 1, memory.priority + 1.0);
    let info = info.push(&mut memory);
    assert_eq!((count, chains.chain_read(&info)), (2, (1003, 14.0)));
}

#[test]
fn both_ways_fill_structs_of_webgpu() {
    let chains = chains();
    let (descriptor, extras, limits) = Chain::new((
        Descriptor::default(),
        Extras {
            scale: 0.5,
            ..Default::default()
        },
        Limits::default(),
    ))
    .fill(|root| chains.chained_fill(root))
    .0;
    assert_eq!((descriptor.size, extras.scale), (87, 2.0));
    assert_eq!((limits.small, limits.large), (1, 2));

    let (mut limits, mut extras) = (limits, extras);
    let mut descriptor = descriptor.push(&mut limits).push(&mut extras);
    assert_eq!(
        chains.chained_fill(&mut descriptor),
        size_of::<Limits<'_>>() as u64
    );
    assert_eq!(descriptor.size, 87);
}

#[test]
fn tag_that_c_changed_is_found() {
    let chains = chains();
    let fill = || {
        // SAFETY: an element follows the root; the struct is not used as another one.
        Chain::<(Info, Memory)>::filled(|root| unsafe { chains.chain_break(root) })
    };
    let panic = catch_unwind(AssertUnwindSafe(fill)).unwrap_err();
    let message: &String = panic.downcast_ref().expect("it has a text");
    assert_eq!(
        message,
        "C wrote another tag to `Memory`: the struct has another layout in C"
    );
}

#[test]
fn failure_of_c_is_the_result() {
    /// A struct that C does not know.
    #[derive(ForeignType)]
    // SAFETY: `chain_fill` returns -1 for a tag that it does not know.
    #[foreign(default, chain(tag = -2, unsafe(extends = [Info])))]
    #[repr(C)]
    struct Unknown<'a> {
        s_type: Tag<Self>,
        next: Next<'a, Self>,
    }

    let chains = chains();
    let failed = Chain::<(Info, Unknown)>::try_filled(|root| chains.chain_fill(root, 1));
    assert_eq!(failed.map(|_| ()), Err(-1));
}
