//! Makes the foreign side of the tests: draws the model, writes it down as C and as Rust, and
//! compiles the C with every compiler that is there.

mod c_source;
#[path = "../src/model/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the tests share this module, and use the rest of it"
)]
mod model;
mod rust_source;
mod toolchain;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use model::{Model, Suite};
use toolchain::{Compiler, Jobs, object};

/// Optimization levels of the generated code.
const LEVELS: [&str; 2] = ["-O0", "-O2"];

fn main() {
    println!("cargo:rerun-if-env-changed=FFI_TESTS_SEED");
    println!("cargo:rerun-if-env-changed=FFI_TESTS_REQUIRE_CLANG");
    for folder in ["build", "fixtures", "src/model"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rustc-check-cfg=cfg(have_clang)");
    toolchain::name_runner();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let architecture = env::var("CARGO_CFG_TARGET_ARCH").expect("cargo sets it");
    let is_there = |suite: &Suite| suite.is_of(&architecture);
    let suites = Suite::ALL.into_iter().filter(is_there);
    let suites: Vec<_> = suites.map(|suite| write_sources(&out, suite)).collect();
    let gcc = Compiler::find("gcc", "FFI_TESTS_GCC");
    let gxx = Compiler::find("g++", "FFI_TESTS_GXX");
    let clang = Compiler::find("clang", "FFI_TESTS_CLANG");
    for compiler in [&gcc, &gxx] {
        if let Err(reason) = &compiler.version {
            panic!("the tests need gcc and g++ (`apt-get install build-essential`): {reason}");
        }
    }
    if clang.version.is_ok() {
        println!("cargo:rustc-cfg=have_clang");
    }
    let mut jobs = Jobs::new();
    let mut table = String::new();
    for compiler in [&gcc, &clang] {
        for level in LEVELS {
            let folder = out.join(format!("{}{level}", compiler.family));
            if compiler.version.is_ok() {
                generated(&mut jobs, compiler, level, &folder, &suites);
            }
            let _ = writeln!(
                table,
                "Toolchain {{ family: {:?}, level: {level:?}, version: {:?}, folder: {folder:?} }},",
                compiler.family,
                compiler.version.as_deref()
            );
        }
    }
    fixtures(&mut jobs, &out, &gcc, &gxx, &clang);
    jobs.wait();
    write(&out.join("toolchains.rs"), &format!("&[\n{table}]"));
}

/// The seed of this build.
fn seed() -> u64 {
    let Ok(text) = env::var("FFI_TESTS_SEED") else {
        return model::DEFAULT_SEED;
    };
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.unwrap_or_else(|error| panic!("FFI_TESTS_SEED is `{text}`: {error}"))
}

/// The C files of a suite.
struct Sources {
    suite: Suite,
    files: Vec<PathBuf>,
}

/// Writes both sides of a suite's model, and names the C files to compile.
fn write_sources(out: &Path, suite: Suite) -> Sources {
    let model = &Model::new(seed(), suite);
    let name = suite.name();
    let rust = rust_source::module(model);
    write(&out.join(format!("{name}.rs")), &rust);
    let folder = out.join(name);
    let mut files = vec![PathBuf::from("fixtures/differential.c")];
    for (name, text) in c_source::files(model) {
        let path = folder.join(name);
        write(&path, &text);
        if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    let prototypes: Vec<_> = (0..model.signatures.len())
        .map(|number| c_source::prototype(model, number))
        .collect();
    let prototypes = format!("&{prototypes:#?}");
    write(&folder.join("prototypes.rs"), &prototypes);
    Sources { suite, files }
}

/// One library for each suite.
fn generated(jobs: &mut Jobs, compiler: &Compiler, level: &str, folder: &Path, suites: &[Sources]) {
    for Sources { suite, files } in suites {
        let flags = [level, "-w", "-Wno-psabi"];
        compile(jobs, compiler, &flags, &folder.join(suite.name()), files);
    }
    jobs.wait();
    for Sources { suite, files } in suites {
        let library = folder.join(suite.library());
        link(jobs, compiler, &folder.join(suite.name()), files, &library);
    }
}

fn compile(
    jobs: &mut Jobs,
    compiler: &Compiler,
    flags: &[&str],
    folder: &Path,
    sources: &[PathBuf],
) {
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for source in sources {
        let mut command = compiler.command();
        command
            .args(flags)
            .args(["-Ifixtures", "-c"])
            .arg(source)
            .arg("-o")
            .arg(object(folder, source));
        jobs.start(command);
    }
}

fn link(jobs: &mut Jobs, compiler: &Compiler, folder: &Path, sources: &[PathBuf], library: &Path) {
    let mut command = compiler.command();
    command.arg("-shared").arg("-o").arg(library);
    command.args(sources.iter().map(|source| object(folder, source)));
    jobs.start(command);
}

/// Hand-written foreign code: `fixtures/NAME.c` becomes `libNAME.so`.
fn fixtures(jobs: &mut Jobs, out: &Path, gcc: &Compiler, gxx: &Compiler, clang: &Compiler) {
    const FLAGS: [&str; 4] = ["-O2", "-Wall", "-Werror", "-Wno-psabi"];
    let cases = [PathBuf::from("fixtures/cases.c")];
    let callers = [PathBuf::from("fixtures/callers.c")];
    let callbacks = [PathBuf::from("fixtures/callbacks.c")];
    let exceptions = [PathBuf::from("fixtures/exceptions.cpp")];
    let folder = out.join("fixtures");
    compile(
        jobs,
        gcc,
        &[&FLAGS as &[_], &["-fexceptions"]].concat(),
        &folder,
        &cases,
    );
    compile(
        jobs,
        gcc,
        &[&FLAGS as &[_], &["-pthread", "-fexceptions"]].concat(),
        &folder,
        &callers,
    );
    compile(jobs, gcc, &FLAGS, &folder, &callbacks);
    compile(jobs, gxx, &FLAGS, &folder, &exceptions);
    let by_clang = out.join("fixtures-clang");
    if clang.version.is_ok() {
        compile(
            jobs,
            clang,
            &[&FLAGS as &[_], &["-Wno-unknown-warning-option"]].concat(),
            &by_clang,
            &cases,
        );
    }
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|name| name == "x86_64") {
        let win64 = [PathBuf::from("fixtures/win64.c")];
        compile(jobs, gcc, &FLAGS, &folder, &win64);
        jobs.wait();
        link(jobs, gcc, &folder, &win64, &folder.join("libwin64.so"));
    }
    jobs.wait();
    link(jobs, gcc, &folder, &cases, &folder.join("libcases.so"));
    link(jobs, gcc, &folder, &callers, &folder.join("libcallers.so"));
    link(
        jobs,
        gcc,
        &folder,
        &callbacks,
        &folder.join("libcallbacks.so"),
    );
    link(
        jobs,
        gxx,
        &folder,
        &exceptions,
        &folder.join("libexceptions.so"),
    );
    if clang.version.is_ok() {
        link(
            jobs,
            clang,
            &by_clang,
            &cases,
            &by_clang.join("libcases.so"),
        );
    }
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
