use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn(number: u8) -> u8;

fn main() {
    let base = 1;
    drop(Notify::new(|number| number + base));
    drop(Notify::local(|number| number + base));
}
