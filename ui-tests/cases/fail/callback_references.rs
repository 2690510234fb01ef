use ffi_runtime::callback;

pub struct Plain {
    pub name: String,
}

#[callback]
pub type Visit = unsafe extern "C" fn(plain: &Plain);

fn main() {}
