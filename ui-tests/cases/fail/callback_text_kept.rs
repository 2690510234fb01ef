use std::ffi::CStr;

use ffi_runtime::callback;

#[callback]
pub type Log = unsafe extern "C" fn(&CStr);

fn main() {
    let mut last: Option<&CStr> = None;
    Log::scoped(|text| last = Some(text), |_| ());
    drop(last);
}
