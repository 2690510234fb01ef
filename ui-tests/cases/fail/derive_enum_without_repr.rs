use ffi_runtime::ForeignType;

#[derive(ForeignType)]
enum Level {
    Low,
    High,
}

fn main() {}
