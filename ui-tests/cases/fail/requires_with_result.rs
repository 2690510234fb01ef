use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[requires(1..)]
    #[errno]
    fn version(&self) -> i32;
}

fn main() {}
