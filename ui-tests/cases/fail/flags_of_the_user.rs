#![forbid(unsafe_code)]
use ffi_runtime::ForeignType;

pub trait PublicFlags {
    type Primitive;
    type Internal;
}

impl PublicFlags for Flags {
    type Primitive = u32;
    type Internal = f32;
}

#[derive(ForeignType)]
#[repr(transparent)]
pub struct Flags(<Flags as PublicFlags>::Internal);

mod wider {
    pub struct Both(u8, u32);

    impl super::PublicFlags for Flags {
        type Primitive = u8;
        type Internal = Both;
    }

    #[derive(ffi_runtime::ForeignType)]
    #[repr(transparent)]
    pub struct Flags(<Flags as super::PublicFlags>::Internal);
}

fn main() {}
