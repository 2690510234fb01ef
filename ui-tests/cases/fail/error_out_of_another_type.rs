use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Failure;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn run(&self, #[error_out] message: String);
    fn walk(&self, #[error_out(free = free)] error: Owned<Failure>);
    fn stop(&self, #[error_out] code: i32);
    unsafe fn free(&self, text: *mut std::ffi::c_char);
    #[free]
    fn failure_free(&self, failure: Owned<Failure>);
}

fn main() {}
