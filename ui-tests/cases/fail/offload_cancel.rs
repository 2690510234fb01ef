use std::ffi::{CStr, c_int};

use ffi_runtime::{foreign_library, opaque};

#[opaque]
pub struct Job;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[offload(cancel = stpo)]
    fn misspelt(&self, job: &Job);
    #[offload(cancel = stop)]
    fn without(&self);
    #[offload(cancel = stop)]
    fn unique(&self, job: &mut Job);
    #[offload(cancel = stop)]
    fn another(&self, job: c_int);
    #[offload(cancel = checked)]
    fn lowered(&self, job: &Job);
    #[offload(cancel = lowered)]
    fn offloaded(&self, job: &Job);
    #[offload(cancel = stop_raw)]
    fn promised(&self, job: &Job);
    #[offload(cancel = log)]
    unsafe fn variadic(&self, text: &CStr);

    fn stop(&self, job: &Job);
    #[check(zero)]
    fn checked(&self, job: &Job) -> c_int;
    unsafe fn stop_raw(&self, job: &Job);
    unsafe fn log(&self, text: &CStr, _: ...);
}

fn main() {}
