//! Lifetimes of methods: named, elided, in paths, bound, and in function pointers.
use std::ffi::CStr;

use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType)]
#[repr(C)]
struct View<'v> {
    data: &'v u8,
    len: usize,
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn named<'a, 'b: 'a>(&'a self, one: &'a u8, two: View<'b>) -> View<'a>
    where
        'b: 'a;
    fn elided(&self, text: &CStr, view: View<'_>, other: &mut View) -> &u8;
    fn optional_text(&self, text: Option<&CStr>, place: Option<&mut u8>);
    fn underscore(&self, view: &'_ View<'_>) -> View<'_>;
    fn forever(&self) -> &'static u8;
    fn function<'a>(
        &self,
        call: unsafe extern "C" fn(usize) -> usize,
        context: &'a u8,
        maybe: Option<extern "C" fn(&'a u8)>,
    ) -> &'a u8;
}

fn uses<'x>(demo: &'x Demo, x: &'x u8) -> &'x u8 {
    let view = demo.named(x, View { data: x, len: 1 });
    demo.optional_text(None, None);
    demo.optional_text(Some(c"text"), None);
    demo.elided(c"text", view, &mut View { data: &0, len: 0 })
}

fn main() {
    let _ = uses;
}
