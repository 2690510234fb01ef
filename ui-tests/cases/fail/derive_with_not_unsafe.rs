use std::marker::PhantomData;

use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct Stamp {
    #[foreign(with)]
    nothing: elsewhere::Time,
    #[foreign(unsafe(wiht = i64))]
    misspelt: elsewhere::Time,
    #[foreign(unsafe)]
    empty: elsewhere::Time,
    #[foreign(unsafe(with = i64), unsafe(with = u64))]
    twice: elsewhere::Time,
    #[foreign(unsafe(with = i64))]
    marker: PhantomData<elsewhere::Time>,
}

#[derive(ForeignType)]
#[repr(C)]
struct Safe {
    #[foreign(with = i64)]
    time: elsewhere::Time,
}

fn main() {}
