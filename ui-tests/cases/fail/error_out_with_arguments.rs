use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn one(&self, #[error_out(release = free)] message: String);
    fn two(&self, #[error_out(free)] message: String);
    fn three(&self, #[error_out = free] message: String);
    unsafe fn free(&self, text: *mut std::ffi::c_char);
}

fn main() {}
