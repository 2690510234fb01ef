use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[cfg_attr(all(), symbol("eins"))]
    fn one(&self);
    #[cfg_attr(all(), doc = "x", optional)]
    fn two(&self);
    #[cfg_attr(all(), requires(symbol), since("3.38"), cfg(all()))]
    fn three(&self) -> i32;
}

#[foreign_library(name = "demo", struct = Block)]
unsafe extern "C" {
    #[cfg_attr(all(), link_name = "eins")]
    fn one();
    #[cfg_attr(all(), doc = "optional, symbol")]
    fn two();
}

fn main() {}
