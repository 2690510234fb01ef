#[automatically_derived]
unsafe impl<'a> ::ffi_runtime::ForeignType for Features<'a> {
    const TYPE: ::ffi_runtime::Type<'static> = {
        ::core::assert!(
            ::core::mem::size_of:: < Self > () > 0,
            "`Features` has no bytes; C has no empty struct, so it cannot cross a foreign call"
        );
        ::ffi_runtime::Type::Struct(
            &const {
                ::ffi_runtime::types::Aggregate {
                    name: "Features",
                    size: ::core::mem::size_of::<Self>(),
                    align: ::core::mem::align_of::<Self>(),
                    fields: &const {
                        [
                            ::ffi_runtime::types::Field {
                                name: "s_type",
                                offset: ::core::mem::offset_of!(Self, s_type),
                                ty: <Tag<Self> as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "next",
                                offset: ::core::mem::offset_of!(Self, next),
                                ty: <Next<'a, Self> as ::ffi_runtime::ForeignType>::TYPE,
                            },
                            ::ffi_runtime::types::Field {
                                name: "bits",
                                offset: ::core::mem::offset_of!(Self, bits),
                                ty: <u32 as ::ffi_runtime::ForeignType>::TYPE,
                            },
                        ]
                    },
                }
            },
        )
    };
    const CLOSED: ::ffi_runtime::types::Closed = ::ffi_runtime::types::Closed::No
        .or(<Tag<Self> as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<Next<'a, Self> as ::ffi_runtime::ForeignType>::CLOSED)
        .or(<u32 as ::ffi_runtime::ForeignType>::CLOSED);
    const ENUMS: ::ffi_runtime::types::Enums = ::ffi_runtime::types::Enums::of_fields(
        &const {
            [
                (
                    ::core::mem::offset_of!(Self, s_type),
                    <Tag<Self> as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, next),
                    <Next<'a, Self> as ::ffi_runtime::ForeignType>::ENUMS,
                ),
                (
                    ::core::mem::offset_of!(Self, bits),
                    <u32 as ::ffi_runtime::ForeignType>::ENUMS,
                ),
            ]
        },
    );
    const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
        "Features",
    );
    const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
        ::ffi_runtime::types::TypeInfo {
            reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
            ty: <Self as ::ffi_runtime::ForeignType>::TYPE,
            shape: ::ffi_runtime::types::Shape::Fields {
                fields: &const {
                    [
                        <Tag<Self> as ::ffi_runtime::ForeignType>::INFO,
                        <Next<'_, Self> as ::ffi_runtime::ForeignType>::INFO,
                        <u32 as ::ffi_runtime::ForeignType>::INFO,
                    ]
                },
                packed: 0u32,
                is_growing: false,
            },
        }
    };
}
#[automatically_derived]
unsafe impl<'a> ::ffi_runtime::VariadicArgument for Features<'a> {
    type Promoted = Self;
    fn promote(self) -> Self {
        self
    }
}
#[automatically_derived]
impl<'a> ::core::default::Default for Features<'a> {
    fn default() -> Self {
        Self {
            s_type: <Tag<
                Self,
            > as ::ffi_runtime::macro_support::FieldDefault>::field_default(),
            next: <Next<
                'a,
                Self,
            > as ::ffi_runtime::macro_support::FieldDefault>::field_default(),
            bits: <u32 as ::ffi_runtime::macro_support::FieldDefault>::field_default(),
        }
    }
}
#[automatically_derived]
impl<'a> ::ffi_runtime::chain::Tagged for Features<'a> {
    const NUMBER: ::core::primitive::u32 = ::ffi_runtime::chain::number(
        StructureType::Features,
    );
}
const _: ::core::primitive::u32 = <Features<
    'static,
> as ::ffi_runtime::chain::Tagged>::NUMBER;
#[automatically_derived]
unsafe impl<'a> ::ffi_runtime::chain::Chained for Features<'a> {
    type Linked<'__ffi_linked> = Features<'__ffi_linked>;
    const HEADER: ::ffi_runtime::chain::Header = ::ffi_runtime::chain::Header {
        name: "Features",
        next: ::core::mem::offset_of!(Self, next),
        tag: ::core::option::Option::Some((
            ::core::mem::offset_of!(Self, s_type),
            <Self as ::ffi_runtime::chain::Tagged>::NUMBER,
        )),
    };
    #[inline]
    fn link<'__ffi_borrow, '__ffi_linked>(
        __ffi_this: &'__ffi_borrow mut Self::Linked<'__ffi_linked>,
    ) -> &'__ffi_borrow mut ::ffi_runtime::chain::Next<
        '__ffi_linked,
        Self::Linked<'__ffi_linked>,
    > {
        let _ = ::ffi_runtime::chain::Exactly::<
            ::ffi_runtime::chain::Tag<Self::Linked<'__ffi_linked>>,
        >::exactly(&mut __ffi_this.s_type);
        ::ffi_runtime::chain::Exactly::<
            ::ffi_runtime::chain::Next<'__ffi_linked, Self::Linked<'__ffi_linked>>,
        >::exactly(&mut __ffi_this.next)
    }
}
#[automatically_derived]
unsafe impl<'a> ::ffi_runtime::chain::Extends<DeviceInfo<'a>> for Features<'a> {}
const _: () = <Features<
    'static,
> as ::ffi_runtime::chain::Extends<DeviceInfo<'static>>>::PROOF;
const _: () = unsafe { ::ffi_runtime::chain::promise_extends() };
