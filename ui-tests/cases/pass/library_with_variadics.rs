use std::ffi::{CStr, c_char, c_int};

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", version = "6")]
pub unsafe trait Print {
    #[variadic(3)]
    #[symbol("snprintf")]
    unsafe fn print_float(&self, to: *mut c_char, size: usize, format: &CStr, value: f64) -> c_int;

    #[variadic(3)]
    #[symbol("snprintf")]
    unsafe fn print_two(&self, to: *mut c_char, size: usize, format: &CStr, a: i32, b: f64) -> c_int;
}

fn main() {
    let print = Print::load().unwrap();
    let mut text = [0u8; 32];
    // SAFETY: the buffer has its size, and the format fits the arguments.
    let length = unsafe { print.print_two(text.as_mut_ptr().cast(), 32, c"%d %.2f", 7, 0.25) };
    assert_eq!(&text[..length as usize], b"7 0.25");
    // SAFETY: as above.
    let length = unsafe { print.print_float(text.as_mut_ptr().cast(), 32, c"%g", 1.5) };
    assert_eq!(&text[..length as usize], b"1.5");
    let interface = Print::interface("print_two").unwrap();
    assert_eq!((interface.fixed(), interface.float_registers()), (Some(3), 1));
}
