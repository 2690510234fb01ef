//! One table does not get behind the methods of another, not even in the module of both.
use ffi_runtime::foreign_table;

#[foreign_table]
unsafe trait First {
    fn one(&self);
}

#[foreign_table(extends = First)]
unsafe trait Second {
    fn two(&self);
}

fn widen(first: First) -> Second {
    Second { __ffi_bound: first.__ffi_bound }
}

fn borrowed_owner(second: &str) {
    // SAFETY: never run.
    let _ = unsafe { First::from_table(std::ptr::null(), second) };
}

fn owner_of_one_thread() {
    // SAFETY: never run.
    let _ = unsafe { First::from_table(std::ptr::null(), std::rc::Rc::new(())) };
}

fn main() {}
