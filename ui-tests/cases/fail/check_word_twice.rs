use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(zero, zero)]
    fn one(&self) -> i32;
    #[check(zero, value, value)]
    fn two(&self) -> i32;
    #[check(with = A, with = B)]
    fn three(&self) -> i32;
    #[check(error = A, error = B)]
    fn four(&self) -> i32;
    #[check(ask, ask)]
    fn five(&self) -> i32;
}

fn main() {}
