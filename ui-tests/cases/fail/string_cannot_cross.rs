use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn owned(&self, text: String) -> String;
    fn borrowed(&self, text: &str) -> &str;
    fn mutable(&self, text: &mut str);
    fn inner(&self, text: &String, maybe: Option<&str>);
    fn c_string(&self, text: std::ffi::CString) -> &std::ffi::CStr;
}
fn user(demo: &Demo) { demo.mutable(String::new()); }
fn main() {}
