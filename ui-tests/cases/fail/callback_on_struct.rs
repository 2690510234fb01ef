use ffi_runtime::callback;

#[callback]
struct Comparator {
    function: u8,
}

#[callback]
trait Compares {}

#[callback]
const COMPARE: u8 = 0;

#[callback]
mod inner {}

#[callback]
impl Comparator {}

fn main() {}
