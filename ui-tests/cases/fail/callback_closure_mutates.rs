use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn(number: u8);

fn main() {
    let mut numbers = Vec::new();
    drop(Notify::new(move |number| numbers.push(number)));
}
