#![forbid(unsafe_code)]

use ffi_runtime::include_foreign;

include_foreign!(unsafe "../included/right.rs", name = "demo", struct = Demo);

fn main() {
    Demo::load().unwrap();
}
