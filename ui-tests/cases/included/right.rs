#![allow(non_camel_case_types, unknown_lints)]
pub const LIMIT: u32 = 7;
pub type number = i32;
unsafe extern "C" {
    pub fn right(x: number) -> number;
    pub fn load(x: number) -> number;
}
