use std::cell::Cell;
use std::rc::Rc;

use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn(number: u8);

fn main() {
    let count = Rc::new(Cell::new(0));
    let counted = Rc::clone(&count);
    let shared = Notify::new(move |number| counted.set(counted.get() + number));
    let cell = Cell::new(0);
    Notify::scoped_sync(|number| cell.set(number), |_| ());
    let once = Notify::once(move |_| drop(count));
}
