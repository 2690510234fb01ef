use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn length(&self, #[terminate] text: &std::ffi::CStr) -> usize;
}

fn main() {}
