use ffi_runtime::callback;

#[callback]
pub type Log = unsafe extern "C" fn(#[cfg(any())] level: u8);

fn main() {}
