use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn sum(&self, #[slice(len = n)] values: &[i32], #[out] n: usize) -> i64;
    fn own(&self, #[slice(len = values)] values: &[i32]) -> i64;
    fn kept(&self, #[slice(len = n)] values: &[i32], #[bound] n: usize) -> i64;
}

fn main() {}
