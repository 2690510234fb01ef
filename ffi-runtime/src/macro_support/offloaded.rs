//! Methods that run on worker threads, or what stands in their place without the feature `offload`.

/// The method of a declaration with `#[offload]`.
#[cfg(feature = "offload")]
#[doc(hidden)]
#[macro_export]
macro_rules! __offloaded {
    ($($method:tt)*) => {
        $($method)*
    };
}

/// The method of a declaration with `#[offload]`, which needs a feature.
#[cfg(not(feature = "offload"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __offloaded {
    ($($method:tt)*) => {
        ::core::compile_error! {
            "`#[offload]` needs the feature `offload` of `ffi-runtime`\n\
help: run `cargo add ffi-runtime --features offload`"
        }
    };
}
