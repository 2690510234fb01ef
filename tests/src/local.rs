//! Functions of a test program as a library: each is found by its name, and can set the state of errors.

use std::ffi::{CStr, c_void};

use ffi_runtime::CodePointer;

/// The function of this name, for the resolver of `from_symbols`.
#[must_use]
pub fn function(name: &CStr, functions: &[(&str, *const c_void)]) -> Option<CodePointer> {
    let name = name.to_str().ok()?;
    let (_, address) = functions.iter().find(|(known, _)| *known == name)?;
    CodePointer::from_ptr(*address)
}

/// A resolver that finds functions by their names; `echo = status` gives a function another name.
#[macro_export]
macro_rules! functions {
    ($($name:ident $(= $function:ident)?),* $(,)?) => {
        |name: &::std::ffi::CStr| {
            $crate::local::function(name, &[$((
                stringify!($name),
                $crate::functions!(@of $name $($function)?) as *const ::std::ffi::c_void,
            )),*])
        }
    };
    (@of $name:ident) => { $name };
    (@of $name:ident $function:ident) => { $function };
}

pub use state::set_error;

#[cfg(unix)]
mod state {
    /// Sets `errno`, the state of the system, to a number that the type of every system has.
    pub fn set_error(number: u16) {
        // SAFETY: it can always be called.
        let place = unsafe { location() };
        // SAFETY: it is a variable of this thread.
        unsafe { place.write(number.into()) };
    }

    unsafe extern "C" {
        #[cfg_attr(target_os = "linux", link_name = "__errno_location")]
        #[cfg_attr(not(target_os = "linux"), link_name = "__error")]
        fn location() -> *mut i32;
    }
}

#[cfg(windows)]
mod state {
    /// Sets the last error, the state of the system, to a number that the type of every system has.
    pub fn set_error(number: u16) {
        // SAFETY: it can always be called.
        unsafe { SetLastError(number.into()) };
    }

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn SetLastError(number: u32);
    }
}
