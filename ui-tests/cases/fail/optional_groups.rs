use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[optional(group = "swap chain")]
    fn one(&self);
    #[optional(group)]
    fn two(&self);
    #[optional = "swapchain"]
    fn three(&self);
    #[optional(group = "present")]
    fn four(&self);
    fn has_present(&self) -> bool;
    #[since]
    fn five(&self);
    #[since(3.38)]
    fn six(&self);
    #[since("1")]
    #[since("2")]
    fn seven(&self);
}

fn main() {}
