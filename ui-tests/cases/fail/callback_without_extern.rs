use ffi_runtime::callback;

#[callback]
pub type Plain = fn(u8) -> u8;

#[callback]
pub type Explicit = unsafe extern "Rust" fn(u8);

fn main() {
    Plain::scoped(|x| x, |_| ());
}
