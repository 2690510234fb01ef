use ffi_runtime::callback;

#[callback]
extern "C" fn one<T>(_: &T) {}

#[callback]
extern "C" fn two<const N: usize>(_: &[u8; N])
where
    u8: Copy,
{
}

fn main() {
    one(&1);
    two(&[1]);
}
