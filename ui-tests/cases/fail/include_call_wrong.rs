use ffi_runtime::include_foreign;

include_foreign!();
include_foreign!(unsafe);
include_foreign!("../included/right.rs", name = "demo", struct = NotUnsafe);
include_foreign!(unsafe PATH, name = "demo", struct = Constant);
include_foreign!(unsafe concat!("..", stringify!(a)), name = "demo", struct = Stringify);
include_foreign!(unsafe env!("FFI_NOT_SET"), name = "demo", struct = NotSet);
include_foreign!(unsafe "../included/right.rs" name = "demo", struct = Comma);

fn main() {}
