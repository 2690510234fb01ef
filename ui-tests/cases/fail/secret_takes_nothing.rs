use std::ffi::CStr;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn login(&self, user: &CStr, #[secret(always)] password: &CStr);
    #[secret = "always"]
    fn token(&self) -> u32;
    #[secret]
    #[variable]
    fn state(&self) -> *const u32;
}

fn main() {}
