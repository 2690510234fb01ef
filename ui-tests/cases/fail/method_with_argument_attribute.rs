use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, #[cfg(unix)] value: i32);
}

fn main() {}
