use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn run(
        &self,
        #[error_out(free = free)] message: String,
        #[error_out(free = free)] other: String,
    );
    unsafe fn free(&self, text: *mut std::ffi::c_char);
}

fn main() {}
