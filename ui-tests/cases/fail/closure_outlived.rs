use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};

use ffi_runtime::{callback, foreign_library};

type Destructor = unsafe extern "C" fn(*mut c_void);

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, text: &CStr, data: *mut c_void);

#[foreign_library(name = "closures")]
pub unsafe trait Closures {
    fn each(&self, #[closure(call, data = data)] visit: Visit, data: *mut c_void);
    fn keep(
        &self,
        #[closure(until = destroy, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    );
}

fn kept(library: &Closures) {
    let mut last: Option<&CStr> = None;
    library.each(|_, text| last = Some(text));
    drop(last);
}

fn borrowed(library: &Closures) {
    let sum = std::sync::atomic::AtomicI32::new(0);
    library.keep(|number, _| sum.store(number, std::sync::atomic::Ordering::Relaxed));
}

fn of_one_thread(library: &Closures) {
    let sum = Cell::new(0);
    library.keep(move |number, _| sum.set(number));
}

fn of_other_arguments(library: &Closures) {
    library.each(|number: f64, _| drop(number));
}

fn main() {}
