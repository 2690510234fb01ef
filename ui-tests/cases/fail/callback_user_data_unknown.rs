use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(user_data = dta)]
pub type Misspelt = unsafe extern "C" fn(number: u8, data: *mut c_void);

#[callback(user_data = context)]
pub type Other = unsafe extern "C" fn(number: u8, data: *mut c_void);

#[callback(user_data = context)]
pub type Unnamed = unsafe extern "C" fn(u8, *mut c_void);

fn main() {
    Misspelt::scoped(|number| assert_eq!(number, 1), |_, _| ());
    Unnamed::scoped(|number| assert_eq!(number, 1), |_, _| ());
}
