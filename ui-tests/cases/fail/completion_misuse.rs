use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, foreign_library};

type Destructor = unsafe extern "C" fn(*mut c_void);

#[callback(user_data = data)]
pub type Loaded = unsafe extern "C" fn(status: c_int, data: *mut c_void);

#[foreign_library(name = "requests")]
pub unsafe trait Words {
    fn scope(&self, #[completion(once, data = data)] loaded: Loaded, data: *mut c_void);
    fn on_error(&self, #[completion(data = data, on_error = called)] loaded: Loaded, data: *mut c_void);
    fn form(&self, #[completion = data] loaded: Loaded, data: *mut c_void);
    fn twice(&self, #[completion(data = data, data = data)] loaded: Loaded, data: *mut c_void);
}

#[foreign_library(name = "requests")]
pub unsafe trait Details {
    fn no_type(&self, #[completion] loaded: *const c_void);
    fn no_data(&self, #[completion(until = destroy)] loaded: Loaded, destroy: Destructor);
    fn no_result(&self, #[completion(data = data, cancel = stop)] loaded: Loaded, data: *mut c_void);
    #[check(zero)]
    fn result_is_used(
        &self,
        #[completion(data = data, cancel = stop)] loaded: Loaded,
        data: *mut c_void,
    ) -> c_int;
    fn two(
        &self,
        #[completion(data = first)] one: Loaded,
        first: *mut c_void,
        #[completion(data = second)] other: Loaded,
        second: *mut c_void,
    );
}

fn main() {}
