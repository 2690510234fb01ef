//! The ways to call a library that is loaded at run time.
//!
//! [`direct`] is the base: what one writes by hand, function pointers in a struct. All of them load
//! the same file.

pub mod direct;
pub mod dlopen;
pub mod dynamic;
pub mod libffi;
pub mod prepared;
pub mod typed;

use crate::callees::{Callees, Case, check, run};
use crate::contenders::prepared::{Convention, Prepared};
use crate::{LIBRARY, open_fixture};

/// Makes calls: of which function, in which copy of the loop, how many.
pub type Runner = Box<dyn Fn(Case, usize, u64)>;

/// One of the ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    /// Function pointers of `libloading`, in a struct.
    Direct,
    /// A `WrapperApi` of `dlopen2`.
    Dlopen2,
    /// A prepared call of the `libffi` crate, low level.
    Libffi,
    /// A method of a `#[foreign_library]`.
    Typed,
    /// A `CallInterface` that was prepared at run time.
    Dynamic,
}

impl Contender {
    /// All of them, in the order of the table's columns.
    pub const ALL: [Self; 5] = [
        Self::Direct,
        Self::Dlopen2,
        Self::Libffi,
        Self::Typed,
        Self::Dynamic,
    ];

    /// The heading of its column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Dlopen2 => "dlopen2",
            Self::Libffi => "libffi",
            Self::Typed => "typed",
            Self::Dynamic => "dynamic",
        }
    }

    /// The contender of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Loads the library in this way; what comes back takes a case, which
    /// [copy](crate::callees::COPIES) of the loop, and how many calls to make.
    ///
    /// # Panics
    ///
    /// If the library cannot be loaded, or the contender calls it wrongly.
    #[must_use]
    pub fn load(self) -> Runner {
        match self {
            Self::Direct => runner(direct::Direct::load()),
            Self::Dlopen2 => runner(dlopen::load()),
            Self::Libffi => runner(Prepared::<libffi::Libffi>::load(Convention::C)),
            Self::Typed => runner(open_fixture(typed::Typed::open, LIBRARY)),
            Self::Dynamic => runner(Prepared::<dynamic::Dynamic>::load(Convention::C)),
        }
    }
}

/// Functions with the convention of Windows.
#[cfg(target_arch = "x86_64")]
impl Contender {
    /// The contenders that have the convention.
    pub const WIN64: [Self; 4] = [Self::Direct, Self::Libffi, Self::Typed, Self::Dynamic];

    /// Does what [`load`](Self::load) does, with functions that have the convention of Windows.
    ///
    /// # Panics
    ///
    /// As there, and for `dlopen2`.
    #[must_use]
    pub fn load_win64(self) -> Runner {
        match self {
            Self::Direct => runner(direct::DirectWin64::load()),
            Self::Dlopen2 => panic!("dlopen2 calls as direct calls do"),
            Self::Libffi => runner(Prepared::<libffi::Libffi>::load(Convention::Win64)),
            Self::Typed => runner(open_fixture(typed::TypedWin64::open, crate::WIN64_LIBRARY)),
            Self::Dynamic => runner(Prepared::<dynamic::Dynamic>::load(Convention::Win64)),
        }
    }
}

fn runner<C: Callees + 'static>(library: C) -> Runner {
    check(&library);
    Box::new(move |case, copy, calls| run(case, &library, copy, calls))
}
