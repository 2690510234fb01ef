use ffi_runtime::include_foreign;

include_foreign!(unsafe "../included/wrong.rs", name = "demo", struct = Wrong);
include_foreign!(unsafe "../included/none.rs", name = "demo", struct = Missing);
include_foreign!(unsafe "../included/no_block.rs", name = "demo", struct = NoBlock);
include_foreign!(unsafe "../included/namespaces.rs", name = "demo", struct = Namespaces);
include_foreign!(unsafe "../included/no_rust.rs", name = "demo", struct = NoRust);
include_foreign!(unsafe "../included/inner_attribute.rs", name = "demo", struct = Inner);

fn main() {
    // The stub has what is right.
    Wrong::load().unwrap().library();
    Missing::load().unwrap();
}
