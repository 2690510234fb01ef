use std::ffi::c_int;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[variable]
    fn by_value(&self) -> c_int;
    #[variable]
    fn nothing(&self);
    #[variable]
    fn mutable(&self) -> &mut c_int;
    #[variable]
    fn with_argument(&self, index: usize) -> *const c_int;
    #[variable]
    extern "C" fn with_abi(&self) -> *const c_int;
    #[variable]
    unsafe fn unsafe_address(&self) -> *const c_int;
    #[variable]
    #[any_pointer]
    fn any(&self) -> *const c_int;
    #[variable(1)]
    fn counted(&self) -> *const c_int;
}

fn main() {}
