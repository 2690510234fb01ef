//! Methods in the forms that `extern` blocks have.
mod demo {
    use ffi_runtime::foreign_library;

    #[foreign_library(name = "demo", prefix = "")]
    pub unsafe trait Demo {
        /// As visible as it says.
        pub(super) fn near(&self, _: i32, _: i32) -> i32;
        pub safe fn far(&self) -> i32;
        safe extern "C" fn plain(&self);
        unsafe fn safe(&self, safe: i32);
        fn abort(&self) -> !;
        #[optional]
        unsafe fn quick_exit(&self, code: i32) -> !;
        /// Two signatures of one function.
        #[symbol("near")]
        fn near_too(&self, a: i64, argument_0: i32, _: i32) -> i64;
    }
}

fn uses(demo: &demo::Demo) -> i32 {
    if demo.near(1, 2) == 0 {
        demo.abort()
    }
    // SAFETY: nothing is called.
    let Err(missing) = (unsafe { demo.quick_exit(1) }) else {
        unreachable!()
    };
    assert_eq!(missing.symbol(), "quick_exit");
    demo.far()
}

fn main() {
    let _ = uses;
}
