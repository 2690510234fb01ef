use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(invalid = [])]
#[repr(transparent)]
struct Empty(i32);

#[derive(ForeignType)]
#[foreign(invalid = 0)]
#[repr(transparent)]
struct Single(i32);

#[derive(ForeignType)]
#[foreign(invalid)]
#[repr(transparent)]
struct Bare(i32);

#[derive(ForeignType)]
#[foreign(invalid = [0])]
#[repr(C)]
struct Whole {
    number: i32,
}

#[derive(ForeignType)]
#[foreign(invalid = [0])]
#[repr(C)]
union Either {
    number: i32,
}

#[derive(ForeignType)]
#[foreign(invalid = [0])]
#[repr(i32)]
enum Level {
    Low,
}

#[derive(ForeignType)]
#[foreign(invalid = [0.0])]
#[repr(transparent)]
struct Float(f64);

#[derive(ForeignType)]
#[foreign(invalid = [-1])]
#[foreign(invalid = [0])]
#[repr(transparent)]
struct Twice(i32);

fn main() {}
