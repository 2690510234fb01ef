use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
    }
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(transparent)]
struct Transparent {
    seconds: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
union Either {
    seconds: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
struct Generic<T> {
    seconds: T,
}

#[derive(ForeignType)]
#[foreign(mirrors)]
#[repr(C)]
struct Nothing {
    seconds: i64,
}

fn main() {}
