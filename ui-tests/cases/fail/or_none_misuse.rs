use ffi_runtime::{ForeignType, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[foreign(invalid = [-1])]
#[repr(transparent)]
pub struct Socket(i32);

/// Without values for none.
#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
pub struct Number(i32);

#[foreign_library(name = "net")]
pub unsafe trait NoOption {
    fn close(&self, #[or_none] socket: Socket) -> i32;
    #[or_none]
    fn socket(&self) -> Socket;
    #[or_none]
    fn nothing(&self);
}

#[foreign_library(name = "net")]
pub unsafe trait NoInvalidValues {
    fn close(&self, #[or_none] number: Option<Number>) -> i32;
}

#[foreign_library(name = "net")]
pub unsafe trait NoInvalidResult {
    #[check(valid)]
    fn socket(&self) -> Number;
}

#[foreign_library(name = "net")]
pub unsafe trait TwoRules {
    #[check(valid)]
    #[or_none]
    fn socket(&self) -> Option<Socket>;
    #[or_none(always)]
    fn close(&self) -> Option<Socket>;
}

#[foreign_library(name = "net")]
pub unsafe trait Forgotten {
    fn socket(&self) -> Option<Socket>;
}

fn main() {}
