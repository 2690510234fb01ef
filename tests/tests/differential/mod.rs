//! The common parts of the test binaries of all suites: one trial for each compiler, optimization level and form
//! of call. A binary has the code that was generated for its suite as `crate::generated`.

mod callbacks;
mod calls;
mod layouts;
mod risks;
pub(crate) mod signature;

use ffi_runtime::{Abi, CallInterface};
use ffi_tests::differential::{self, Tally};
use ffi_tests::model::{Convention, Model, Selection};
use ffi_tests::toolchain::{self, TOOLCHAINS, Toolchain};
use ffi_tests::trial;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::generated::{self, SUITE};

pub(crate) fn main() {
    if let Some(name) = trial::of_child() {
        let mut found = calls().into_iter().filter(|calls| calls.name() == name);
        let calls = found.next().expect("the parent has the same trials");
        let done = (calls.run)(calls.toolchain);
        trial::end_child(done.map_err(|failed| failed.message().unwrap_or_default().to_owned()));
    }
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test(
        "declared_and_prepared_interfaces_agree",
        layouts::interfaces_agree,
    )];
    // A few signatures meet few risks.
    if selection() == Selection::All {
        let name = "signatures_meet_the_risks";
        trials.push(Trial::test(name, risks::signatures_meet_them));
    }
    for toolchain in TOOLCHAINS {
        let layouts = move || layouts::layouts(toolchain);
        trials.push(trial(toolchain, &label(toolchain, "layouts"), layouts));
    }
    trials.extend(calls().into_iter().map(|calls| {
        let name = calls.name();
        trial(calls.toolchain, &name.clone(), move || {
            let model = model();
            trial::in_child(&name, |number| {
                let explained = interface(number).map(CallInterface::explain);
                differential::describe(&model, number) + &explained.unwrap_or_default()
            })
            .map_err(Failed::from)
        })
    }));
    libtest_mimic::run(&arguments, trials).exit();
}

/// Makes the calls, and compares what both sides saw.
type Run = Box<dyn FnOnce(&Toolchain) -> Result<(), Failed> + Send>;

/// Calls of every signature, compiled by one compiler.
struct Calls {
    toolchain: &'static Toolchain,
    name: String,
    run: Run,
}

impl Calls {
    fn name(&self) -> String {
        label(self.toolchain, &self.name)
    }
}

/// All of them, also of compilers that are not there.
fn calls() -> Vec<Calls> {
    let mut all = Vec::new();
    for toolchain in TOOLCHAINS {
        let mut add = |name: String, run: Run| {
            all.push(Calls {
                toolchain,
                name,
                run,
            });
        };
        add("typed".to_owned(), Box::new(calls::typed));
        if SUITE.has_callbacks() {
            add("callbacks".to_owned(), Box::new(callbacks::declared));
            let name = "callbacks_user_data".to_owned();
            add(name, Box::new(callbacks::with_user_data));
        }
        // What is prepared may be of each convention, whatever the declaration says.
        for convention in SUITE.conventions() {
            let (abi, suffix) = match convention {
                Convention::C => (Abi::C, ""),
                Convention::CUnwind => (Abi::CUnwind, "_unwind"),
                Convention::Sysv64 => (Abi::Sysv64, ""),
                Convention::Win64 => (Abi::Win64, ""),
            };
            let run = move |toolchain: &Toolchain| calls::dynamic(toolchain, abi);
            add(format!("dynamic{suffix}"), Box::new(run));
            if SUITE.has_callbacks() {
                let run = move |toolchain: &Toolchain| callbacks::dynamic(toolchain, abi);
                add(format!("callbacks_dynamic{suffix}"), Box::new(run));
            }
        }
    }
    all
}

/// The name of a trial.
fn label(toolchain: &Toolchain, name: &str) -> String {
    let Toolchain { family, level, .. } = toolchain;
    format!("{family}{level}::{name}")
}

/// A trial of a compiler; one that is not there is reported, as a failure if it has to be there.
fn trial(
    toolchain: &'static Toolchain,
    name: &str,
    run: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let Toolchain { family, .. } = toolchain;
    match toolchain.version {
        Ok(_) => Trial::test(name, run),
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

/// Which signatures the generated code has.
fn selection() -> Selection {
    let parsed = generated::SELECTION.parse();
    parsed.expect("the build script wrote it")
}

/// The model of the generated code.
fn model() -> Model {
    Model::new(generated::SEED, SUITE, &selection())
}

fn finish(toolchain: &Toolchain, form: &str, tally: Tally<'_>) -> Result<(), Failed> {
    let Toolchain { family, level, .. } = toolchain;
    let version = toolchain.version.unwrap_or_default();
    let summary = tally.finish()?;
    eprintln!("{family} {version} {level}, {form}: {summary}");
    Ok(())
}
