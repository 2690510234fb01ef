#[automatically_derived]
unsafe impl ::ffi_runtime::ForeignType for Division {
    const TYPE: ::ffi_runtime::Type<'static> = {
        ::ffi_runtime::Type::Struct(
            &const {
                ::ffi_runtime::types::Aggregate {
                    name: "Division",
                    size: ::core::mem::size_of::<Self>(),
                    align: ::core::mem::align_of::<Self>(),
                    fields: &const {
                        [
                            ::ffi_runtime::types::Field {
                                name: "quotient",
                                offset: ::core::mem::offset_of!(Self, quotient),
                                ty: <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "remainder",
                                offset: ::core::mem::offset_of!(Self, remainder),
                                ty: <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                            },
                        ]
                    },
                }
            },
        )
    };
    const CLOSED: ::ffi_runtime::types::Closed = ::ffi_runtime::types::Closed::No
        .or(<c_longlong as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<c_longlong as ::ffi_runtime::ForeignType>::CLOSED);
    const ENUMS: ::ffi_runtime::types::Enums = ::ffi_runtime::types::Enums::of_fields(
        &const {
            [
                (
                    ::core::mem::offset_of!(Self, quotient),
                    <c_longlong as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, remainder),
                    <c_longlong as ::ffi_runtime::ForeignType>::ENUMS,
                ),
            ]
        },
    );
    const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
        "Division",
    );
    const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
        ::ffi_runtime::types::TypeInfo {
            reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
            ty: <Self as ::ffi_runtime::ForeignType>::TYPE,
            shape: ::ffi_runtime::types::Shape::Fields {
                fields: &const {
                    [
                        &const {
                            ::ffi_runtime::types::TypeInfo::plain(
                                ::ffi_runtime::types::TypeReference::Number {
                                    name: "long long",
                                    ty: <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                                },
                                <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                            )
                        },
                        &const {
                            ::ffi_runtime::types::TypeInfo::plain(
                                ::ffi_runtime::types::TypeReference::Number {
                                    name: "long long",
                                    ty: <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                                },
                                <c_longlong as ::ffi_runtime::ForeignType>::TYPE,
                            )
                        },
                    ]
                },
                packed: 0u32,
                is_growing: false,
            },
        }
    };
}
#[automatically_derived]
unsafe impl ::ffi_runtime::VariadicArgument for Division {
    type Promoted = Self;
    fn promote(self) -> Self {
        self
    }
}
const _: () = {
    ::core::assert!(
        ::core::mem::size_of:: < Division > () > 0,
        "`Division` has no bytes; C has no empty struct, so it cannot cross a foreign call"
    );
};
