use ffi_runtime::callback;

#[callback]
pub type Ask = unsafe extern "C" fn(go_on: &mut bool, pair: &(u8, u8));

fn main() {}
