//! Many threads at once, over one library and one interface.

use std::sync::Barrier;
use std::thread;

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, foreign_library};
use ffi_tests::fixtures::{CASES, open_fixture};

const THREADS: i64 = 16;
const CALLS: i64 = 2000;

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three {
    a: i64,
    b: i64,
    c: i64,
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
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
}

#[test]
fn threads_share_one_library() {
    let cases = open_fixture(Cases::open, CASES);
    let barrier = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for n in 0..THREADS {
            let (cases, barrier) = (cases.clone(), &barrier);
            scope.spawn(move || {
                barrier.wait();
                for i in 0..CALLS {
                    assert_eq!(
                        cases.weigh_10(n, i, n, i, n, i, n, i, n, i),
                        25 * n + 30 * i
                    );
                    let next = cases.next_ints(Three { a: n, b: i, c: 3 }, i);
                    let expected = Three {
                        a: n + i,
                        b: 2 * i,
                        c: 3 + i,
                    };
                    assert_eq!(next, expected);
                }
            });
        }
    });
}

#[test]
fn threads_share_one_interface() {
    let library = open_fixture(Library::open, CASES);
    let address = library.symbol("next_ints").expect("the fixture has it");
    let interface = CallInterface::prepare(Abi::C, Three::TYPE, &[Three::TYPE, i64::TYPE]);
    let interface = interface.expect("C has it");
    let barrier = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for n in 0..THREADS {
            let (interface, barrier) = (&interface, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for by in 0..CALLS {
                    let v = Three {
                        a: n,
                        b: 2 * n,
                        c: 3,
                    };
                    let mut next = Three { a: 0, b: 0, c: 0 };
                    let arguments = [(&raw const v).cast(), (&raw const by).cast()];
                    // SAFETY: the fixture has this signature, and the pointers lead to such values.
                    unsafe { interface.call(address, (&raw mut next).cast(), &arguments) };
                    let expected = Three {
                        a: n + by,
                        b: 2 * n + by,
                        c: 3 + by,
                    };
                    assert_eq!(next, expected);
                }
            });
        }
    });
}
