use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    extern "C" fn one(&self) -> i32 {
        1
    }

    #[symbol("two")]
    fn two(&self) -> i32 {
        2
    }

    fn load() {}
}

fn main() {}
