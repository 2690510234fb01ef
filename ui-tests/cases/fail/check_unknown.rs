use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(zerro)]
    fn one(&self) -> i32;
    #[check(negative)]
    fn two(&self) -> i32;
    #[check(0)]
    fn three(&self) -> i32;
    #[check = "zero"]
    fn four(&self) -> i32;
    #[check(errors = Code)]
    fn five(&self) -> i32;
    #[check(something = Code)]
    fn six(&self) -> i32;
    #[check(value = i32)]
    fn seven(&self) -> i32;
    #[check(with)]
    fn eight(&self) -> i32;
    #[check(with =)]
    fn nine(&self) -> i32;
    #[check(ask = self.error)]
    fn ten(&self) -> i32;
    #[check(vald)]
    fn eleven(&self) -> i32;
}

fn main() {}
