//! `#[cfg]` takes a method out of everything that the trait becomes.
use ffi_runtime::foreign_library;

#[cfg(any())]
struct NotThere;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[cfg(any())]
    fn gone(&self, value: NotThere);

    #[cfg(all())]
    fn kept(&self) -> i32;

    #[cfg(any())]
    #[optional]
    fn maybe(&self, value: NotThere) -> i32;

    #[cfg(not(windows))]
    #[cfg_attr(all(), must_use)]
    fn twin(&self) -> i32;

    #[cfg(windows)]
    fn twin(&self) -> u64;

    #[optional]
    fn last(&self) -> i32;
}

#[foreign_library(name = "none")]
#[cfg(any())]
pub unsafe trait NoLibrary {
    fn gone(&self, value: NotThere);
}

#[foreign_library(name = "empty")]
unsafe trait Empty {}

fn uses(demo: &Demo) -> i32 {
    let here: bool = demo.has_last();
    demo.kept() + demo.twin() + i32::from(here) + demo.last().unwrap_or(0)
}

fn main() {
    let _ = uses;
    let _ = Empty::load;
}
