//! A number that C gives for an enum, and the enum does not list, is a panic of the function that it was given to: with
//! an owner it can be taken, and behind a scope it is raised.

use std::any::Any;
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use ffi_runtime::callback_table;

use crate::alone;
use crate::library::{AllocationCallbacks, Counting, Scope, library};

/// Whether the payload is that of a `Scope` 9.
fn assert_says(payload: &(dyn Any + Send)) {
    let text = payload.downcast_ref::<String>().expect("a text");
    assert!(text.contains("Scope") && text.contains('9'), "{text}");
}

#[test]
fn panic_of_an_owned_value_can_be_taken() {
    let _alone = alone();
    let table = AllocationCallbacks::new(Counting::default());
    assert!(library().allocate_in_scope(&table, 9).is_null());
    let payload = AllocationCallbacks::take_panic().expect("there was one");
    assert_says(&*payload);
    assert_eq!(table.value().counts(), (0, 0));
}

#[test]
fn panic_of_a_borrowed_value_is_raised_behind_the_scope() {
    let _alone = alone();
    let counting = Counting::default();
    let given = Cell::new(0);
    let call = |table: &AllocationCallbacks| {
        assert!(library().allocate_in_scope(table, 9).is_null());
        given.set(given.get() + 1);
    };
    let raised = [
        catch_unwind(AssertUnwindSafe(|| {
            AllocationCallbacks::scoped(&counting, call)
        })),
        catch_unwind(AssertUnwindSafe(|| {
            AllocationCallbacks::scoped_sync(&counting, call)
        })),
    ];
    for raised in raised {
        assert_says(&*raised.expect_err("the panic goes on behind the scope"));
    }
    assert_eq!(given.get(), 2);
    assert!(AllocationCallbacks::take_panic().is_none());
    assert_eq!(counting.counts(), (0, 0));
}

/// A table whose functions get its address: behind all registers in the second one.
#[callback_table(user_data = data, this = meter)]
#[repr(C)]
struct Meter {
    #[callback(on_panic = -1)]
    near: unsafe extern "C" fn(scope: Scope, meter: *const Meter) -> i32,
    #[callback(on_panic = -2)]
    far: unsafe extern "C" fn(
        scope: Scope,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        meter: *const Meter,
    ) -> i32,
    data: *mut c_void,
}

/// The struct as C has it.
#[repr(C)]
struct MeterOfC {
    near: unsafe extern "C" fn(i32, *const Meter) -> i32,
    far: unsafe extern "C" fn(i32, i64, i64, i64, i64, i64, i64, i64, i64, *const Meter) -> i32,
    data: *mut c_void,
}

struct Adding(Cell<i64>);

impl MeterMethods for Adding {
    fn near(&self, scope: Scope) -> i32 {
        self.0.set(self.0.get() + 1);
        scope as i32
    }

    fn far(&self, _: Scope, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64, i: i64) -> i32 {
        self.0.set(self.0.get() + b + c + d + e + f + g + h + i);
        0
    }
}

#[test]
fn panic_of_a_value_that_is_found_by_the_struct_is_raised_behind_the_scope() {
    let adding = Adding(Cell::new(0));
    let given = Cell::new(0);
    let run = |near: bool, scope: i32| {
        catch_unwind(AssertUnwindSafe(|| {
            Meter::scoped(&adding, |meter| {
                // SAFETY: C has the table as such a struct.
                let of_c = unsafe { &*ptr::from_ref(meter).cast::<MeterOfC>() };
                given.set(if near {
                    // SAFETY: the table lives while this runs.
                    unsafe { (of_c.near)(scope, meter) }
                } else {
                    // SAFETY: as above.
                    unsafe { (of_c.far)(scope, 1, 2, 3, 4, 5, 6, 7, 8, meter) }
                });
            });
        }))
    };
    for (near, on_panic) in [(true, -1), (false, -2)] {
        assert!(run(near, 0).is_ok());
        assert_eq!(given.get(), 0);
        assert_says(&*run(near, 9).expect_err("the panic goes on behind the scope"));
        assert_eq!(given.get(), on_panic);
        assert!(Meter::take_panic().is_none());
    }
    assert_eq!(adding.0.get(), 1 + 36);
}
