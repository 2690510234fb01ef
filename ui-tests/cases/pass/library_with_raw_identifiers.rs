//! Keywords as names of methods and arguments; names that the expansion might use itself.
use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", prefix = "demo_")]
pub unsafe trait Demo {
    fn r#type(&self, r#fn: i32) -> i32;

    #[optional]
    fn r#match(&self) -> i32;

    fn names(
        &self,
        self_: i32,
        bound: i32,
        interface: i32,
        address: i32,
        index: i32,
        result: i32,
        library: i32,
        krate: i32,
    ) -> i32;

    fn bound(&self);
    fn address(&self);
}

fn uses(demo: &Demo) -> i32 {
    demo.bound();
    assert!(Demo::interface("type").is_some());
    demo.r#type(1) + if demo.has_match() { demo.r#match().unwrap() } else { 0 }
}

fn main() {
    let _ = uses;
}
