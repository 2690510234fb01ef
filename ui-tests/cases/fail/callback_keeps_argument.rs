use ffi_runtime::callback;

#[callback]
pub type Visit = unsafe extern "C" fn(node: &u8);

fn main() {
    let mut nodes = Vec::new();
    Visit::scoped(|node| nodes.push(node), |_| ());
}
