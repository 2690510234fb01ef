use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[variadic]
    unsafe fn printf(&self, format: &std::ffi::CStr, value: f64) -> i32;
}

fn main() {}
