use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", struct = Demo)]
#[link(name = "demo")]
unsafe extern "C" {
    type Connection;
    pub safe static mut counter: i32;
    #[link_name(one)]
    fn one(x: i32) -> i32;
    #[link_name = ""]
    fn two(x: i32) -> i32;
    fn three(x: &str);
    fn four<T>(x: T);
}

fn main() {}
