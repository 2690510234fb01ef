use std::ffi::CStr;

use ffi_runtime::callback;

#[callback]
pub type Texts = unsafe extern "C" fn(&CStr, Option<&CStr>, String, &str) -> String;

#[callback]
pub type Slices = unsafe extern "C" fn(Vec<u8>, &[u8], &mut Vec<u8>) -> Vec<u8>;

#[callback]
pub type Values = unsafe extern "C" fn(Option<u8>, [u8; 4], (u8, u8), char, ()) -> Result<u8, u8>;

#[callback]
pub type Closures = unsafe extern "C" fn(Box<dyn Fn()>, impl Fn(), fn(u8), Box<u8>, &dyn Fn()) -> !;

#[callback]
pub type Inferred = unsafe extern "C" fn(_, Self) -> Self;

fn main() {
    Texts::scoped(|a, b, c, d| format!("{a:?} {b:?} {} {}", c.len(), d.len()), |_| ());
    drop(Values::new(|a, b, c, d, ()| Ok(a.unwrap_or(b[0] + c.0 + d as u8))));
}
