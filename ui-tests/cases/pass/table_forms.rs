//! The forms of a table.
#![deny(warnings)]
#![allow(dead_code, reason = "nothing calls the functions")]

use std::ffi::{CStr, c_char, c_int, c_void};

use ffi_runtime::{ForeignType, MissingSymbol, callback, foreign_table};

#[callback]
type Callback = extern "C" fn(x: c_int);

#[derive(ForeignType)]
#[repr(C)]
struct Header {
    signature: u64,
    size: u32,
}

/// Documented.
#[foreign_table(header = Header, size_from = size, abi = "system")]
pub unsafe trait Services {
    /// Prints.
    unsafe extern "C" fn print(&self, format: &CStr, _: ...) -> c_int;
    #[skip(2)]
    #[must_use]
    fn first<'a>(&'a self, text: &'a CStr) -> &'a c_int;
    skip!(3);
    #[cfg(any())]
    fn absent(&self, x: NoSuchType);
    #[cfg(any())]
    skip!(100);
    #[optional]
    #[since(2)]
    fn r#type(&self, callback: Callback) -> bool;
    #[optional]
    unsafe fn stop(&self) -> !;
    pub(crate) fn len(&self) -> usize;
    #[deprecated]
    #[since("2.1")]
    fn old(&self);
    #[variadic(1)]
    unsafe fn listed(&self, format: *const c_char, x: c_int);
    #[any_pointer]
    fn any(&self, pointer: *const c_void);

    fn plain(&self) -> Result<bool, MissingSymbol> {
        self.has_type().then(|| true).map_or(Ok(false), Ok)
    }

    skip!(1);
}

#[foreign_table(extends = Services, optional)]
unsafe trait MoreServices {
    fn more(&self) -> c_int;
}

#[foreign_table]
unsafe trait Empty {}

#[foreign_table(count_from = usize, threads = "one")]
unsafe trait Device {
    unsafe fn wait(&self, #[bound] device: c_int, timeout: u32);
}

mod com {
    use ffi_runtime::foreign_table;

    #[foreign_table(object)]
    pub unsafe trait Unknown {
        fn add_ref(&self) -> u32;
    }
}

#[foreign_table(object, extends = com::Unknown)]
unsafe trait Object {
    #[variadic(1)]
    unsafe fn list(&self, count: c_int, x: c_int);
    fn many(
        &self,
        a: c_int,
        b: c_int,
        c: c_int,
        d: c_int,
        e: c_int,
        f: c_int,
        g: c_int,
        h: c_int,
        i: c_int,
        j: c_int,
        k: c_int,
        l: c_int,
        m: c_int,
    ) -> c_int;
}

fn uses(services: MoreServices, object: Object) -> Result<(), MissingSymbol> {
    let _ = services.more()?;
    let _ = services.first(c"x");
    let _ = services.has_more() && services.has_stop();
    let _ = services.plain()?;
    let _: u32 = object.add_ref();
    let upcast: &com::Unknown = &object;
    let _ = upcast.clone();
    Ok(())
}

fn is_shared<T: Send + Sync + Clone + std::fmt::Debug>() {}

fn main() {
    is_shared::<Services>();
    is_shared::<Object>();
    // SAFETY: nothing is read.
    let error = unsafe { Device::from_table(3, std::ptr::null(), ()) }.unwrap_err();
    assert_eq!(error.to_string(), "the table `Device` is a null pointer");
    // SAFETY: nothing is read.
    assert!(unsafe { Empty::from_table(std::ptr::null(), ()) }.is_err());
}
