use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[symbol]
    fn one(&self);
    #[symbol()]
    fn two(&self);
    #[symbol("")]
    fn three(&self);
    #[symbol(four)]
    fn four(&self);
    #[symbol("fi\0ve")]
    fn five(&self);
    #[symbol("six")]
    #[symbol("seis")]
    fn six(&self);
}

fn main() {}
