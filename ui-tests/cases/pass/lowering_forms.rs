//! The forms of declarations with lowered methods: names, lifetimes, blocks, tables and options.
#![deny(warnings, single_use_lifetimes, unused_lifetimes, elided_lifetimes_in_paths, unused_qualifications)]
#![allow(dead_code, reason = "nothing calls the functions")]

use std::ffi::{CStr, c_char, c_int, c_void};

use ffi_runtime::lowering::CallError;
use ffi_runtime::{
    ArgumentError, Explain, ForeignType, MissingSymbol, Owned, Status, foreign_library, foreign_table,
    opaque,
};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub struct Code(c_int);

#[derive(Debug)]
pub enum Refused {
    Code,
    Argument(ArgumentError),
    Missing(MissingSymbol),
}

impl From<ArgumentError> for Refused {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<MissingSymbol> for Refused {
    fn from(error: MissingSymbol) -> Self {
        Self::Missing(error)
    }
}

impl Status for Code {
    type Value = Code;
    type Error = Refused;

    fn into_result(self) -> Result<Code, Refused> {
        Ok(self)
    }
}

/// Names that the expansion binds or calls, as items of the user.
#[allow(non_upper_case_globals, non_camel_case_types, reason = "they are named like arguments")]
mod of_the_user {
    pub const address: i32 = 1;
    pub const text: i32 = 2;
    pub const n: i32 = 3;
    pub struct library;
    pub struct out;
}
#[allow(unused_imports, reason = "they are there for the expansion to find")]
use of_the_user::*;

#[opaque]
pub struct Parent;

#[opaque]
pub struct Child<'p>;

impl Explain<Names, Child<'_>> for Refused {
    fn explain(self, _: &Names, _: &Child<'_>) -> Self {
        self
    }
}

