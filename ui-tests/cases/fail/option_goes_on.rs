use std::ffi::c_void;

use ffi_runtime::{callback, foreign_library};

#[foreign_library(name = "demo" version = "1")]
pub unsafe trait Demo {
    fn one(&self);
}

#[foreign_library(process(yes))]
pub unsafe trait Process {
    fn one(&self);
}

#[callback(user_data = context.data)]
pub type Notify = unsafe extern "C" fn(context: *mut c_void);

fn main() {}
