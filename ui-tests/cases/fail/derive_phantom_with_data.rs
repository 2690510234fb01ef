use ffi_runtime::ForeignType;

#[repr(C)]
struct PhantomData(u64);

#[derive(ForeignType)]
#[repr(C)]
struct Sample {
    value: f64,
    marker: PhantomData,
}

fn main() {}
