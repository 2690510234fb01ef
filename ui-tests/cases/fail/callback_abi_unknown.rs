use ffi_runtime::callback;

#[callback]
pub type One = unsafe extern "c" fn(u8);

#[callback]
pub type Two = unsafe extern "vectorcall" fn(u8);

#[callback]
extern "sysv" fn three(_: u8) {}

fn main() {
    One::scoped(|_| (), |_| ());
    three(1);
}
