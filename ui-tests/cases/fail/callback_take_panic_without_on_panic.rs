use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn();

fn main() {
    let _ = Notify::take_panic();
}
