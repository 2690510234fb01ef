use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: Option<i32>, flag: Option<bool>) -> Option<std::ffi::c_int>;
}

fn main() {}
