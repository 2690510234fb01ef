use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
        pub nanoseconds: i64,
    }

    #[repr(C, align(16))]
    pub struct Aligned {
        pub seconds: i64,
        pub nanoseconds: i64,
    }

    #[repr(C, align(32))]
    pub struct Large {
        pub seconds: i64,
    }
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Time)]
#[repr(C)]
struct Reordered {
    nanoseconds: i64,
    seconds: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Aligned)]
#[repr(C)]
struct OtherAlignment {
    seconds: i64,
    nanoseconds: i64,
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Large)]
#[repr(C)]
struct OtherSize {
    seconds: i64,
}

fn main() {}
