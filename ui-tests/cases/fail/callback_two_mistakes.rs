use ffi_runtime::callback;

#[callback(on_panik = 1)]
pub type Two = unsafe extern "c" fn(text: String, ...) -> &u8;

fn main() {}
