use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[copied(free = release)]
    fn name(&self) -> String;
    fn run(&self, #[error_out(free = release)] message: String);
    unsafe fn free(&self, text: *mut std::ffi::c_char);
}

fn main() {}
