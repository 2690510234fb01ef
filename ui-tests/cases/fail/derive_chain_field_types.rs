// Fields that are named as those of a chain, and are others.
use ffi_runtime::ForeignType;
use ffi_runtime::chain;

mod own {
    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    pub struct Tag<S>(u32, std::marker::PhantomData<S>);

    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    pub struct Next<'a, S>(*mut S, std::marker::PhantomData<&'a ()>);
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct OwnTag<'a> {
    s_type: own::Tag<u32>,
    next: chain::Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct OwnNext<'a> {
    s_type: chain::Tag<Self>,
    next: own::Next<'a, u32>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct TagOfAnother<'a> {
    s_type: chain::Tag<OwnNext<'a>>,
    next: chain::Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct NextOfAnother<'a> {
    s_type: chain::Tag<Self>,
    next: chain::Next<'a, OwnNext<'a>>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = "info"))]
#[repr(C)]
struct Text<'a> {
    s_type: chain::Tag<Self>,
    next: chain::Next<'a, Self>,
}

mod dereferenced {
    use std::ops::{Deref, DerefMut};

    #[derive(ffi_runtime::ForeignType)]
    #[repr(transparent)]
    pub struct Tag<S>(pub u32, std::marker::PhantomData<S>);

    impl<'a> Deref for Tag<super::Dereferenced<'a>> {
        type Target = ffi_runtime::chain::Tag<super::Dereferenced<'a>>;

        fn deref(&self) -> &Self::Target {
            Box::leak(Box::default())
        }
    }

    #[derive(ffi_runtime::ForeignType)]
    #[repr(transparent)]
    pub struct Next<'a, S>(pub *mut u8, std::marker::PhantomData<&'a S>);

    impl<'a> Deref for Next<'a, super::Dereferenced<'a>> {
        type Target = ffi_runtime::chain::Next<'a, super::Dereferenced<'a>>;

        fn deref(&self) -> &Self::Target {
            Box::leak(Box::default())
        }
    }

    impl<'a> DerefMut for Next<'a, super::Dereferenced<'a>> {
        fn deref_mut(&mut self) -> &mut Self::Target {
            Box::leak(Box::default())
        }
    }
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct Dereferenced<'a> {
    s_type: dereferenced::Tag<Self>,
    next: dereferenced::Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
struct NotInAChain<'a> {
    s_type: chain::Tag<Self>,
    next: chain::Next<'a, Self>,
}

fn main() {}
