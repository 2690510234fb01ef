//! Fields that are no functions: each is asked for once, when the value is where it stays.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::rc::Rc;

use ffi_runtime::callback_table;

/// A table with an address of something inside of the value.
#[callback_table(user_data = data)]
#[repr(C)]
struct Named {
    data: *mut c_void,
    name: *const c_char,
    size: unsafe extern "C" fn(data: *mut c_void) -> usize,
}

/// The struct as C has it.
#[repr(C)]
struct NamedOfC {
    data: *mut c_void,
    name: *const c_char,
    size: unsafe extern "C" fn(*mut c_void) -> usize,
}

/// A value with its name in itself.
struct Inside {
    name: [c_char; 32],
    asked: Cell<u32>,
}

impl NamedMethods for Inside {
    fn name(&self) -> *const c_char {
        self.asked.set(self.asked.get() + 1);
        self.name.as_ptr()
    }

    fn size(&self) -> usize {
        self.name.len()
    }
}

// SAFETY: the test has it on one thread.
unsafe impl Sync for Inside {}

fn inside() -> Inside {
    Inside {
        name: [7; 32],
        asked: Cell::new(0),
    }
}

/// Looks at the table as C does.
fn assert_inside(table: &Named, value: &Inside) {
    // SAFETY: C has the table as such a struct.
    let of_c = unsafe { &*ptr::from_ref(table).cast::<NamedOfC>() };
    assert!(ptr::eq(of_c.name, value.name.as_ptr()));
    // SAFETY: the name is a part of the value.
    assert_eq!(unsafe { *of_c.name }, 7);
    // SAFETY: the table lives.
    assert_eq!(unsafe { (of_c.size)(of_c.data) }, 32);
    assert_eq!(value.asked.get(), 1);
}

#[test]
fn address_inside_of_the_value_stays_its_address() {
    let table = Named::new(inside());
    assert_inside(&table, table.value());
    let table = Named::local(inside());
    assert_inside(&table, table.value());
    let value = inside();
    Named::scoped(&value, |table| assert_inside(table, &value));
    let value = inside();
    Named::scoped_sync(&value, |table| assert_inside(table, &value));
}

/// Has no name.
struct Nameless {
    _alive: Rc<()>,
}

impl NamedMethods for Nameless {
    fn name(&self) -> *const c_char {
        panic!("no name")
    }

    fn size(&self) -> usize {
        0
    }
}

// SAFETY: the test has it on one thread.
unsafe impl Send for Nameless {}

// SAFETY: as above.
unsafe impl Sync for Nameless {}

#[test]
fn value_is_dropped_if_it_panics_before_there_is_a_table() {
    let alive = Rc::new(());
    let nameless = || Nameless {
        _alive: Rc::clone(&alive),
    };
    let made = [
        catch_unwind(AssertUnwindSafe(|| drop(Named::new(nameless())))),
        catch_unwind(AssertUnwindSafe(|| drop(Named::local(nameless())))),
        catch_unwind(AssertUnwindSafe(|| Named::scoped(&nameless(), |_| ()))),
    ];
    for made in made {
        let payload = made.expect_err("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"no name"));
    }
    assert_eq!(Rc::strong_count(&alive), 1);
}
