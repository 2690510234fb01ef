use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(not_null)]
    fn one(&self) -> *mut i32;
    #[check(not_null)]
    fn two(&self) -> Option<&std::ffi::CStr>;
    #[check(not_null)]
    fn three(&self) -> i32;
}

fn main() {}
