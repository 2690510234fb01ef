use std::ffi::c_int;

use ffi_runtime::{VaList, callback};

#[callback]
pub type Log = unsafe extern "C" fn(level: c_int, arguments: VaList<'_>);

fn main() {
    let mut kept = None;
    Log::scoped(|_, arguments| kept = Some(arguments), |_| ());
}
