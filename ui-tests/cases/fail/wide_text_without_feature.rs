use ffi_runtime::foreign_library;
use widestring::{U16Str, WideCStr};

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn argument(&self, text: &WideCStr) -> i32;
    fn result(&self) -> Option<&WideCStr>;
    fn terminated(&self, #[terminated] text: &U16Str) -> i32;
}

fn main() {}