/// Arguments called as the expansion might call its own.
#[foreign_library(name = "names")]
pub unsafe trait Names {
    fn one(&self, #[terminated] address: &str, self_: c_int, __ffi_value_0: c_int) -> c_int;
    fn two(&self, #[slice(len = r#type)] r#match: &[c_int], r#type: usize) -> c_int;
    fn three(&self, #[slice(bytes = address)] text: &str, address: c_int);
    fn four(&self, #[out] address: c_int, #[out] text: f64, #[out] library: &CStr);
    fn five(&self, #[fixed(7)] address: c_int, #[fixed(c"x")] text: &CStr, n: c_int) -> c_int;
    #[slice(len = n)]
    fn six(&self, #[out] n: c_int, address: c_int) -> &[c_int];
    #[check(value)]
    fn r#loop(&self, #[terminated] r#type: &str, __ffi_returned: c_int, __ffi_kept: c_int) -> Code;
    #[check(zero)]
    fn seven(&self, #[terminated] _: &str, #[slice(len = n)] _: &[u8], n: u8, _: c_int) -> c_int;
    #[cfg(any())]
    #[check]
    fn absent(&self, #[terminated] text: &NoSuchType, #[out] x: NoSuchType) -> NoSuchType;
    #[cfg(all())]
    #[check]
    fn present(&self, #[terminated] text: &str, #[out] x: c_int) -> Code;
    #[free]
    fn parent_free(&self, r#type: Owned<Parent>);
    #[retain]
    fn parent_retain(&self, address: &Parent) -> c_int;
    fn parent(&self) -> Owned<Parent>;
    #[check(ask = r#type)]
    fn raw_asked(&self, r#type: &mut Child<'_>) -> Code;
    fn child<'p>(&self, parent: &'p Parent) -> Option<Owned<Child<'p>>>;
    #[free]
    #[check(zero)]
    fn child_free(&self, address: Owned<Child<'_>>) -> c_int;
    fn name<'c, 'ch>(&self, child: &'c Child<'ch>, other: &'ch Parent) -> &'c CStr
    where
        'ch: 'c;
    fn own<'l>(&'l self, #[out] first: &'l CStr, #[out] second: Option<&'l CStr>);
    fn named<'a>(&self, parent: &'a Parent, #[out] text: &'a CStr) -> c_int;
    fn anonymous(&self, #[terminated] text: &'_ str, child: &'_ Child<'_>) -> Option<&'_ CStr>;
    #[optional]
    fn maybe(&self, #[terminated] text: Option<&str>) -> Option<&CStr>;
    #[optional]
    #[check]
    fn maybe_checked(&self, #[out] x: c_int) -> Code;
    #[optional]
    fn maybe_nothing(&self, #[terminated] text: &str);
    /// # Safety
    ///
    /// None.
    unsafe fn format(&self, #[terminated] text: &str, #[slice(len = n)] to: &mut [u8], n: c_int, values: ...) -> c_int;
    #[variadic(2)]
    unsafe fn listed(&self, #[terminated] text: &str, #[fixed(1)] count: c_int, x: c_int) -> c_int;
    fn many(
        &self,
        #[terminated] a: &str,
        #[slice(len = bytes)] b: &[u8],
        bytes: usize,
        #[out] c: c_int,
        #[out] d: bool,
        #[out] e: Code,
        f: c_int,
        g: c_int,
        h: c_int,
        i: c_int,
        j: c_int,
        k: c_int,
        l: c_int,
    ) -> c_int;
    #[errno]
    fn with_errno(&self, n: c_int) -> c_int;
    #[errno("msvcrt.dll")]
    #[check(not_negative)]
    fn with_runtime(&self, n: c_int) -> c_int;
    #[last_error]
    fn with_last_error(&self, #[terminated] text: &str);
    #[copied(free = release)]
    fn text(&self) -> String;
    fn release(&self, text: *mut c_void) -> c_int {
        let _ = text;
        0
    }
    #[cfg(unix)]
    fn sized(&self, #[slice(len = n)] values: Option<&[Option<&u8>]>, n: u16);
}

/// A block.
#[foreign_library(name = "block", struct = pub Block)]
unsafe extern "C" {
    #[check]
    pub safe fn checked(#[terminated] text: &str, #[out] x: c_int) -> Code;
    #[slice(len = n)]
    safe fn table(#[out] n: c_int) -> &[c_int];
    unsafe fn raw_text(text: *const c_char, #[out] n: usize);
    #[free]
    safe fn block_free(item: Owned<BlockItem>);
    safe fn block_item() -> Owned<BlockItem>;
}

#[opaque]
pub struct BlockItem;

/// A table.
#[foreign_table]
pub unsafe trait Table {
    #[check]
    fn checked(&self, #[terminated] text: &str, #[out] x: c_int) -> Code;
    #[free]
    fn item_free(&self, item: Owned<TableItem>);
    #[retain]
    fn item_retain(&self, item: &TableItem);
    fn item(&self, #[bound] device: c_int, #[slice(len = n)] values: &[c_int], n: usize) -> Owned<TableItem>;
}

#[opaque]
pub struct TableItem;

/// A table of an object.
#[foreign_table(object)]
pub unsafe trait Object {
    #[check(ask)]
    fn checked(&self, #[terminated] text: &str, #[out] x: c_int) -> Code;
    #[free]
    fn item_free(&self, item: Owned<ObjectItem>) -> c_int;
    #[slice(len = n)]
    fn items(&self, #[out] n: c_int) -> &[c_int];
    unsafe fn format(&self, #[terminated] text: &str, _: ...) -> c_int;
}

impl Explain<Object, ()> for Refused {
    fn explain(self, _: &Object, (): &()) -> Self {
        self
    }
}

#[opaque]
pub struct ObjectItem;

#[foreign_library(name = "lazy", bind = "lazy", threads = "one")]
unsafe trait Lazy {
    fn plain(&self, #[bound] device: c_int, #[terminated] text: &str, #[out] x: c_int) -> c_int;
    #[check(zero)]
    fn checked(&self, #[bound] device: c_int, #[out] item: Owned<LazyItem>) -> c_int;
    #[free]
    #[check(zero)]
    fn item_free(&self, item: Owned<LazyItem>) -> c_int;
    #[retain]
    fn item_retain(&self, item: &LazyItem);
    #[errno]
    fn with_errno(&self);
}

#[opaque]
struct LazyItem;

fn lazy(lazy: &Lazy) -> Result<(), Box<dyn std::error::Error>> {
    let (_, _): (c_int, c_int) = lazy.plain("x")?;
    let item: Owned<LazyItem> = lazy.checked()?;
    let _: Result<(), CallError> = item.clone().close();
    lazy.item_free(item)?;
    lazy.with_errno()?;
    Ok(())
}

fn uses(names: &Names) -> Result<(), Refused> {
    let _: c_int = names.one("x", 1, 2) + names.two(&[1]);
    names.three("x");
    let (_, _, _): (c_int, f64, &CStr) = names.four();
    let _: c_int = names.five(1);
    let _: &[c_int] = names.six(1);
    let _: Code = names.r#loop("x", 1, 2)?;
    let _: Result<(), CallError> = names.seven("x", &[], 1);
    let _: c_int = names.present("x")?;
    let parent = names.parent();
    let mut child = names.child(&parent).unwrap();
    names.raw_asked(&mut child)?;
    let _: &CStr = names.name(&child, &parent);
    let _: Result<(), CallError> = child.close();
    let _: Option<&CStr> = names.maybe(None)?;
    let _: c_int = names.maybe_checked()?;
    names.maybe_nothing("x")?;
    let mut buffer = [0; 8];
    // SAFETY: nothing is called.
    let _: c_int = unsafe { names.format("%d", &mut buffer, (1, 2.0)) };
    // SAFETY: nothing is called.
    let _: c_int = unsafe { names.listed("%d", 1) };
    let (_, _, _, _): (c_int, c_int, bool, Code) = names.many("x", &[], 1, 2, 3, 4, 5, 6, 7);
    let _: String = names.text();
    Ok(())
}

fn main() {
    let _ = (uses, lazy);
}
