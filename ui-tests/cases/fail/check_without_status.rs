use ffi_runtime::foreign_library;

struct Wrong;

impl From<i32> for Wrong {
    fn from(_: i32) -> Self {
        Self
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn one(&self) -> i32;
    #[check(value)]
    fn two(&self) -> i32;
    #[check(with = Wrong)]
    fn three(&self) -> i32;
    #[check(zero)]
    fn four(&self) -> f64;
}

fn main() {}
