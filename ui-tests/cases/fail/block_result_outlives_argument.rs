//! A result of a function in a block has the lifetime that Rust gives it there, that of its argument.

use std::ffi::{CStr, CString, c_int};

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", struct = pub Texts)]
unsafe extern "C" {
    safe fn version() -> &CStr;
    safe fn strchr(text: &CStr, unit: c_int) -> Option<&CStr>;
    #[optional]
    safe fn named(#[terminated] name: &str, #[out] text: &CStr);
    safe fn strip<'t>(text: &'t CStr, more: &CStr) -> &'t CStr;
    safe fn skip(text: &CStr, #[out] rest: &CStr);
}

fn of_library(texts: &Texts) -> [&CStr; 2] {
    [texts.version(), texts.named("name").unwrap()]
}

fn of_argument<'t>(texts: &Texts, text: &'t CStr) -> [Option<&'t CStr>; 2] {
    [texts.strchr(text, 0), Some(texts.strip(text, c"more"))]
}

fn kept(texts: &Texts) -> Option<&CStr> {
    let text = CString::default();
    texts.strchr(&text, 0)
}

fn out_kept(texts: &Texts) -> &CStr {
    let text = CString::default();
    texts.skip(&text)
}

fn main() {}
