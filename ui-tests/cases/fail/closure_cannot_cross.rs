use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn opaque(&self, call: impl Fn(i32) -> i32);
    fn boxed(&self, call: Box<dyn FnMut()>);
    fn borrowed(&self, call: &dyn Fn());
    fn rust(&self, call: fn(i32), maybe: Option<fn()>);
}

fn main() {}
