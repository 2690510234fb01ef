use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[variadic(1)]
    unsafe fn printf(&self, format: &std::ffi::CStr, value: f32) -> i32;
}

fn main() {}
