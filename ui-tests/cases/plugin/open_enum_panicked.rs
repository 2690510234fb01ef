use ffi_runtime::open_enum;

#[open_enum(status)]
#[repr(i32)]
enum Outcome {
    #[success]
    Done,
    #[panicked]
    Failed,
}

fn main() {}
