pub type __builtin_va_list = [__va_list_tag; 1usize];
#[repr(C)]
pub struct __va_list_tag {
    pub gp_offset: u32,
}
#[repr(C)]
pub struct __BindgenComplex<T> {
    pub re: T,
    pub im: T,
}
pub struct __BindgenFloat16(pub u16);
pub type wide = u128;
#[derive(::ffi_runtime::ForeignType)]
#[repr(C, align(16))]
pub struct Inside {
    pub value: [wide; 2],
}
unsafe extern "C" {
    pub fn coshl(x: u128) -> u128;
    pub fn sinhl(x: wide) -> wide;
    pub fn by_value(inside: Inside);
    pub fn calls(function: Option<unsafe extern "C" fn(x: u128)>);
    pub fn by_pointer(inside: *mut Inside, x: *mut u128);
}
unsafe extern "C" {
    pub fn vprintf(format: *const i8, values: *mut __va_list_tag) -> i32;
    pub fn csin(z: __BindgenComplex<f64>) -> __BindgenComplex<f64>;
    pub fn half(x: __BindgenFloat16);
    pub fn half_too(x: __BindgenFloat16);
}
