#[automatically_derived]
unsafe impl ::ffi_runtime::ForeignType for Descriptor {
    const TYPE: ::ffi_runtime::Type<'static> = {
        ::ffi_runtime::Type::Struct(
            &const {
                ::ffi_runtime::types::Aggregate {
                    name: "Descriptor",
                    size: ::core::mem::size_of::<Self>(),
                    align: ::core::mem::align_of::<Self>(),
                    fields: &const {
                        [
                            ::ffi_runtime::types::Field {
                                name: "size",
                                offset: ::core::mem::offset_of!(Self, size),
                                ty: <u32 as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "next",
                                offset: ::core::mem::offset_of!(Self, next),
                                ty: <*const c_void as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "level",
                                offset: ::core::mem::offset_of!(Self, level),
                                ty: <u32 as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "time",
                                offset: ::core::mem::offset_of!(Self, time),
                                ty: <Mirror as ::ffi_runtime::ForeignType>::TYPE,
                            },
                        ]
                    },
                }
            },
        )
    };
    const CLOSED: ::ffi_runtime::types::Closed = ::ffi_runtime::types::Closed::No
        .or(<u32 as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<*const c_void as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<u32 as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<Mirror as ::ffi_runtime::ForeignType>::CLOSED);
    const ENUMS: ::ffi_runtime::types::Enums = ::ffi_runtime::types::Enums::of_fields(
        &const {
            [
                (
                    ::core::mem::offset_of!(Self, size),
                    <u32 as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, next),
                    <*const c_void as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, level),
                    <u32 as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, time),
                    <Mirror as ::ffi_runtime::ForeignType>::ENUMS,
                ),
            ]
        },
    );
    const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
        "Descriptor",
    );
    const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
        ::ffi_runtime::types::TypeInfo {
            reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
            ty: <Self as ::ffi_runtime::ForeignType>::TYPE,
            shape: ::ffi_runtime::types::Shape::Fields {
                fields: &const {
                    [
                        <u32 as ::ffi_runtime::ForeignType>::INFO,
                        &const {
                            ::ffi_runtime::types::TypeInfo::plain(
                                ::ffi_runtime::types::TypeReference::Optional(
                                    &const {
                                        ::ffi_runtime::types::TypeReference::Pointer {
                                            to: &const {
                                                {
                                                    use ::ffi_runtime::macro_support::AnyPointee as _;
                                                    ::ffi_runtime::macro_support::Pointee::<c_void>::REFERENCE
                                                        .or_opaque("c_void")
                                                }
                                            },
                                            is_mutable: false,
                                        }
                                    },
                                ),
                                <*const c_void as ::ffi_runtime::ForeignType>::TYPE,
                            )
                        },
                        <u32 as ::ffi_runtime::ForeignType>::INFO,
                        <Mirror as ::ffi_runtime::ForeignType>::INFO,
                    ]
                },
                packed: 0u32,
                is_growing: false,
            },
        }
    };
}
#[automatically_derived]
unsafe impl ::ffi_runtime::VariadicArgument for Descriptor {
    type Promoted = Self;
    fn promote(self) -> Self {
        self
    }
}
#[automatically_derived]
impl ::core::default::Default for Descriptor {
    fn default() -> Self {
        Self {
            size: ::ffi_runtime::macro_support::size_as::<
                u32,
            >(
                ::core::mem::size_of::<Self>(),
                "the size of `Descriptor` does not fit into its field `size`",
            ),
            next: <*const c_void as ::ffi_runtime::macro_support::FieldDefault>::field_default(),
            level: u32::MAX,
            time: <elsewhere::Time as ::ffi_runtime::macro_support::FieldDefault>::field_default(),
        }
    }
}
#[automatically_derived]
impl Descriptor {
    ///The size of `Descriptor` up to and including `level`, in bytes.
    pub const SIZE_V1: u32 = ::ffi_runtime::macro_support::size_as::<
        u32,
    >(
        ::core::mem::offset_of!(Self, level) + ::core::mem::size_of::<u32>(),
        "the size of `Descriptor` does not fit into its field `size`",
    );
}
const _: () = {
    ::core::assert!(
        ::core::mem::size_of:: < Descriptor > () > 0,
        "`Descriptor` has no bytes; C has no empty struct, so it cannot cross a foreign call"
    );
    ::core::assert!(
        ::core::mem::size_of:: < Mirror > () == ::core::mem::size_of:: < elsewhere::Time
        > (), "the type in `with` has another size than field `time`"
    );
    ::core::assert!(
        ::core::mem::align_of:: < Mirror > () == ::core::mem::align_of:: <
        elsewhere::Time > (),
        "the type in `with` has another alignment than field `time`"
    );
    unsafe { ::ffi_runtime::macro_support::promise_same_type() }
    let _: u32 = ::ffi_runtime::macro_support::size_as::<
        u32,
    >(
        ::core::mem::size_of::<Descriptor>(),
        "the size of `Descriptor` does not fit into its field `size`",
    );
};
