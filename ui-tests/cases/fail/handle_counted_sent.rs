//! Owners of one handle share it, so that a type which is `Send` alone does not let them part, and one which is `Sync`
//! alone does not let another thread become an owner.

use std::thread;

use ffi_runtime::{Owned, foreign_library, opaque};

/// May move to another thread.
#[opaque]
pub struct Moving;

// SAFETY: any thread may have it.
unsafe impl Send for Moving {}

/// May be shared.
#[opaque]
pub struct Shared;

// SAFETY: its functions may be called from several threads.
unsafe impl Sync for Shared {}

#[foreign_library(name = "counted")]
pub unsafe trait Counted {
    #[retain]
    fn moving_ref(&self, handle: &Moving);
    #[free]
    fn moving_unref(&self, handle: Owned<Moving>);
    #[retain]
    fn shared_ref(&self, handle: &Shared);
    #[free]
    fn shared_unref(&self, handle: Owned<Shared>);
}

fn send(handle: &Owned<Moving>) {
    let other = handle.clone();
    thread::spawn(move || drop(other));
}

fn share(handle: &Owned<Shared>) {
    thread::scope(|scope| {
        scope.spawn(|| drop(handle.clone()));
    });
}

fn main() {}
