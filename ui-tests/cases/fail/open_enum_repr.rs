use ffi_runtime::open_enum;

#[open_enum]
#[repr(transparent)]
enum Code {
    Ok,
}

#[open_enum]
#[repr(i128)]
enum Wide {
    Ok,
}

#[open_enum]
#[repr(C, align(8))]
enum Aligned {
    Ok,
}

fn main() {
    let _ = (Code::Ok, Wide::Ok, Aligned::Ok);
}
