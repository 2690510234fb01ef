//! The body of a method with what tells of its call, or without: as this build of the runtime has it.
//!
//! Cargo builds the macros once for all programs of a host, with the features of each. A build script may have them
//! with `tracing-calls` and this crate without.

/// The first block, which tells of the call.
#[cfg(feature = "tracing-calls")]
#[doc(hidden)]
#[macro_export]
macro_rules! __told {
    ($told:block $_untold:block) => {
        $told
    };
}

/// The second block, which does not.
#[cfg(not(feature = "tracing-calls"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __told {
    ({ $($_told:tt)* } $untold:block) => {
        $untold
    };
}

#[cfg(test)]
mod tests {
    #[cfg(not(feature = "tracing-calls"))]
    #[test]
    fn nothing_tells_in_a_runtime_without_the_feature() {
        let told = crate::__told!({ crate::call::trace::no_such_function() } { "untold" });
        assert_eq!(told, "untold");
    }

    #[cfg(feature = "tracing-calls")]
    #[test]
    fn calls_tell_in_a_runtime_with_the_feature() {
        let told = crate::__told!({ "told" } { no_such_function() });
        assert_eq!(told, "told");
    }
}
