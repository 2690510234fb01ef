//! Runs the differential test: one trial for each compiler, optimization level and form of call.

use ffi_runtime::{Abi, CallInterface};
use ffi_tests::differential::Tally;
use ffi_tests::model::Model;
use ffi_tests::toolchain::{self, TOOLCHAINS, Toolchain};
use libtest_mimic::{Arguments, Failed, Trial};

#[path = "differential/callbacks.rs"]
mod callbacks;
#[path = "differential/calls.rs"]
mod calls;
#[path = "differential/layouts.rs"]
mod layouts;
#[path = "differential/risks.rs"]
mod risks;
#[path = "differential/signature.rs"]
mod signature;

/// What the build script wrote: types, declared libraries and callbacks, and drivers.
#[expect(
    clippy::too_many_arguments,
    reason = "signatures are drawn with up to 24"
)]
mod generated {
    use std::ffi::c_void;
    use std::path::Path;

    use ffi_runtime::callback::{Callback, LocalCallback, LocalUserCallback, UserCallback};
    use ffi_runtime::macro_support::{
        self, Panics, RegisterFile, Signature, UserData, scoped, user_scoped,
    };
    use ffi_runtime::{
        CallInterface, CodePointer, ForeignType, LibraryError, Type, callback, foreign_library,
    };
    use ffi_tests::differential::{Call, CallIn, CallbackDriver, Recorder};

    use crate::signature::signature;

    type Driver = ffi_tests::differential::Driver<Libraries>;

    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test(
            "declared_and_prepared_interfaces_agree",
            layouts::interfaces_agree,
        ),
        Trial::test("signatures_meet_the_risks", risks::signatures_meet_them),
    ];
    for toolchain in TOOLCHAINS {
        for (name, run) in [
            (
                "layouts",
                layouts::layouts as fn(&Toolchain) -> Result<(), Failed>,
            ),
            ("typed", calls::typed),
            ("dynamic", |toolchain| calls::dynamic(toolchain, Abi::C)),
            ("dynamic_unwind", |toolchain| {
                calls::dynamic(toolchain, Abi::CUnwind)
            }),
            ("callbacks", callbacks::declared),
            ("callbacks_user_data", callbacks::with_user_data),
            ("callbacks_dynamic", |toolchain| {
                callbacks::dynamic(toolchain, Abi::C)
            }),
            ("callbacks_dynamic_unwind", |toolchain| {
                callbacks::dynamic(toolchain, Abi::CUnwind)
            }),
        ] {
            trials.push(trial(toolchain, name, run));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A trial of a compiler; one that is not there is reported, as a failure if it has to be there.
fn trial(
    toolchain: &'static Toolchain,
    name: &str,
    run: fn(&Toolchain) -> Result<(), Failed>,
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
    Model::new(generated::SEED)
}

fn finish(toolchain: &Toolchain, form: &str, tally: Tally<'_>) -> Result<(), Failed> {
    let Toolchain { family, level, .. } = toolchain;
    let version = toolchain.version.unwrap_or_default();
    let summary = tally.finish()?;
    eprintln!("{family} {version} {level}, {form}: {summary}");
    Ok(())
}
