use ffi_runtime::open_enum;

#[open_enum]
#[repr(i32)]
enum Code<T>
where
    T: Copy,
{
    Ok,
    Busy,
}

fn main() {
    let _ = Code::<u8>::Busy;
}
