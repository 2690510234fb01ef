// Structs of chains with every kind of parameter, under every lint.
#![deny(warnings, unused, rust_2018_idioms, single_use_lifetimes)]

use std::marker::PhantomData;

use ffi_runtime as runtime;
use ffi_runtime::chain::{Chain, Chained, ChainedStruct, Tagged};
use ffi_runtime::{ForeignType, open_enum};

/// The tags.
#[open_enum]
#[repr(u32)]
pub enum Kind {
    Root,
    Element,
}

/// A root with a tag, other lifetimes and other parameters.
#[derive(Clone, Debug, Default, ForeignType)]
#[foreign(crate = runtime, chain(tag = Kind::Root))]
#[repr(C)]
pub struct Root<'l, 'a, T: Copy + ForeignType, const N: usize>
where
    T: 'static,
{
    s_type: runtime::chain::Tag<Self>,
    r#next: runtime::chain::Next<'a, Self>,
    label: Option<&'l u8>,
    held: T,
    none: [u8; 0],
    marker: PhantomData<[T; N]>,
}

pub mod elements {
    use super::{ForeignType, Kind};
    use ffi_runtime::chain::{Next, Tag};

    /// An element of some roots, with a field between.
    #[derive(Clone, Debug, Default, ForeignType)]
    // SAFETY: no function gets it.
    #[foreign(chain(tag = Kind::Element, unsafe(extends = [super::Root<'l, 'a, u8, 4>, Plain])))]
    #[repr(C)]
    pub struct Element<'l, 'a> {
        pub s_type: Tag<Self>,
        pub next: Next<'a, Self>,
        pub label: Option<&'l u8>,
    }

    /// A root with one lifetime, and an element of itself.
    #[derive(Clone, Debug, Default, ForeignType)]
    // SAFETY: no function gets it.
    #[foreign(chain(tag = -5, unsafe(extends = [Plain, Element<'_, 'a>])))]
    #[repr(C)]
    pub struct Plain<'a>(Tag<Self>, Next<'a, Self>);
}

/// A root without a tag.
#[derive(Debug, Default, ForeignType)]
#[foreign(chain)]
#[repr(C)]
pub struct Descriptor<'a> {
    size: u64,
    next: runtime::chain::Next<'a, Self>,
}

macro_rules! sources {
    ($($name:ident = $tag:expr),*) => {$(
        /// An element that a macro writes.
        #[derive(Debug, Default, ForeignType)]
        // SAFETY: no function gets it.
        #[foreign(chain(tag = $tag, unsafe(extends = [Descriptor]),),)]
        #[repr(C)]
        pub struct $name<'next> {
            chain: ChainedStruct<'next, Self>,
            value: u32,
        }
    )*};
}

sources! {
    First = 1,
    Second = First::NUMBER + 1
}

/// The lifetime of the borrow is inferred, whatever the others are.
fn push<'l>(label: &'l u8, root: Root<'l, '_, u8, 4>) -> Option<&'l u8> {
    let mut element = elements::Element {
        label: Some(label),
        ..Default::default()
    };
    let mut plain = elements::Plain::default();
    let root = root.push(&mut element);
    let _ = elements::Element::default().push(&mut plain);
    root.label
}

fn main() {
    let label = 1;
    let root = Root {
        label: Some(&label),
        ..Default::default()
    };
    assert_eq!(push(&label, root), Some(&1));
    let (mut first, mut second) = (First::default(), Second::default());
    let descriptor = Descriptor::default().push(&mut first).push(&mut second);
    assert!(descriptor.next.is_linked());
    assert_eq!((descriptor.size, Second::NUMBER), (0, 2));

    let mut sum = 0;
    let (_, first, second) = Chain::<(Descriptor<'_>, First<'_>, Second<'_>)>::filled(|root| {
        root.size = 5;
        sum += root.size;
    });
    assert_eq!((sum, first.value, second.value), (5, 0, 0));
}
