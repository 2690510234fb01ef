use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, foreign_library};

type Destructor = unsafe extern "C" fn(*mut c_void);

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void);

#[foreign_library(name = "closures")]
pub unsafe trait Scopes {
    fn none(&self, #[closure] visit: Visit, data: *mut c_void);
    fn only_data(&self, #[closure(data = data)] visit: Visit, data: *mut c_void);
    fn two(&self, #[closure(call, once, data = data)] visit: Visit, data: *mut c_void);
    fn unknown(&self, #[closure(always)] visit: Visit, data: *mut c_void);
    fn untold(&self, #[closure(until)] visit: Visit, data: *mut c_void);
}

#[foreign_library(name = "closures")]
pub unsafe trait Details {
    fn no_type(&self, #[closure(call)] visit: *const c_void);
    fn threads(&self, #[closure(call, local, data = data)] visit: Visit, data: *mut c_void);
    #[check(zero)]
    fn on_error(
        &self,
        #[closure(until = destroy, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    ) -> c_int;
    fn no_error(
        &self,
        #[closure(until = destroy, on_error = called, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    );
    fn no_data(&self, #[closure(until = destroy)] visit: Visit, destroy: Destructor);
    fn no_such(&self, #[closure(call, data = user)] visit: Visit, data: *mut c_void);
    fn taken(&self, #[closure(call, data = data)] visit: Visit, #[fixed(7)] data: c_int);
}

fn main() {}
