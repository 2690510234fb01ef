use std::ffi::CStr;

use ffi_runtime::callback;

struct NotForeign;

#[callback]
extern "C" fn text(text: &CStr, owned: String) -> Vec<u8> {
    let _ = (text, owned);
    Vec::new()
}

#[callback]
#[allow(improper_ctypes_definitions)]
extern "C" fn plain(_: u8, _: NotForeign) -> NotForeign {
    NotForeign
}

fn main() {
    text(c"", String::new());
}
