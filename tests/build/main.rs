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
mod plugins;
mod rust_source;
mod toolchain;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use model::{Model, Selection, Suite};
use toolchain::{Compiler, Jobs, is_windows, object};

/// Optimization levels of the generated code.
const LEVELS: [&str; 2] = ["-O0", "-O2"];

fn main() {
    println!("cargo:rerun-if-env-changed=FFI_TESTS_SEED");
    println!("cargo:rerun-if-env-changed=FFI_TESTS_SIGNATURES");
    println!("cargo:rerun-if-env-changed=FFI_TESTS_REQUIRE_CLANG");
    for folder in ["build", "fixtures", "src/model"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rustc-check-cfg=cfg(have_clang)");
    toolchain::name_emulation();
    toolchain::export_sanitizers();
    println!("cargo:rustc-env=FFI_TESTS_SUFFIX={}", suffix());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let architecture = env::var("CARGO_CFG_TARGET_ARCH").expect("cargo sets it");
    let suites = Suite::of(&architecture, is_windows()).into_iter();
    let suites: Vec<_> = suites
        .map(|suite| write_sources(&out, suite, &selection()))
        .collect();
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
    fixtures(&mut jobs, &out, &gcc, &gxx, &clang);
    plugins::build(&mut jobs, &out, &gcc);
    let mut table = String::new();
    for compiler in [&gcc, &clang] {
        for level in LEVELS {
            let folder = out.join(format!("{}{level}", compiler.family));
            if compiler.version.is_ok() {
                generated(&mut jobs, compiler, &gcc, level, &folder, &suites);
            }
            let _ = writeln!(
                table,
                "Toolchain {{ family: {:?}, level: {level:?}, version: {:?}, folder: {folder:?} }},",
                compiler.family,
                compiler.version.as_deref()
            );
        }
    }
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

/// Which signatures this build has.
fn selection() -> Selection {
    let text = env::var("FFI_TESTS_SIGNATURES").unwrap_or_default();
    let parsed = text.parse();
    parsed.unwrap_or_else(|error| panic!("FFI_TESTS_SIGNATURES is `{text}`: {error}"))
}

/// The C files of a suite.
struct Sources {
    suite: Suite,
    files: Vec<PathBuf>,
}

/// Writes both sides of a suite's model, and names the C files to compile.
fn write_sources(out: &Path, suite: Suite, selection: &Selection) -> Sources {
    let model = &Model::new(seed(), suite, selection);
    let name = suite.name();
    let rust = rust_source::module(model, selection);
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
fn generated(
    jobs: &mut Jobs,
    compiler: &Compiler,
    linker: &Compiler,
    level: &str,
    folder: &Path,
    suites: &[Sources],
) {
    for Sources { suite, files } in suites {
        // gcc 12 for AArch64 puts an aggregate of vectors that `va_arg` finds in registers together in a variable of another
        // type, and drops what it wrote there, also for its own calls.
        let flags = [level, "-w", "-Wno-psabi", "-fno-strict-aliasing"];
        compile(jobs, compiler, &flags, &folder.join(suite.name()), files);
    }
    jobs.wait();
    for Sources { suite, files } in suites {
        let library = folder.join(suite.library(suffix()));
        link(jobs, linker, &folder.join(suite.name()), files, &library);
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

/// Links what any compiler compiled.
fn link(jobs: &mut Jobs, linker: &Compiler, folder: &Path, sources: &[PathBuf], library: &Path) {
    let mut command = linker.command();
    command.arg("-shared").arg("-o").arg(library);
    command.args(sources.iter().map(|source| object(folder, source)));
    if is_windows() {
        // The compiler's own libraries are in no place that a program of Windows looks in.
        command.arg("-static");
    }
    jobs.start(command);
}

/// The end of a library's name.
fn suffix() -> &'static str {
    if is_windows() { ".dll" } else { ".so" }
}

/// Hand-written foreign code: `fixtures/NAME.c` becomes `libNAME.so`.
fn fixtures(jobs: &mut Jobs, out: &Path, gcc: &Compiler, gxx: &Compiler, clang: &Compiler) {
    const FLAGS: [&str; 4] = ["-O2", "-Wall", "-Werror", "-Wno-psabi"];
    // Both conventions of x86-64.
    const CONVENTIONS: &str = "conventions.c";
    const BOOLEANS: &str = "booleans.c";
    const ENUMS: &str = "enums.c";
    const CORNER: &str = "corner.c";
    const VECTORS: &str = "vectors.c";
    // With the others a C++ exception would not pass through C code.
    let usual: [(&str, &str, &Compiler, &[&str]); 24] = [
        ("fixtures", "cases.c", gcc, &["-fexceptions"]),
        ("fixtures", "callers.c", gcc, &["-pthread", "-fexceptions"]),
        ("fixtures", "callbacks.c", gcc, &[]),
        ("fixtures", "leaving.c", gcc, &["-pthread", "-fexceptions"]),
        ("fixtures", "exceptions.cpp", gxx, &[]),
        ("fixtures", "tables.c", gcc, &[]),
        ("fixtures", "chains.c", gcc, &[]),
        ("fixtures", "method_tables.c", gcc, &["-pthread"]),
        ("fixtures", CORNER, gcc, &[]),
        (
            "fixtures-clang",
            CORNER,
            clang,
            &["-Wno-unknown-warning-option"],
        ),
        ("fixtures", VECTORS, gcc, &[]),
        (
            "fixtures-clang",
            VECTORS,
            clang,
            &["-Wno-unknown-warning-option"],
        ),
        ("fixtures-win64", VECTORS, gcc, &["-DWIN64"]),
        ("fixtures-sysv64", VECTORS, gcc, &["-DSYSV64"]),
        ("fixtures-win64", CONVENTIONS, gcc, &[]),
        ("fixtures-sysv64", CONVENTIONS, gcc, &["-DSYSV64"]),
        ("fixtures", BOOLEANS, gcc, &[]),
        ("fixtures-win64", BOOLEANS, gcc, &["-DWIN64"]),
        ("fixtures-sysv64", BOOLEANS, gcc, &["-DSYSV64"]),
        ("fixtures", ENUMS, gcc, &[]),
        ("fixtures-win64", ENUMS, gcc, &["-DWIN64"]),
        ("fixtures-sysv64", ENUMS, gcc, &["-DSYSV64"]),
        (
            "fixtures-clang",
            "cases.c",
            clang,
            &["-Wno-unknown-warning-option"],
        ),
        (
            "fixtures-clang",
            CONVENTIONS,
            clang,
            &["-Wno-unknown-warning-option", "-DSYSV64"],
        ),
    ];
    let is_x86_64 = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|name| name == "x86_64");
    let made: Vec<_> = usual
        .into_iter()
        .filter(|(folder, name, compiler, _)| {
            let has_convention =
                *name == CONVENTIONS || ["fixtures-win64", "fixtures-sysv64"].contains(folder);
            compiler.version.is_ok() && (is_x86_64 || !has_convention)
        })
        .map(|(folder, name, compiler, flags)| {
            let source = [Path::new("fixtures").join(name)];
            let folder = out.join(folder);
            compile(jobs, compiler, &[&FLAGS, flags].concat(), &folder, &source);
            let library = source[0].file_stem().expect("the source has a name");
            let library = format!("lib{}{}", library.display(), suffix());
            let linker = if name.ends_with(".cpp") { gxx } else { gcc };
            (folder, source, library, linker)
        })
        .collect();
    jobs.wait();
    for (folder, source, library, linker) in made {
        link(jobs, linker, &folder, &source, &folder.join(library));
    }
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
