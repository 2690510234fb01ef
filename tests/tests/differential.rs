//! Runs the differential test: one trial for each compiler, optimization level and form of call.

use std::path::Path;

use ffi_runtime::{Abi, CallInterface};
use ffi_tests::differential::{Call, Callee, Descriptors, DynamicCall, Seen, Tally};
use ffi_tests::model::{Kind, Model, pattern};
use ffi_tests::toolchain::{self, TOOLCHAINS, Toolchain};
use libtest_mimic::{Arguments, Failed, Trial};

#[path = "differential/risks.rs"]
mod risks;

/// What the build script wrote: types, declared libraries and drivers.
mod generated {
    use std::ffi::c_void;
    use std::path::Path;

    use ffi_runtime::{ForeignType, LibraryError, Type, foreign_library};

    use ffi_tests::differential::Call;

    type Driver = ffi_tests::differential::Driver<Libraries>;

    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("declared_and_prepared_interfaces_agree", interfaces_agree),
        Trial::test("signatures_meet_the_risks", risks::signatures_meet_them),
    ];
    for toolchain in TOOLCHAINS {
        for (name, run) in [
            ("layouts", layouts as fn(&Toolchain) -> Result<(), Failed>),
            ("typed", typed),
            ("dynamic", |toolchain| dynamic(toolchain, Abi::C)),
            ("dynamic_unwind", |toolchain| {
                dynamic(toolchain, Abi::CUnwind)
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

/// C, the compiler of the declarations and the run-time builder lay every type out alike.
fn layouts(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let callee = Callee::open(Path::new(toolchain.library))?;
    let fields: usize = model
        .aggregates
        .iter()
        .map(|aggregate| aggregate.fields.len())
        .sum();
    let mut table = callee
        .layouts(fields + 2 * model.aggregates.len())?
        .iter()
        .copied();
    let descriptors = Descriptors::new(&model);
    let mut failures = Vec::new();
    for (index, model) in model.aggregates.iter().enumerate() {
        let in_c: Vec<_> = table.by_ref().take(2 + model.fields.len()).collect();
        let declared = generated::AGGREGATES[index];
        let built = descriptors.aggregates()[index].as_type();
        for (maker, ty) in [("derive", declared), ("StructBuilder", built)] {
            let aggregate = ty
                .aggregate()
                .ok_or("an aggregate is described as something else")?;
            let offsets = aggregate.fields.iter().map(|field| field.offset);
            let in_rust: Vec<_> = [aggregate.size, aggregate.align]
                .into_iter()
                .chain(offsets)
                .collect();
            let is_union = matches!(ty, ffi_runtime::Type::Union(_));
            if in_rust != in_c || is_union != (model.kind == Kind::Union) {
                failures.push(format!(
                    "T{index} of {maker}: {in_rust:?}, in C {in_c:?}: {model:?}"
                ));
            }
        }
        if declared != built {
            failures.push(format!(
                "T{index}: {declared:?} is declared, but {built:?} built"
            ));
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    failures.truncate(10);
    Err(failures.join("\n").into())
}

/// Calls every declared method.
fn typed(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let path = Path::new(toolchain.library);
    let callee = Callee::open(path)?;
    let libraries = generated::Libraries::open(path)?;
    let mut tally = Tally::new(&model, toolchain);
    for (number, driver) in generated::DRIVERS.iter().enumerate() {
        let interface = interface(number)?;
        tally.trace(number, "typed");
        let calls = pattern::FLIPS.map(|flip| {
            callee.begin(flip);
            // SAFETY: the generated types have no other invalid values than those of `bool`, and
            // the callees fill every leaf of their results.
            let mut call = unsafe { Call::new(number, flip) };
            (driver.call)(&libraries, &mut call);
            let seen = Seen {
                callee: callee.report(),
                result: call.into_result(),
                overrun: Vec::new(),
            };
            (flip, seen)
        });
        tally.add(number, interface, &calls);
    }
    finish(toolchain, "typed", tally)
}

/// Calls every function through an interface that is prepared here.
fn dynamic(toolchain: &Toolchain, abi: Abi) -> Result<(), Failed> {
    let model = model();
    let callee = Callee::open(Path::new(toolchain.library))?;
    let descriptors = Descriptors::new(&model);
    let form = format!("dynamic, extern \"{abi}\"");
    let mut tally = Tally::new(&model, toolchain);
    for (number, signature) in model.signatures.iter().enumerate() {
        let prepared = DynamicCall::prepare(abi, &descriptors, signature)?;
        let target = callee.function(number)?;
        tally.trace(number, &form);
        let calls = pattern::FLIPS.map(|flip| {
            callee.begin(flip);
            // SAFETY: the callee has this signature, and only copies.
            let result = unsafe { prepared.call(target, number, flip) };
            let seen = Seen {
                callee: callee.report(),
                result: result.bytes,
                overrun: result.overrun,
            };
            (flip, seen)
        });
        tally.add(number, prepared.interface(), &calls);
    }
    finish(toolchain, &form, tally)
}

fn finish(toolchain: &Toolchain, form: &str, tally: Tally<'_>) -> Result<(), Failed> {
    let Toolchain { family, level, .. } = toolchain;
    let version = toolchain.version.unwrap_or_default();
    let summary = tally.finish()?;
    eprintln!("{family} {version} {level}, {form}: {summary}");
    Ok(())
}

/// The compiler evaluates the same interface that is prepared at run time.
fn interfaces_agree() -> Result<(), Failed> {
    let model = model();
    let descriptors = Descriptors::new(&model);
    let mut failures = Vec::new();
    for (number, signature) in model.signatures.iter().enumerate() {
        let declared = interface(number)?;
        let prepared = DynamicCall::prepare(declared.abi(), &descriptors, signature)?;
        let (declared, prepared) = (declared.explain(), prepared.interface().explain());
        if declared != prepared {
            failures.push(format!(
                "f{number}, declared: {declared}prepared: {prepared}"
            ));
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    failures.truncate(10);
    Err(failures.join("\n").into())
}
