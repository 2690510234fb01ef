//! Compiles the plugins in C, for the tests: what a user would do with `cc -shared -fPIC sharpen.c`.

use std::env;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=c");
    println!("cargo:rerun-if-env-changed=FFI_TESTS_RUNNER");
    println!("cargo:rustc-check-cfg=cfg(emulated)");
    if env::var_os("FFI_TESTS_RUNNER").is_some() {
        println!("cargo:rustc-cfg=emulated");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rustc-env=PLUGINS_IN_C={}", out.display());
    compile(&out, "sharpen", "c/sharpen.c", &[]);
    compile(&out, "sharpen_more", "c/sharpen.c", &["-DSTRENGTH=3"]);
    compile(&out, "crash", "c/crash.c", &[]);
    compile(&out, "soften", "c/older/soften.c", &[]);
}

/// Makes the library `name` of a source.
fn compile(out: &Path, name: &str, source: &str, flags: &[&str]) {
    let mut build = cc::Build::new();
    let compiler = build.extra_warnings(true).std("c11").get_compiler();
    let suffix = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("windows") => ".dll",
        Ok("macos") => ".dylib",
        _ => ".so",
    };
    println!("cargo:rustc-env=LIBRARY_SUFFIX={suffix}");
    let mut command = compiler.to_command();
    command.args(["-shared", "-Werror", "-o"]);
    command.arg(out.join(format!("{name}{suffix}")));
    command.arg(source).args(flags);
    let status = command.status();
    assert!(
        status.as_ref().is_ok_and(|status| status.success()),
        "{command:?}: {status:?}"
    );
}
