use std::ffi::{CStr, c_int};
use std::rc::Rc;
use std::sync::Arc;

use ffi_runtime::{Owned, foreign_library, opaque};

/// A handle that stays on its thread.
#[opaque]
pub struct Local;

/// A handle that may move to another thread.
#[opaque]
pub struct Job;

unsafe impl Send for Job {}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[offload]
    fn text(&self, text: &CStr) -> c_int;
    #[offload]
    fn fill(&self, #[slice(len = count)] numbers: &mut [c_int], count: c_int);
    #[offload]
    fn local(&self, local: &Local);
    #[offload]
    fn job(&self, job: &Job);
    #[free]
    fn free_local(&self, local: Owned<Local>);
    #[free]
    fn free_job(&self, job: Owned<Job>);
}

fn uses(demo: &Demo, local: Owned<Local>, job: Arc<Owned<Job>>) {
    demo.text(5);
    demo.text(Rc::<CStr>::from(c"text"));
    let mut numbers = [0];
    demo.fill(&mut numbers[..]);
    demo.local(local);
    demo.job(job);
}

fn main() {}
