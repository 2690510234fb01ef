use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn sum(&self, #[slice(len = n)] values: i32, n: usize) -> i64;
}

fn main() {}
