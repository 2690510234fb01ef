use ffi_runtime::callback;

#[callback]
pub type Notify = extern "C" fn();

fn main() {
    let callback = Notify::new(|| ());
    callback.pointer().raw()();
}
