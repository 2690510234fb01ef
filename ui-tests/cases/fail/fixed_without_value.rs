use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn one(&self, #[fixed] flags: u32);
    fn two(&self, #[fixed()] flags: u32);
    fn three(&self, #[fixed = 1] flags: u32);
    fn four(&self, #[fixed(1, 2)] flags: u32);
}

fn main() {}
