/// The outcome of a call.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::cmp::PartialOrd,
    ::core::cmp::Ord,
    ::core::hash::Hash,
)]
#[repr(transparent)]
pub struct Code(::core::primitive::i32);
impl Code {
    /// All went well.
    pub const Ok: Self = Self(0);
    pub const Busy: Self = Self(5);
    #[cfg(unix)]
    pub const Locked: Self = Self(Self::Busy.0 + 1);
    pub const Failed: Self = Self({
        let __ffi_next: ::core::primitive::i32 = Self::Busy.0 + 1;
        #[cfg(unix)]
        let __ffi_next: ::core::primitive::i32 = Self::Locked.0 + 1;
        __ffi_next
    });
    /// The value with this number, which need not have a name.
    #[inline]
    #[must_use]
    pub const fn from_raw(number: ::core::primitive::i32) -> Self {
        Self(number)
    }
    /// The number, as C has it.
    #[inline]
    #[must_use]
    pub const fn raw(self) -> ::core::primitive::i32 {
        self.0
    }
}
const _: () = {
    #[automatically_derived]
    unsafe impl ::ffi_runtime::ForeignType for Code {
        const TYPE: ::ffi_runtime::Type<'static> = <::core::primitive::i32 as ::ffi_runtime::ForeignType>::TYPE;
        const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
            "Code",
        );
        const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
            ::ffi_runtime::types::TypeInfo {
                reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
                ty: <Self as ::ffi_runtime::ForeignType>::TYPE,
                shape: ::ffi_runtime::types::Shape::Enum {
                    is_open: true,
                    values: &const {
                        [
                            ("Ok", Self::Ok.0 as ::core::primitive::i128),
                            ("Busy", Self::Busy.0 as ::core::primitive::i128),
                            #[cfg(unix)]
                            ("Locked", Self::Locked.0 as ::core::primitive::i128),
                            ("Failed", Self::Failed.0 as ::core::primitive::i128),
                        ]
                    },
                },
            }
        };
    }
    #[automatically_derived]
    unsafe impl ::ffi_runtime::VariadicArgument for Code {
        type Promoted = Self;
        fn promote(self) -> Self {
            self
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Code {
        fn fmt(
            &self,
            __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            match *self {
                Self::Ok => __ffi_formatter.write_str("Ok"),
                Self::Busy => __ffi_formatter.write_str("Busy"),
                #[cfg(unix)]
                Self::Locked => __ffi_formatter.write_str("Locked"),
                Self::Failed => __ffi_formatter.write_str("Failed"),
                _ => __ffi_formatter.debug_tuple("Code").field(&self.0).finish(),
            }
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<::core::primitive::i32> for Code {
        #[inline]
        fn from(__ffi_number: ::core::primitive::i32) -> Self {
            Self(__ffi_number)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<Code> for ::core::primitive::i32 {
        #[inline]
        fn from(__ffi_value: Code) -> Self {
            __ffi_value.0
        }
    }
};
