use ffi_runtime::include_foreign;

include_foreign!(unsafe "../included/right.rs", name = "demo", struct = Demo);

fn main() {
    let demo = Demo::load().unwrap();
    demo.right(1);
    demo.load_(1);
}
