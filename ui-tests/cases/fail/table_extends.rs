//! A table extends another table, which gets its object in the same way and has no values of its own.
use ffi_runtime::{foreign_library, foreign_table};

#[foreign_library(name = "demo")]
unsafe trait Library {
    fn one(&self);
}

#[foreign_table(extends = Library)]
unsafe trait OfLibrary {
    fn two(&self);
}

#[foreign_table(object)]
unsafe trait Object {
    fn one(&self);
}

#[foreign_table(extends = Object)]
unsafe trait Plain {
    fn two(&self);
}

#[foreign_table]
unsafe trait Bound {
    fn one(&self, #[bound] device: u32);
}

#[foreign_table(extends = Bound)]
unsafe trait OfBound {
    fn two(&self);
}

fn main() {}
