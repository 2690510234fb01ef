//! Size queries and message buffers of declared methods, with a library of this program.

#[path = "grow/forms.rs"]
mod forms;
#[path = "grow/functions.rs"]
mod functions;
#[path = "grow/library.rs"]
mod library;

use std::mem::MaybeUninit;

use ffi_runtime::lowering::{CallError, Filled, GrowError};

use crate::functions::{calls, lie, queries, sizes, text};
use crate::library::Refused;

fn multiples(count: u32) -> Vec<u32> {
    (0..count).map(|number| 3 * number).collect()
}

fn buffer<T, const N: usize>() -> [MaybeUninit<T>; N] {
    [const { MaybeUninit::uninit() }; N]
}

#[test]
fn a_count_is_asked_before_the_elements() {
    sizes(&[3]);
    assert_eq!(queries().enumerate(3), Ok(multiples(3)));
    assert_eq!(calls(), [-1, 3]);
}

#[test]
fn nothing_needs_one_call() {
    sizes(&[0]);
    assert_eq!(queries().enumerate(3), Ok(Vec::new()));
    assert_eq!(calls(), [-1]);
}

#[test]
fn a_first_buffer_that_is_large_enough_needs_one_call() {
    sizes(&[3]);
    assert_eq!(queries().enumerate_first(3), Ok(multiples(3)));
    assert_eq!(calls(), [4]);
    sizes(&[9]);
    assert_eq!(queries().enumerate_first(3), Ok(multiples(9)));
    assert_eq!(calls(), [4, 16]);
}

#[test]
fn a_size_that_grows_between_the_calls_is_asked_for_again() {
    sizes(&[3, 5]);
    assert_eq!(queries().enumerate(3), Ok(multiples(5)));
    assert_eq!(calls(), [-1, 3, 16]);
    sizes(&[2, 3, 4]);
    let (items, total) = queries().list().expect("it grows twice");
    assert_eq!((items, total), (vec![7; 4], 4));
    assert_eq!(calls(), [-1, 2, 3, 4]);
}

#[test]
fn a_size_that_shrinks_gives_the_elements_that_are_left() {
    sizes(&[5, 2]);
    assert_eq!(queries().enumerate(3), Ok(multiples(2)));
    sizes(&[5, 0]);
    assert_eq!(queries().enumerate(3), Ok(Vec::new()));
}

#[test]
fn a_size_that_never_stops_growing_is_an_error() {
    let growing: Vec<usize> = (1..100).collect();
    sizes(&growing);
    let error = GrowError::KeepsGrowing {
        calls: 16,
        capacity: 15,
    };
    assert_eq!(queries().list(), Err(error));
    assert_eq!(calls().len(), 16);
    let error = GrowError::KeepsGrowing {
        calls: 16,
        capacity: 16 << 14,
    };
    assert_eq!(queries().enumerate(98), Err(Refused::Grow(error)));
}

#[test]
fn a_length_of_more_than_the_buffer_is_not_trusted() {
    sizes(&[3]);
    lie(1);
    let error = queries().enumerate(3);
    // Three, and one more than there is: the buffer is larger each time.
    assert!(error.is_ok_and(|items| items == [0, 3, 6, 0]));
    sizes(&[300]);
    // 300 is 44 in a byte.
    let (items, _) = queries().list().expect("44 fit");
    assert_eq!(items, [7; 44]);
    text(b"abc");
    lie(1000);
    let target = queries().link("x");
    assert!(
        target
            .as_ref()
            .is_ok_and(|target| target.starts_with("abc\0") && target.len() == 1003),
        "{target:?}"
    );
}

#[test]
fn the_status_of_every_call_decides() {
    assert_eq!(queries().enumerate(99), Err(Refused::Code(-9, None)));
    sizes(&[2]);
    assert_eq!(queries().enumerate_value(3), Ok((0, multiples(2))));
}

#[test]
fn bytes_are_not_elements() {
    sizes(&[8]);
    assert_eq!(queries().list_bytes(), Ok(vec![0x0101_0101; 2]));
    assert_eq!(calls(), [-1, 8]);
    // Half an element needs a place, and is not one.
    sizes(&[10]);
    assert_eq!(queries().list_bytes(), Ok(vec![0x0101_0101; 2]));
    assert_eq!(calls(), [-1, 12]);
}

#[test]
fn elements_are_normalized() {
    assert_eq!(queries().flags(), Ok(vec![false, true, true]));
}

