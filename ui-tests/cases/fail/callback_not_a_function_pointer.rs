use ffi_runtime::callback;

type Other = unsafe extern "C" fn(u8);

#[callback]
pub type Number = u32;

#[callback]
pub type Alias = Other;

#[callback]
pub type Pointer = *const u8;

#[callback]
pub type Closure = Box<dyn Fn(u8)>;

#[callback]
pub type Opaque = dyn Fn(u8);

#[callback]
pub type Nullable = Option<unsafe extern "C" fn(u8)>;

fn main() {
    Nullable::scoped(|x| drop(x), |_| ());
}
