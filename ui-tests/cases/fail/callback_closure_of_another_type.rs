use ffi_runtime::callback;

#[callback]
pub type Add = unsafe extern "C" fn(a: u8, b: &u8) -> u8;

fn main() {
    let result = Add::new(|a, b| "text");
    let argument = Add::new(|a: u32, b: &u8| 1);
}