#[test]
fn the_error_state_says_that_the_buffer_is_too_small() {
    sizes(&[2, 3]);
    assert_eq!(queries().windows().expect("it grows"), [0, 1, 2]);
    assert_eq!(calls(), [-1, 4, 6]);
    sizes(&[0]);
    let error = queries().windows().expect_err("another error");
    assert_eq!(error.raw_os_error(), Some(2));
}

#[test]
fn the_result_is_the_length_that_is_needed() {
    text(b"hello");
    assert_eq!(queries().print(0), Ok("hello".to_owned()));
    assert_eq!(calls(), [-1, 6]);
    assert_eq!(queries().print_plain(0), Ok(c"hello".to_owned()));
    text(b"");
    assert_eq!(queries().print(0), Ok(String::new()));
    assert_eq!(queries().wide_name(), Ok(vec![0x41, 0x20ac, 0x42]));
}

#[test]
fn a_negative_length_is_a_failure() {
    let failed = CallError::Failed {
        function: "print",
        returned: -1,
    };
    assert_eq!(queries().print(-1), Err(failed));
    let error = GrowError::NoLength { length: -1 };
    assert_eq!(queries().print_plain(-1), Err(error));
}

#[test]
fn a_buffer_that_is_full_is_taken_for_cut() {
    text(b"module");
    assert_eq!(queries().module_name(), Ok("module".to_owned()));
    assert_eq!(calls(), [2, 16]);
    text(b"abcd");
    assert_eq!(queries().link("x"), Ok("abcd".to_owned()));
    assert_eq!(calls(), [4, 16]);
    text(b"longer than sixteen bytes");
    assert_eq!(
        queries().link("x").as_deref(),
        Ok("longer than sixteen bytes")
    );
    assert_eq!(calls(), [4, 16, 32]);
    assert!(queries().link("nowhere").is_err());
    assert!(matches!(
        queries().link("a\0b"),
        Err(CallError::Argument(_))
    ));
}

#[test]
fn a_separate_length_counts_the_nul() {
    text(b"device");
    assert_eq!(queries().info(), Ok("device".to_owned()));
    assert_eq!(calls(), [-1, 7]);
    assert_eq!(queries().info_c(), Ok(c"device".to_owned()));
    // More bytes than the text has.
    lie(9);
    assert_eq!(queries().info(), Ok("device".to_owned()));
    assert_eq!(queries().info_c(), Ok(c"device".to_owned()));
}

#[test]
fn a_text_is_replaced_where_it_is_not_utf8_and_never_cut() {
    text(b"a\xffb");
    assert_eq!(queries().print(0), Ok("a\u{fffd}b".to_owned()));
    text(b"a\0b");
    assert_eq!(queries().link("x"), Ok("a\0b".to_owned()));
    let error = GrowError::InnerNul { position: 1 };
    assert_eq!(queries().link_c("x"), Err(CallError::Grow(error)));
}

#[test]
fn a_text_that_ends_says_its_length_itself() {
    text(b"/home");
    assert_eq!(
        queries().directory().expect("it grows"),
        c"/home".to_owned()
    );
    assert_eq!(calls(), [2, 16]);
    text(b"");
    let error = queries().directory().expect_err("another error");
    assert_eq!(error.raw_os_error(), Some(2));
    text(b"a name of more than sixteen");
    assert_eq!(
        queries().host().as_deref(),
        Ok("a name of more than sixteen")
    );
    assert_eq!(calls(), [2, 16, 32]);
}

#[test]
fn the_twin_makes_one_call() {
    let queries = queries();
    sizes(&[3]);
    let mut four = buffer::<u32, 4>();
    let filled = queries.enumerate_into(3, &mut four).expect("a success");
    assert_eq!(filled, Filled::All(&mut [0, 3, 6][..]));
    assert_eq!(calls(), [4]);
    let filled = queries
        .enumerate_value_into(3, &mut four)
        .expect("a success");
    assert_eq!(filled, Filled::All((0, &mut [0, 3, 6][..])));
    let filled = queries.enumerate_into(3, &mut []).expect("a success");
    assert_eq!(filled, Filled::TooSmall { needed: Some(3) });
    let mut two = buffer::<u32, 2>();
    let filled = queries.enumerate_into(3, &mut two).expect("a success");
    assert_eq!(filled, Filled::TooSmall { needed: None });
    assert_eq!(
        queries.enumerate_into(99, &mut two),
        Err(Refused::Code(-9, None))
    );
    assert_eq!(
        queries.list_into(&mut two),
        Ok(Filled::TooSmall { needed: Some(3) })
    );
    assert_eq!(
        queries.list_into(&mut four),
        Ok(Filled::All((&mut [7; 3][..], 3)))
    );
    let mut flags = buffer::<bool, 3>();
    let filled = queries.flags_into(&mut flags);
    assert_eq!(filled, Ok(Filled::All(&mut [false, true, true][..])));
}

