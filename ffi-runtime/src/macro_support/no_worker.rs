//! The items that methods on worker threads refer to without the feature `offload`: the error that says so, and
//! names in which the compiler finds no other one.

use core::convert::Infallible;
use core::marker::PhantomData;

/// The error of a declaration with `#[offload]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_offload {
    () => {
        ::core::compile_error! {
            "`#[offload]` needs the feature `offload` of `ffi-runtime`\n\
help: run `cargo add ffi-runtime --features offload`"
        }
    };
}

/// In place of the handle of a call.
#[derive(Debug)]
pub struct Offloaded<T>(PhantomData<T>);

/// In place of a call.
#[derive(Debug)]
pub struct Running(Infallible);

impl Running {
    /// Has no call.
    ///
    /// # Safety
    ///
    /// It is never called.
    pub unsafe fn stoppable<R>(&self, _: &impl Fn() -> bool, _: impl FnOnce() -> R) -> Option<R> {
        match self.0 {}
    }
}

/// In place of the values that a worker thread lends.
pub trait Lend<T: ?Sized> {
    /// Is never called.
    fn lend(&self) -> &T {
        absent()
    }
}

impl<T: ?Sized, V: ?Sized> Lend<T> for V {}

/// In place of the values that a worker thread lends.
pub trait LendMut<T: ?Sized> {
    /// Is never called.
    fn lend_mut(&mut self) -> &mut T {
        absent()
    }
}

impl<T: ?Sized, V: ?Sized> LendMut<T> for V {}

/// Runs nothing.
pub fn on_worker<T>(_: &'static str, _: impl FnOnce() -> T) -> Offloaded<T> {
    absent()
}

/// Runs nothing.
pub fn stoppable_on_worker<T>(
    _: &'static str,
    _: impl FnOnce(&Running) -> Option<T>,
) -> Offloaded<T> {
    absent()
}

/// Checks nothing.
pub const fn owned_by_worker<T>() {}

/// Checks nothing.
pub const fn passed_twice<T>() {}

/// Checks nothing.
pub const fn used_by_both_threads<T>() {}

/// No program with a declaration that has `#[offload]` is compiled.
fn absent() -> ! {
    unreachable!("`#[offload]` needs a feature")
}
