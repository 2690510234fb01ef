//! `crate = path`, without `ffi_runtime` or the prelude in sight.
mod hidden {
    pub use ::ffi_runtime as renamed;
}

/// Nothing of the prelude is taken for granted.
mod shadowed {
    #![allow(dead_code)]
    struct Result;
    struct Option;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Box;
    trait Clone {}
    trait Copy {}
    trait Fn {}
    trait FnMut {}
    trait FnOnce {}
    trait Send {}
    trait Sync {}
    trait Sized {}
    mod core {}
    mod std {}
    mod ffi_runtime {}
    fn on_panic() -> i32 {
        -1
    }

    #[super::hidden::renamed::callback(crate = super::hidden::renamed, on_panic = on_panic())]
    pub type Plain = unsafe extern "C" fn(one: &i32) -> i32;

    #[super::hidden::renamed::callback(crate = super::hidden::renamed, user_data = [one, two])]
    pub type WithData = unsafe extern "C" fn(one: *mut ::std::ffi::c_void, two: *const ::std::ffi::c_void, three: f32);

    #[super::hidden::renamed::callback(crate = super::hidden::renamed, on_panic = on_panic())]
    pub extern "C" fn function(one: &i32) -> i32 {
        *one
    }

}

fn main() {
    shadowed::Plain::scoped(|one| *one, |_| ());
    let (_, receiver) = shadowed::WithData::channel();
    let _: Result<(f32,), _> = receiver.try_recv();
    assert_eq!(shadowed::function(&1), 1);
}
