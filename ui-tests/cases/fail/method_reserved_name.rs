use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn open(&self, path: &std::ffi::CStr) -> i32;
    #[symbol("demo_load")]
    fn load(&self);
    #[optional]
    fn maybe(&self);
    fn has_maybe(&self);
}

fn main() {}
