use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[errno]
    #[last_error]
    fn begin(&self) -> i32;
    #[errno]
    #[errno]
    fn end(&self) -> i32;
}

fn main() {}
