use ffi_runtime::callback;

#[callback(context = data)]
pub type Notify = unsafe extern "C" fn(data: *mut u8);

fn main() {}
