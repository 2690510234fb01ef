//! The assembly, and what stands around it: an interface becomes registers and stack words, and the other way
//! round.
//!
//! `shared` has the contract between assembly and its callers, and what all conventions have in common. Each
//! convention has a folder, compiled only where it runs, with files of the same names; `unsupported` stands for
//! those that do not run here. `processor` is what a processor has once for all of its conventions. The next
//! stages are [`call`](crate::call) and [`callback`](mod@crate::callback).

#![warn(clippy::wildcard_enum_match_arm)]

/// Calls a function of the convention's folder: the list of all conventions.
macro_rules! in_machine {
    ($convention:expr, $function:ident($($argument:expr),*)) => {{
        use $crate::abi::Convention;
        use $crate::machine::{aapcs64, riscv64, sysv64, win64};

        match $convention {
            Convention::Sysv64 => sysv64::$function($($argument),*),
            Convention::Win64 => win64::$function($($argument),*),
            Convention::Aapcs64(_) => aapcs64::$function($($argument),*),
            Convention::Riscv64 => riscv64::$function($($argument),*),
        }
    }};
}
pub(crate) use in_machine;

#[cfg(all(target_arch = "aarch64", target_pointer_width = "64"))]
pub(crate) mod aapcs64;
#[cfg(target_arch = "riscv64")]
pub(crate) mod riscv64;
#[cfg(all(target_arch = "x86_64", target_pointer_width = "64"))]
pub(crate) mod sysv64;
#[cfg(all(target_arch = "x86_64", target_pointer_width = "64"))]
pub(crate) mod win64;

#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
pub(crate) mod trampoline;
pub(crate) mod unsupported;

#[cfg(not(all(target_arch = "aarch64", target_pointer_width = "64")))]
pub(crate) use unsupported as aapcs64;
#[cfg(not(target_arch = "riscv64"))]
pub(crate) use unsupported as riscv64;
#[cfg(not(all(target_arch = "x86_64", target_pointer_width = "64")))]
pub(crate) use unsupported as sysv64;
#[cfg(not(all(target_arch = "x86_64", target_pointer_width = "64")))]
pub(crate) use unsupported as win64;

// For each processor whose assembly is here; `none` stands for every other one.
#[cfg_attr(
    all(target_arch = "x86_64", target_pointer_width = "64"),
    path = "processor/x86_64/mod.rs"
)]
#[cfg_attr(
    all(target_arch = "aarch64", target_pointer_width = "64"),
    path = "processor/aarch64/mod.rs"
)]
#[cfg_attr(target_arch = "riscv64", path = "processor/riscv64/mod.rs")]
#[cfg_attr(
    not(all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )),
    path = "processor/none.rs"
)]
pub(crate) mod processor;

// What conventions share has no use where none of them runs; the compiler says if a processor is forgotten here.
#[cfg_attr(
    not(all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )),
    expect(
        dead_code,
        unreachable_pub,
        unused_imports,
        unused_macros,
        reason = "no convention runs on this target"
    )
)]
pub(crate) mod shared;
