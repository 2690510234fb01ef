use ffi_runtime::callback;

#[callback]
pub type Compare<T> = unsafe extern "C" fn(&T, &T) -> bool;

#[callback]
pub type Sized<const N: usize> = unsafe extern "C" fn(&[u8; N]);

#[callback]
pub type Borrow<'a> = unsafe extern "C" fn(&'a u8);

fn main() {
    let _ = |compare: Compare<u8>| compare;
}
