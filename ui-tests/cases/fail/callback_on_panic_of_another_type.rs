use ffi_runtime::callback;

#[callback(on_panic = "text")]
pub type Add = unsafe extern "C" fn() -> u8;

#[callback(on_panic = -1)]
pub type Nothing = unsafe extern "C" fn();

#[callback(on_panic = -1.0)]
extern "C" fn function() -> i32 {
    0
}

fn main() {}
