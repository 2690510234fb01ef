//! Attributes of the alias reach what they are meant for.
#![deny(warnings)]
use ffi_runtime::callback;

#[callback]
#[cfg(any())]
pub type NotThere = unsafe extern "C" fn(Gone);

#[callback]
#[expect(dead_code, reason = "holds for all that the alias becomes")]
type Unused = unsafe extern "C" fn(#[allow(unused)] number: u8) -> u8;

#[callback]
#[deprecated = "use another"]
#[must_use]
#[doc(hidden)]
#[cfg_attr(all(), allow(dead_code))]
pub type Old = unsafe extern "C" fn(u8);

#[deprecated]
#[derive(ffi_runtime::ForeignType)]
#[repr(C)]
pub struct OldStruct {
    value: u8,
}

#[callback(on_panic = 0)]
#[allow(deprecated)]
pub type TakesOld = unsafe extern "C" fn(&OldStruct, OldStruct) -> u8;

mod inner {
    /// As visible as it says.
    #[ffi_runtime::callback]
    pub(super) type Restricted = unsafe extern "C" fn(u8) -> u8;

    #[ffi_runtime::callback]
    #[cfg(all())]
    #[allow(dead_code)]
    pub(in crate::inner) type Narrow = unsafe extern "C" fn(u8) -> u8;

    #[ffi_runtime::callback]
    #[cfg(any())]
    fn gone(value: Gone) {}
}

fn main() {
    let restricted = inner::Restricted::new(|x| x);
    let _: inner::RawRestricted = restricted.pointer().raw();
    #[expect(deprecated, reason = "it is")]
    let _ = Old::new(|_| ());
}
