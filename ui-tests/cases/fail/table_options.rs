use ffi_runtime::{ForeignType, foreign_table};

#[derive(ForeignType)]
#[repr(C)]
struct Header {
    size: u32,
}

#[foreign_table(sizefrom = u32)]
unsafe trait Misspelt {
    fn one(&self);
}

#[foreign_table(name = "demo")]
unsafe trait Named {
    fn one(&self);
}

#[foreign_table(size_from)]
unsafe trait Valueless {
    fn one(&self);
}

#[foreign_table(extends = 3)]
unsafe trait ExtendsNumber {
    fn one(&self);
}

#[foreign_table(size_from = u32, count_from = u32)]
unsafe trait Twice {
    fn one(&self);
}

#[foreign_table(header = Header, size_from = &u32)]
unsafe trait NoField {
    fn one(&self);
}

#[foreign_table(object = "yes")]
unsafe trait ObjectWithValue {
    fn one(&self);
}

#[foreign_table(extends = Twice, header = Header, count_from = size)]
unsafe trait TwoHeaders {
    fn one(&self);
}

fn main() {
    // SAFETY: never run.
    let _ = unsafe { Twice::from_table(std::ptr::null(), ()) };
}
