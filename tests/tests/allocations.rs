//! No call allocates, declared or prepared; nor does a callback that borrows. To prepare an interface takes one
//! allocation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ffi::c_void;

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, StructBuilder, Type, foreign_library};
use ffi_tests::callers::{Visit, VisitWithData, callers};
use ffi_tests::fixtures::{CASES, open_fixture};

/// The system's allocator, with a count of what this thread asks for.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is passed on.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: the caller's promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises, and the pointer is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Three {
    a: i64,
    b: i64,
    c: i64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    bytes: [u8; 100 * 1024],
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    fn float_bits(&self, value: f32) -> u32;
    fn weigh_10(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        j: i64,
    ) -> i64;
    fn next_ints(&self, v: Three, by: i64) -> Three;
    fn weigh_words_40(&self, a: i64, v: Words40, last: i64) -> i64;
    #[optional]
    fn result_float(&self, v: f32) -> f32;
}

#[foreign_library(name = "cases", abi = "C-unwind")]
unsafe trait Unwinding {
    fn float_bits(&self, value: f32) -> u32;
}

/// How often `calling` asks for memory.
fn allocations(calling: impl FnOnce()) -> usize {
    let before = COUNT.get();
    calling();
    COUNT.get() - before
}

#[test]
fn counter_counts() {
    assert_eq!(allocations(|| drop(Box::new(1))), 1);
}

#[test]
fn declared_calls_do_not_allocate() {
    let cases = open_fixture(Cases::open, CASES);
    let unwinding = open_fixture(Unwinding::open, CASES);
    let call = || {
        cases.float_bits(1.0);
        unwinding.float_bits(1.0);
        cases.weigh_10(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        cases.next_ints(Three { a: 1, b: 2, c: 3 }, 4);
        cases.weigh_words_40(1, Words40 { words: [1; 40] }, 2);
        assert!(cases.result_float(1.0).is_ok());
    };
    let first = allocations(call);
    // With debug assertions, an interface is prepared by the first call through each signature.
    assert_eq!(first > 0, cfg!(debug_assertions));
    assert_eq!(allocations(|| (0..3).for_each(|_| call())), 0);
}

#[test]
fn dynamic_calls_do_not_allocate() {
    let library = open_fixture(Library::open, CASES);
    let word = 1i64;
    let float = 1f32;
    let three = Three { a: 1, b: 2, c: 3 };
    let words = Words40 { words: [1; 40] };
    let large = vec![1u8; size_of::<Large>()];
    let large = (Large::TYPE, large.as_ptr().cast::<c_void>());
    let mut memory = vec![0u8; size_of::<Large>()];
    for abi in [Abi::C, Abi::CUnwind] {
        for (name, result, arguments) in [
            ("float_bits", Type::U32, vec![argument(&float)]),
            ("weigh_10", Type::I64, vec![argument(&word); 10]),
            (
                "next_ints",
                Three::TYPE,
                vec![argument(&three), argument(&word)],
            ),
            (
                "weigh_words_40",
                Type::I64,
                vec![argument(&word), argument(&words), argument(&word)],
            ),
            ("next_large", Large::TYPE, vec![large, argument(&1u8)]),
        ] {
            let (types, pointers): (Vec<_>, Vec<_>) = arguments.into_iter().unzip();
            let interface = CallInterface::prepare(abi, result, &types).expect("C has it");
            let address = library.symbol(name).expect("the fixture has it");
            let count = allocations(|| {
                for _ in 0..3 {
                    // SAFETY: the fixture has this signature, and the pointers lead to such values.
                    unsafe { interface.call(address, memory.as_mut_ptr().cast(), &pointers) };
                }
            });
            assert_eq!(count, 0, "{abi}, {name}");
        }
    }
}

#[test]
fn interface_is_prepared_in_one_allocation() {
    let pair = StructBuilder::new("Pair")
        .field("whole", Type::I64)
        .field("part", Type::F64)
        .build()
        .expect("a C type");
    for ty in [Type::F64, pair.as_type()] {
        let count = allocations(|| {
            CallInterface::prepare(Abi::C, ty, &[ty, Type::I32, ty]).expect("a C signature");
        });
        assert_eq!(count, 1, "{ty}");
    }
}

#[test]
fn scoped_callbacks_do_not_allocate() {
    let callers = callers();
    // The first trampoline of a program makes the table of their banks, and with debug assertions the first
    // call through each signature prepares its interface.
    let base = 5;
    // SAFETY: the callback is alive.
    Visit::scoped(
        |more| base + more,
        |visit| unsafe { callers.call_times(visit, 2) },
    );
    // SAFETY: as above.
    VisitWithData::scoped(
        |more| base + more,
        |visit, data| unsafe { callers.call_with_data(visit, data, 2) },
    );
    let mut sum = 0;
    let count = allocations(|| {
        for _ in 0..3 {
            Visit::scoped(
                |more| {
                    sum += more;
                    base
                },
                // SAFETY: the callback is alive.
                |visit| unsafe { callers.call_times(visit, 2) },
            );
            // SAFETY: as above.
            Visit::scoped_sync(
                |more| base + more,
                |visit| unsafe { callers.call_times(visit, 2) },
            );
            // SAFETY: as above.
            VisitWithData::scoped(
                |more| base + more,
                |visit, data| unsafe { callers.call_with_data(visit, data, 2) },
            );
            // SAFETY: as above.
            VisitWithData::scoped_sync(
                |more| base + more,
                |visit, data| unsafe { callers.call_with_data(visit, data, 2) },
            );
        }
    });
    assert_eq!(count, 0);
    assert_eq!(sum, 3);
}

fn argument<T: ForeignType>(value: &T) -> (Type<'_>, *const c_void) {
    (T::TYPE, std::ptr::from_ref(value).cast())
}
