use std::ffi::{c_int, c_void};
use std::rc::Rc;

use ffi_runtime::{callback, foreign_library};

#[callback(user_data = data)]
pub type Loaded = unsafe extern "C" fn(status: c_int, data: *mut c_void);

#[callback(user_data = data)]
pub type Asked = unsafe extern "C" fn(status: c_int, data: *mut c_void) -> c_int;

#[foreign_library(name = "requests")]
unsafe trait Requests {
    #[symbol("load")]
    fn start(&self, #[completion(data = data)] loaded: Loaded, data: *mut c_void);
    fn request(&self, #[completion(data = data, cancel = stop)] loaded: Loaded, data: *mut c_void) -> c_int;
}

#[foreign_library(name = "requests")]
unsafe trait Results {
    // C gets a value of the callback, and not the answer.
    fn ask(&self, #[completion(data = data)] asked: Asked, data: *mut c_void);
}

fn main() {
    let requests = Requests::load().unwrap();
    // The answer may come on another thread.
    let answer = requests.request(|_| Rc::new(1));
    drop(answer);
}
