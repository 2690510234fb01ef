use ffi_runtime::callback;

#[callback]
pub type Compare
where
    u8: Copy,
= unsafe extern "C" fn(u8) -> u8;

fn main() {
    Compare::scoped(|x| x, |_| ());
}
