//! Methods that run on worker threads, or what stands in their place without the feature `offload`.

/// The method of a declaration with `#[offload]`; `@stub` after another error in the declaration.
#[cfg(feature = "offload")]
#[doc(hidden)]
#[macro_export]
macro_rules! __offloaded {
    (@stub $($method:tt)*) => {
        $($method)*
    };
    ($($method:tt)*) => {
        $($method)*
    };
}

/// The method of a declaration with `#[offload]`, which needs a feature; after another error, that is enough.
#[cfg(not(feature = "offload"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __offloaded {
    (@stub $($method:tt)*) => {};
    ($($method:tt)*) => {
        ::core::compile_error! {
            "`#[offload]` needs the feature `offload` of `ffi-runtime`\n\
help: run `cargo add ffi-runtime --features offload`"
        }
    };
}
