//! The length of a table is an integer, and a header has the layout of C.
use ffi_runtime::{ForeignType, foreign_table};

struct Plain {
    size: u32,
}

#[derive(ForeignType)]
#[repr(C)]
struct Header {
    size: f32,
}

#[foreign_table(size_from = f32)]
unsafe trait Leading {
    fn one(&self);
}

#[foreign_table(header = Header, size_from = size)]
unsafe trait Field {
    fn one(&self);
}

#[foreign_table(header = Header, count_from = count)]
unsafe trait Unknown {
    fn one(&self);
}

#[foreign_table(header = Plain)]
unsafe trait RustLayout {
    fn one(&self);
}

fn main() {}
