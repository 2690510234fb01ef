use ffi_runtime::callback;

#[callback]
pub type Add = unsafe extern "C" fn(a: u8, b: u8) -> u8;

fn main() {
    let one = Add::new(|a| a);
    Add::scoped(|a, b, c| a, |_| ());
}