#[test]
fn the_twin_of_a_text_has_no_nul() {
    let queries = queries();
    text(b"hello");
    let mut bytes = buffer::<u8, 6>();
    assert_eq!(
        queries.print_into(&mut bytes, 0),
        Ok(Filled::All(&mut b"hello".to_owned()[..]))
    );
    let small = &mut bytes[..5];
    assert_eq!(
        queries.print_into(small, 0),
        Ok(Filled::TooSmall { needed: Some(6) })
    );
    text(b"abcd");
    let mut four = buffer::<u8, 4>();
    assert_eq!(
        queries.link_into("x", &mut four),
        Ok(Filled::TooSmall { needed: None })
    );
    let directory = queries.directory_into(&mut four).expect("a success");
    assert_eq!(directory, Filled::TooSmall { needed: None });
    let directory = queries.directory_into(&mut bytes).expect("a success");
    assert_eq!(directory.all(), Some(&mut b"abcd".to_owned()[..]));
}

#[test]
fn a_message_becomes_the_error() {
    let queries = queries();
    assert_eq!(queries.connect(0), Ok(()));
    assert_eq!(
        queries.connect(1),
        Err(Refused::Code(-1, Some("no".to_owned())))
    );
    assert_eq!(
        queries.connect(2),
        Err(Refused::Code(-2, Some("a longer".to_owned())))
    );
    assert_eq!(queries.connect(3), Err(Refused::Code(-3, None)));
    assert_eq!(queries.connect_plain(0), Ok(0));
    assert_eq!(queries.connect_plain(2), Err("a longer".to_owned()));
    assert_eq!(
        queries.connect_plain(3),
        Err("`connect` failed: it returned -3".to_owned())
    );
    assert_eq!(queries.connect_unchecked(1), Err("no".to_owned()));
    assert_eq!(queries.connect_unchecked(3), Ok(-3));
}

#[test]
fn a_function_that_is_missing_is_an_error_of_the_query() {
    assert!(matches!(queries().absent(), Err(GrowError::Missing(_))));
    assert!(matches!(
        queries().absent_into(&mut []),
        Err(GrowError::Missing(_))
    ));
    assert!(!queries().has_absent());
}

#[test]
fn the_raw_twin_takes_what_c_takes() {
    sizes(&[3]);
    let mut count = 2;
    let mut items = [9; 2];
    let queries = queries();
    // SAFETY: the buffer has two elements.
    let code = unsafe {
        queries
            .raw()
            .enumerate(3, &raw mut count, items.as_mut_ptr())
    };
    assert_eq!((code, items), (library::Code::INCOMPLETE, [0, 3]));
}

#[cfg(unix)]
mod system {
    //! Functions of the C library itself.

    use std::ffi::{CStr, c_char, c_int};
    use std::os::unix::fs::symlink;

    use ffi_runtime::foreign_library;

    #[foreign_library(process)]
    unsafe trait C {
        #[check(not_negative)]
        unsafe fn snprintf(
            &self,
            #[grow(len = size, needed = return, nul = excluded)] text: String,
            size: usize,
            format: &CStr,
            _: ...
        ) -> c_int;
        #[check(not_negative)]
        #[errno]
        fn readlink(
            &self,
            path: &CStr,
            #[grow(bytes = size, written = return, nul = none, first = 4)] target: String,
            size: usize,
        ) -> isize;
        #[check(nonzero)]
        #[errno]
        fn getcwd(
            &self,
            #[grow(bytes = size, written = nul, again_error = 34, first = 1)] path: String,
            size: usize,
        ) -> *mut c_char;
    }

    #[test]
    fn the_c_library_fills_texts() {
        let c = C::load().expect("the C library is in the process");
        // SAFETY: the format has one number and one text.
        let text = unsafe { c.snprintf(c"%d %s", (42, c"apples")) };
        assert_eq!(text.as_deref(), Ok("42 apples"));
        let path = std::env::current_dir().expect("there is one");
        assert_eq!(c.getcwd().expect("it grows"), path.to_str().expect("UTF-8"));

        let place = std::env::temp_dir().join(format!("grow-{}", std::process::id()));
        let target = "a target of more than sixteen bytes";
        symlink(target, &place).expect("a link can be made");
        let path = std::ffi::CString::new(place.to_str().expect("UTF-8")).expect("no NUL");
        let found = c.readlink(&path);
        std::fs::remove_file(&place).expect("it is there");
        assert_eq!(found.expect("there is a link"), target);
        let error = c.readlink(&path).expect_err("there is none");
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    }
}
