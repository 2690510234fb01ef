use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, foreign_interface};

#[callback(user_data = data)]
type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void);

#[foreign_interface(name = "org.example.attributes")]
unsafe trait Attributes {
    fn each(&self, #[closure(call, data = data)] visit: Visit, data: *mut c_void);
    fn name(&self, #[grow(len = size, needed = return)] buffer: String, size: usize) -> usize;
    fn fixed(&self, #[fixed(3)] number: c_int);
    #[errno]
    fn opens(&self) -> c_int;
    #[copied]
    fn text(&self) -> String;
    #[offload]
    fn slow(&self) -> c_int;
    #[check(zero)]
    fn zero(&self) -> c_int;
    fn wide(&self, #[terminated(utf16)] text: &str);
    #[check(not_negative)]
    fn always(&self, #[out(always)] number: &c_int) -> c_int;
}

fn main() {}
