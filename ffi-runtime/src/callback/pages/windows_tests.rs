//! Control Flow Guard: where the trampolines of a program are that was linked with it.

use core::ptr;
use std::env;
use std::fs;
use std::process::{self, Command};

use super::{GUARD_CF, characteristics, guards_static_code};
use crate::callback::panic::Callee;
use crate::callback::table::Claim;
use crate::machine::shared::bank::BANK_SLOTS;
use crate::machine::trampoline::{code, first};
use crate::types::CodePointer;

/// The linker of these tests makes no table of functions, so the mark of one is set in a copy.
#[test]
fn trampolines_of_a_guarded_image_are_in_pages_of_their_own() {
    assert!(!guards_static_code(), "this program has no table");
    let program = env::current_exe().expect("the system knows the program");
    let mut image = fs::read(program).expect("a program can be read");
    let place = characteristics(&image).expect("a program has headers");
    let [_, mark] = GUARD_CF.to_le_bytes();
    image[place + 1] |= mark;
    let guarded = env::temp_dir().join(format!("ffi-guarded-{}.exe", process::id()));
    fs::write(&guarded, image).expect("there is a folder for temporary files");
    let test = "callback::pages::windows::tests::slot_in_a_guarded_image";
    let output = Command::new(&guarded)
        .args(["--ignored", "--exact", test])
        .output();
    fs::remove_file(&guarded).expect("it is there");
    let output = output.expect("the copy is a program");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("1 passed"), "{report}");
}

#[test]
#[ignore = "runs in the copy that has the mark"]
fn slot_in_a_guarded_image() {
    assert!(guards_static_code());
    let made = Callee::Made(core::panic::Location::caller());
    let entry = CodePointer::from_ptr(ptr::without_provenance(16)).expect("16 is not 0");
    let claim = Claim::new(ptr::null_mut(), entry, made).expect("there is a slot");
    let address = claim.code().as_ptr().addr();
    let own = [0, BANK_SLOTS].map(|number| code(first(), number).as_ptr().addr());
    assert!(!(own[0]..own[1]).contains(&address));
}
