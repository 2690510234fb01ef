use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(zero, nonzero)]
    fn one(&self) -> i32;
    #[check(not_negative, with = Code)]
    fn two(&self) -> i32;
    #[check(zero)]
    #[check(nonzero)]
    fn three(&self) -> i32;
}

fn main() {}
