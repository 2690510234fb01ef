//! The type that `#[open_enum]` makes of an enum.
#![deny(warnings)]

use std::collections::{BTreeSet, HashSet};
use std::ffi::{c_int, c_uint};

use ffi_runtime::{ForeignType, Status as _, Type, VariadicArgument, callback, foreign_library, open_enum};

const BASE: i32 = 100;

#[open_enum]
#[repr(i32)]
#[derive(Default)]
pub enum Code {
    Ok,
    Busy = 5,
    /// After 5.
    Full,
    #[cfg(any())]
    Absent = 50,
    #[cfg(not(any()))]
    Present = 60,
    /// After 60.
    Next,
    Failed = -1,
    Based = BASE + 1,
    /// After an expression.
    AfterBased,
    /// A second name.
    Occupied = 5,
    #[deprecated]
    Old = 9,
    AfterOld,
    r#try,
}

#[open_enum]
#[repr(u8)]
enum Byte {
    #[cfg(any())]
    Absent,
    First,
    Last = 255,
}

#[open_enum]
#[repr(C)]
enum Kind {
    A,
    B,
}

#[open_enum]
#[repr(C)]
enum Negative {
    A = -2,
    B,
}

#[open_enum]
#[repr(u16)]
enum Empty {}

#[derive(ForeignType)]
#[repr(C)]
pub struct Status {
    pub code: Code,
    pub others: [Code; 2],
}

#[callback]
pub type Report = unsafe extern "C" fn(code: Code, status: Status) -> Code;

#[open_enum(status)]
#[repr(i8)]
pub enum Outcome {
    #[success]
    Done,
    /// A second name.
    #[success]
    Finished = 0,
    #[success]
    #[cfg(any())]
    Absent,
    #[deprecated]
    #[success]
    Old = 5,
    #[refused]
    #[missing]
    r#try = -1,
}

#[foreign_library(name = "codes")]
pub unsafe trait Codes {
    fn last(&self, code: Code, out: &mut Code, into: Option<&mut Status>, report: Report) -> Code;
    #[check]
    fn outcome(&self, #[terminated] text: &str) -> Outcome;
}

const fn is_named(code: Code) -> bool {
    matches!(code, Code::Ok | Code::Busy | Code::r#try)
}

fn main() {
    let numbers = [
        Code::Ok,
        Code::Full,
        Code::Present,
        Code::Next,
        Code::Failed,
        Code::Based,
        Code::AfterBased,
        Code::Occupied,
        Code::AfterOld,
        Code::r#try,
    ];
    assert_eq!(numbers.map(Code::raw), [0, 6, 60, 61, -1, 101, 102, 5, 10, 11]);
    assert_eq!(Code::default(), Code::Ok);
    assert_eq!(Byte::First.raw(), 0);
    assert_eq!(format!("{:?} {:?}", Code::Occupied, Code::r#try), "Busy try");
    assert_eq!(format!("{:?} {:?}", Code::from_raw(-7), Byte::from(7)), "Code(-7) Byte(7)");
    assert_eq!(format!("{:?} {:?}", Byte::Last, Empty::from_raw(3)), "Last Empty(3)");
    const { assert!(is_named(Code::from_raw(5)) && !is_named(Code::from_raw(7))) }
    assert!(Code::Failed < Code::Ok && Code::Busy == Code::Occupied);
    assert_eq!(HashSet::from([Code::Busy, Code::Occupied]).len(), 1);
    assert_eq!(BTreeSet::from([Code::Ok, Code::Failed]).first(), Some(&Code::Failed));
    assert_eq!((Code::TYPE, Byte::TYPE, Negative::TYPE), (Type::I32, Type::U8, Type::I32));
    let promoted: (c_int, Code) = (Byte::Last.promote(), Code::Busy.promote());
    assert_eq!(promoted, (255, Code::Busy));
    let raw: c_int = Negative::B.raw();
    assert_eq!((raw, Negative::A.raw()), (-1, -2));
    if cfg!(not(target_env = "msvc")) {
        let raw: c_uint = Kind::B.raw() as c_uint;
        assert_eq!((raw, Kind::A.raw(), Kind::TYPE), (1, 0, Type::U32));
    }
    let outcomes = [0, 5, -1, 7].map(|number| Outcome::from_raw(number).into_result());
    let [done, old, failed, other] = outcomes.map(|outcome| outcome.map_err(|error| error.to_string()));
    assert_eq!([done, old], [Ok(Outcome::Done), Ok(Outcome::from_raw(5))]);
    assert_eq!(failed, Err("try (-1)".to_owned()));
    assert_eq!(other, Err("Outcome(7)".to_owned()));
    Report::scoped(|code, status| if code == Code::Ok { code } else { status.code }, |_| ());
}
