use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    unsafe extern "C" fn printf(&self, format: &std::ffi::CStr, arguments: ...) -> i32;
}

fn main() {}
