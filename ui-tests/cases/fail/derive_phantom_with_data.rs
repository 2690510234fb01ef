use ffi_runtime::ForeignType;

#[repr(C)]
struct PhantomData(u64);

#[derive(ForeignType)]
#[repr(C)]
struct Sample {
    value: f64,
    marker: PhantomData,
}

mod pinned {
    #[repr(C)]
    pub struct PhantomPinned(u8);

    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    pub struct Other {
        value: f64,
        marker: PhantomPinned,
    }
}

fn main() {}
