use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_void};

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Log {
    pub data: *mut c_void,
    pub write: unsafe extern "C" fn(data: *mut c_void, text: &CStr, number: &u32),
}

#[derive(Default)]
pub struct Count(Cell<u32>);

impl LogMethods for Count {
    fn write(&self, _: &CStr, _: &u32) {
        self.0.set(self.0.get() + 1);
    }
}

struct Keeping<'t>(RefCell<Vec<&'t CStr>>, Cell<&'t u32>);

impl<'t> LogMethods for Keeping<'t> {
    fn write(&self, text: &CStr, number: &u32) {
        self.0.borrow_mut().push(text);
        self.1.set(number);
    }
}

fn main() {
    // It borrows.
    let number = 1;
    let _ = Log::local(Keeping(RefCell::default(), Cell::new(&number)));
    // The table is gone.
    let _: &Log = Log::scoped(&Count::default(), |log| log);
    let owner = Log::local(Count::default());
    let log: &Log = &owner;
    drop(owner);
    println!("{log:?}");
}
