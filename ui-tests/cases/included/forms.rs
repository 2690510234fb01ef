/* The forms that bindgen has, in one file. */
#![allow(non_snake_case, missing_docs, reason = "bindgen wrote the file")]
#![doc = "A file."]

#[repr(C)]
#[derive(Debug, Copy, Clone, ::ffi_runtime::ForeignType)]
pub struct div_t {
    pub quot: ::std::os::raw::c_int,
    pub rem: ::std::os::raw::c_int,
}
#[repr(C)]
#[derive(Debug, ::ffi_runtime::ForeignType)]
pub struct _IO_marker {
    _unused: [u8; 0],
}
pub type FILE = _IO_marker;
pub mod Kind {
    pub type Type = ::std::os::raw::c_uint;
    pub const FIRST: Type = 0;
}
impl Default for div_t {
    fn default() -> Self {
        unsafe { ::std::mem::zeroed() }
    }
}
#[allow(clippy::unnecessary_operation, clippy::identity_op)]
const _: () = {
    ["Size of div_t"][::std::mem::size_of::<div_t>() - 8usize];
};
extern "C" {
    pub fn div(numerator: ::std::os::raw::c_int, divisor: ::std::os::raw::c_int) -> div_t;
    #[must_use]
    pub fn open(path: *const ::std::os::raw::c_char, flags: ::std::os::raw::c_int, ...)
        -> ::std::os::raw::c_int;
    pub fn kind(kind: Kind::Type) -> *mut FILE;
}
unsafe extern "C" {
    #[link_name = "\u{1}abort"]
    pub fn stop() -> !;
    pub fn exit(status: ::std::os::raw::c_int) -> !;
    pub static mut stdout: *mut FILE;
    pub fn has_exit();
    pub fn clone();
    pub fn clone_();
}
#[cfg(any())]
unsafe extern "C" {
    pub fn nowhere(x: NoSuchType);
}
unsafe extern "system" {
    pub fn by_system(callback: ::std::option::Option<unsafe extern "C" fn(x: *mut u128)>);
}
