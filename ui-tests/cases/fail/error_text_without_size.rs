use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn no_size(&self, #[error_text] message: String) -> i32;
    fn borrowed(&self, #[error_text(8)] message: &str) -> i32;
    fn two(&self, #[error_text(8)] message: String, #[error_text(8)] other: String) -> i32;
}

fn main() {}
