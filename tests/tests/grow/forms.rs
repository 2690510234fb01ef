//! Size queries in a block and in tables, of this program's functions too.

use std::ffi::{c_int, c_void};

use ffi_runtime::lowering::{CallError, Filled, GrowError};
use ffi_runtime::{foreign_library, foreign_table};

use crate::functions::{self, FILLERS, WITHOUT_LIST, calls, resolve, sizes, text};
use crate::library::{Code, Refused};
use crate::{buffer, multiples};

#[foreign_library(name = "queries", struct = Block)]
unsafe extern "C" {
    #[check]
    safe fn enumerate(
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[check(not_negative)]
    fn print(
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        mode: c_int,
    ) -> c_int;
    #[optional]
    safe fn absent(#[grow(len = count)] items: Vec<u32>, count: u32);
}

/// Its entries are `FILLERS`.
#[foreign_table]
unsafe trait Fillers {
    #[check]
    fn enumerate(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[skip(1)]
    #[check(not_negative)]
    unsafe fn print(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        mode: c_int,
    ) -> c_int;
    #[optional]
    fn list(&self, count: u8, #[grow(len = count)] items: Vec<u32>, #[out] total: u64);
}

/// The first entry of `FILLERS`, and after it the others.
#[foreign_table]
unsafe trait First {
    #[check]
    fn enumerate(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
}

#[foreign_table(extends = First)]
unsafe trait Second {
    #[skip(1)]
    #[check(not_negative)]
    unsafe fn print(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        mode: c_int,
    ) -> c_int;
}

fn block() -> Block {
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Block::from_symbols(resolve) }.expect("the functions are there")
}

fn fillers(table: &'static functions::Fillers) -> Fillers {
    let table: *const c_void = (&raw const *table).cast();
    // SAFETY: the table has these entries, as long as the program runs.
    unsafe { Fillers::from_table(table, ()) }.expect("the entries are there")
}

#[test]
fn a_block_has_queries_and_their_twins() {
    let block = block();
    sizes(&[3, 5]);
    assert_eq!(block.enumerate(3), Ok(multiples(5)));
    assert_eq!(calls(), [-1, 3, 16]);
    sizes(&[3]);
    let mut four = buffer::<u32, 4>();
    assert_eq!(
        block.enumerate_into(3, &mut four),
        Ok(Filled::All(&mut multiples(3)[..]))
    );
    assert_eq!(calls(), [4]);
    assert_eq!(
        block.enumerate_into(99, &mut four),
        Err(Refused::Code(-9, None))
    );
    text(b"hello");
    // SAFETY: the function fills the buffer, whatever the mode.
    assert_eq!(unsafe { block.print(0) }, Ok("hello".to_owned()));
    let mut bytes = buffer::<u8, 4>();
    // SAFETY: as above.
    let filled = unsafe { block.print_into(&mut bytes, 0) };
    assert_eq!(filled, Ok(Filled::TooSmall { needed: Some(6) }));
    assert!(matches!(block.absent(), Err(GrowError::Missing(_))));
    assert!(matches!(
        block.absent_into(&mut four),
        Err(GrowError::Missing(_))
    ));
}

#[test]
fn a_table_has_queries_and_their_twins() {
    let fillers = fillers(&FILLERS);
    sizes(&[3]);
    assert_eq!(fillers.enumerate(3), Ok(multiples(3)));
    assert_eq!(calls(), [-1, 3]);
    let mut four = buffer::<u32, 4>();
    assert_eq!(
        fillers.enumerate_into(3, &mut four),
        Ok(Filled::All(&mut multiples(3)[..]))
    );
    assert_eq!(calls(), [4]);
    assert_eq!(fillers.list(), Ok((vec![7; 3], 3)));
    assert_eq!(
        fillers.list_into(&mut four[..2]),
        Ok(Filled::TooSmall { needed: Some(3) })
    );
    text(b"hello");
    // SAFETY: the function fills the buffer, whatever the mode.
    assert_eq!(unsafe { fillers.print(0) }, Ok("hello".to_owned()));
    let failed = CallError::Failed {
        function: "print",
        returned: -1,
    };
    let mut bytes = buffer::<u8, 6>();
    // SAFETY: as above.
    let filled = unsafe { fillers.print_into(&mut bytes, -1) };
    assert_eq!(filled, Err(failed));
    // SAFETY: as above.
    let filled = unsafe { fillers.print_into(&mut bytes, 0) };
    assert_eq!(filled, Ok(Filled::All(&mut b"hello".to_owned()[..])));
}

#[test]
fn an_entry_that_is_null_is_an_error_of_the_query() {
    let fillers = fillers(&WITHOUT_LIST);
    assert!(!fillers.has_list());
    assert!(matches!(fillers.list(), Err(GrowError::Missing(_))));
    assert!(matches!(
        fillers.list_into(&mut []),
        Err(GrowError::Missing(_))
    ));
}

#[test]
fn a_table_has_the_twins_of_the_one_that_it_extends() {
    let table: *const c_void = (&raw const FILLERS).cast();
    // SAFETY: the table has these entries, as long as the program runs.
    let second = unsafe { Second::from_table(table, ()) }.expect("the entries are there");
    sizes(&[3]);
    let mut four = buffer::<u32, 4>();
    assert_eq!(
        second.enumerate_into(3, &mut four),
        Ok(Filled::All(&mut multiples(3)[..]))
    );
    text(b"hi");
    let mut bytes = buffer::<u8, 6>();
    // SAFETY: the function fills the buffer, whatever the mode.
    let filled = unsafe { second.print_into(&mut bytes, 0) };
    assert_eq!(filled, Ok(Filled::All(&mut b"hi".to_owned()[..])));
}
