use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn one(&self, #[slice] values: &[i32], n: usize);
    fn two(&self, #[slice(n)] values: &[i32], n: usize);
    fn three(&self, #[slice(length = n)] values: &[i32], n: usize);
    fn four(&self, #[slice(len = 3)] values: &[i32], n: usize);
    fn five(&self, #[slice(len = n, bytes = n)] values: &[i32], n: usize);
}

fn main() {}
