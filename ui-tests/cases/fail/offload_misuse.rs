use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;

use ffi_runtime::{Owned, callback, foreign_library, opaque};

#[opaque]
pub struct Job;

#[opaque]
pub struct Part<'j>;

type Destructor = unsafe extern "C" fn(*mut c_void);

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void);

#[foreign_library(name = "demo")]
pub unsafe trait Words {
    #[offload(timeout = 5)]
    fn unknown(&self);
    #[offload(cancel = "stop")]
    fn string(&self);
    #[offload = 5]
    fn value(&self);
    #[offload]
    #[offload]
    fn twice(&self);
    #[offload]
    #[variable]
    fn variable(&self) -> *const c_int;
    #[offload]
    fn body(&self) {}
    #[ofload]
    fn misspelt(&self);
}

#[foreign_library(name = "demo")]
pub unsafe trait Kinds {
    #[offload]
    fn never(&self) -> !;
    #[offload]
    unsafe fn print(&self, format: &CStr, _: ...) -> c_int;
    #[offload]
    #[requires(3..)]
    fn version(&self) -> c_int;
    #[offload]
    #[retain]
    fn retain(&self, job: &Job);
    #[free]
    fn free(&self, job: Owned<Job>);
    #[offload]
    fn kept(
        &self,
        #[closure(until = destroy, local, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    );
    #[offload]
    fn later(&self, #[completion(data = data)] visit: Visit, data: *mut c_void);
    #[offload]
    fn twin(&self);
    fn blocking_twin(&self);
    #[offload]
    unsafe fn release(&self, text: &c_char);
    #[copied(free = release)]
    fn text(&self) -> String;
}

#[foreign_library(name = "demo")]
pub unsafe trait Values {
    #[offload]
    fn name(&self) -> &CStr;
    #[offload]
    fn maybe(&self, job: &Job) -> Option<&CStr>;
    #[offload]
    #[check(zero)]
    fn part<'j>(&self, job: &'j Job, #[out] part: Owned<Part<'j>>) -> c_int;
    #[free]
    fn free(&self, part: Owned<Part<'_>>);
    #[offload]
    unsafe fn pointers(&self, data: *mut c_void, place: Option<NonNull<c_int>>) -> *const c_int;
}

#[foreign_library(name = "demo", threads = "one")]
pub unsafe trait Threads {
    #[offload]
    fn slow(&self);
}

#[foreign_library(name = "demo", struct = pub Block)]
unsafe extern "C" {
    #[offload]
    pub safe fn text_of(job: &Job) -> &CStr;
    #[offload]
    pub static number: c_int;
}

fn main() {}
