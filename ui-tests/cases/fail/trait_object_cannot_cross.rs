use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn boxed(&self, value: Box<dyn Send>);
    fn borrowed(&self, value: &mut dyn Send);
    fn owned(&self) -> Box<u8>;
    fn opaque(&self, value: impl Send) -> impl Send;
}

fn main() {}
