use std::ffi::c_int;
use std::thread;

use ffi_runtime::{VaList, callback};

#[callback]
pub type Log = unsafe extern "C" fn(level: c_int, arguments: VaList<'_>);

fn main() {
    let log = Log::new(|_, arguments: VaList<'_>| {
        thread::scope(|scope| {
            scope.spawn(|| drop(arguments));
        });
    });
}
