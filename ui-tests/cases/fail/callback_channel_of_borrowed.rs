use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn(number: &u8);

fn main() {
    let (callback, receiver) = Notify::channel();
}
