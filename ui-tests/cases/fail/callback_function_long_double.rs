use ffi_runtime::{Complex, ForeignType, LongDouble, callback};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub struct Pair {
    a: f64,
    b: LongDouble,
}

#[callback]
pub fn result(x: f64) -> LongDouble {
    x.into()
}

#[callback]
pub fn argument(x: LongDouble) {
    drop(x);
}

#[callback]
pub fn inside(x: Pair) {
    drop(x);
}

#[callback]
pub fn complex(x: Complex<LongDouble>) {
    drop(x);
}

#[callback]
pub fn behind_a_pointer(x: &LongDouble) -> f64 {
    x.to_f64()
}

fn main() {}
