// A mirror has all fields of the other struct, with their types and offsets, and can see them.
use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
        pub nanoseconds: i64,
    }

    #[repr(C)]
    pub struct List {
        pub next: *mut u8,
    }

    #[repr(C)]
    pub struct Handle {
        number: i32,
    }

    #[repr(C, align(16))]
    pub struct Aligned {
        pub seconds: i64,
    }
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
struct OtherType {
    seconds: i64,
    nanoseconds: u64,
}

// A `*mut` would be converted to this type.
#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::List)]
#[repr(C)]
struct Converted {
    next: *const u8,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
struct Missing {
    seconds: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
struct Additional {
    seconds: i64,
    nanoseconds: i64,
    zone: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Handle)]
#[repr(C)]
struct Private {
    number: i32,
}

fn main() {}
