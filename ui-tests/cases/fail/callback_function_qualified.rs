use ffi_runtime::callback;

#[callback]
async extern "C" fn later() {}

#[callback]
const extern "C" fn early() {}

#[callback]
unsafe extern "C" fn variadic(_: u8, _: ...) {}

#[callback]
extern "Rust" fn rust() {}

fn main() {
    later();
    early();
    rust();
}
