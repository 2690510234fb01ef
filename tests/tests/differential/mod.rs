//! What the test binaries of all suites share: one trial for each compiler, optimization level and form
//! of call. A binary has the code that was generated for its suite as `crate::generated`.

mod callbacks;
mod calls;
mod layouts;
mod risks;
pub(crate) mod signature;

use ffi_runtime::{Abi, CallInterface};
use ffi_tests::differential::Tally;
use ffi_tests::model::{Convention, Model};
use ffi_tests::toolchain::{self, TOOLCHAINS, Toolchain};
use libtest_mimic::{Arguments, Failed, Trial};

use crate::generated::{self, SUITE};

pub(crate) fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test(
            "declared_and_prepared_interfaces_agree",
            layouts::interfaces_agree,
        ),
        Trial::test("signatures_meet_the_risks", risks::signatures_meet_them),
    ];
    for toolchain in TOOLCHAINS {
        trials.push(trial(toolchain, "layouts", layouts::layouts));
        trials.push(trial(toolchain, "typed", calls::typed));
        if SUITE.has_callbacks() {
            trials.push(trial(toolchain, "callbacks", callbacks::declared));
            let name = "callbacks_user_data";
            trials.push(trial(toolchain, name, callbacks::with_user_data));
        }
        // What is prepared may be of each convention, whatever the declaration says.
        for convention in SUITE.conventions() {
            let (abi, suffix) = match convention {
                Convention::C => (Abi::C, ""),
                Convention::CUnwind => (Abi::CUnwind, "_unwind"),
                Convention::Sysv64 => (Abi::Sysv64, ""),
                Convention::Win64 => (Abi::Win64, ""),
            };
            trials.push(trial(
                toolchain,
                &format!("dynamic{suffix}"),
                move |toolchain| calls::dynamic(toolchain, abi),
            ));
            if SUITE.has_callbacks() {
                let name = format!("callbacks_dynamic{suffix}");
                trials.push(trial(toolchain, &name, move |toolchain| {
                    callbacks::dynamic(toolchain, abi)
                }));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A trial of a compiler; one that is not there is reported, as a failure if it has to be there.
fn trial(
    toolchain: &'static Toolchain,
    name: &str,
    run: impl FnOnce(&Toolchain) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let Toolchain { family, level, .. } = toolchain;
    let name = format!("{family}{level}::{name}");
    match toolchain.version {
        Ok(_) => Trial::test(name, move || run(toolchain)),
        Err(reason) if toolchain::clang_is_required() => Trial::test(name, move || {
            Err(format!(
                "FFI_TESTS_REQUIRE_CLANG is set, but there is no {family}: {reason}; \
                 `apt-get install {family}`, then `touch tests/build/main.rs`"
            )
            .into())
        }),
        // The name is all that an ignored trial shows.
        Err(_) => Trial::test(
            format!("{name} (no {family}: `apt-get install {family}`)"),
            || Ok(()),
        )
        .with_ignored_flag(true),
    }
}

/// The interface of a declared method, as its library finds it.
fn interface(number: usize) -> Result<&'static CallInterface, Failed> {
    let found = (generated::DRIVERS[number].interface)(&format!("f{number}"));
    found.ok_or_else(|| format!("method f{number} has no interface").into())
}

/// The model of the generated code.
fn model() -> Model {
    Model::new(generated::SEED, SUITE)
}

fn finish(toolchain: &Toolchain, form: &str, tally: Tally<'_>) -> Result<(), Failed> {
    let Toolchain { family, level, .. } = toolchain;
    let version = toolchain.version.unwrap_or_default();
    let summary = tally.finish()?;
    eprintln!("{family} {version} {level}, {form}: {summary}");
    Ok(())
}
