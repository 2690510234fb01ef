use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", verison = "1")]
pub unsafe trait Demo {
    fn text(&self, text: String);
    #[optinal]
    extern "C" fn none() -> Vec<u8>;
}
fn user() {
    // The stub keeps the signatures, so that nothing more is reported here.
    let demo = Demo::load().unwrap();
    demo.text("text");
    let _: Vec<u8> = Demo::none();
}
fn main() {}
