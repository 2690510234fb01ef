use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Log {
    pub data: *mut c_void,
    pub write: unsafe extern "C" fn(data: *mut c_void, code: u32),
}

pub struct Value;

impl LogMethods for Value {
    fn write(&self, _: u32) {}
}

fn main() {
    let owner = Log::local(Value);
    std::thread::spawn(move || drop(owner));
    // A table says nothing about threads: its owner does.
    let owner = Log::new(Value);
    let table: &Log = &owner;
    std::thread::scope(|scope| {
        scope.spawn(move || println!("{table:?}"));
        scope.spawn(|| println!("{owner:?}"));
    });
}
