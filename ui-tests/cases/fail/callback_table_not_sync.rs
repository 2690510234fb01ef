use std::cell::Cell;
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

fn main() {
    // Another thread may call it.
    let _ = Log::new(Count::default());
    Log::scoped_sync(&Count::default(), |_| ());
}
