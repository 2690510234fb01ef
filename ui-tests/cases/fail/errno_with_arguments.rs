use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[errno("")]
    fn one(&self) -> i32;
    #[errno(msvcrt)]
    fn two(&self) -> i32;
    #[errno = "msvcrt.dll"]
    fn three(&self) -> i32;
    #[last_error(kernel32)]
    fn four(&self) -> i32;
}

fn main() {}
