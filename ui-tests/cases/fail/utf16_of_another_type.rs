use std::ffi::CString;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[copied(utf16)]
    fn name(&self) -> Option<CString>;
    #[copied(utf16, utf16)]
    fn twice(&self) -> String;
    #[copied(utf8)]
    fn other(&self) -> String;
    fn length(&self, #[terminated(utf32)] text: &str) -> usize;
    fn units(&self, #[grow(len = n, utf16, nul = included)] text: Vec<u16>, n: u32);
    fn doubled(&self, #[grow(utf16, len = n, utf16, nul = none)] text: String, n: u32);
}

#[foreign_library(name = "bytes")]
unsafe trait Bytes {
    fn length(&self, #[terminated(utf16)] text: &[u8]) -> usize;
}

fn main() {}
