use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[requires]
    fn one(&self) -> i32;
    #[requires(1..)]
    fn two(&self, x: i32) -> i32;
    #[requires(1..)]
    unsafe fn three(&self) -> i32;
    #[optional]
    #[requires(1..)]
    fn four(&self) -> i32;
    #[requires(1)]
    #[requires(2)]
    fn five(&self) -> i32;
}

fn main() {}
