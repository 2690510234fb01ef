//! Compilers of C, and the description in the objects that they make.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use ffi_runtime::plugin::description::Description;
use ffi_runtime::plugin::header;

use crate::interface::FILTER;

/// A folder with the header of the interface, and a source.
pub(crate) fn folder(name: &str, source: &str) -> PathBuf {
    folder_with(name, &header::write(&FILTER), source)
}

/// A folder with a header and a source.
pub(crate) fn folder_with(name: &str, header: &str, source: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("plugin_header")
        .join(name);
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(folder.join("filter.h"), header).expect("the header can be written");
    fs::write(folder.join("plugin.c"), source).expect("the source can be written");
    folder
}

pub(crate) const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// The compiler's message about the source, or the object that it made; `None` if it is not there. Names as the
/// workspace's tests have them: `FFI_TESTS_GCC` is another `gcc`.
pub(crate) fn compile(
    compiler: &str,
    arguments: &[&str],
    folder: &Path,
) -> Option<Result<Vec<u8>, String>> {
    let variable = format!("FFI_TESTS_{}", compiler.to_uppercase().replace('-', "_"));
    let program = env::var_os(variable).unwrap_or_else(|| compiler.into());
    let (object, source) = (folder.join("plugin.o"), folder.join("plugin.c"));
    let output = Command::new(program)
        .args(arguments)
        .args(["-c", "-o"])
        .args([&object, &source])
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            assert!(compiler != "gcc", "the test needs gcc: {error}");
            println!("not tested, for there is no {compiler}: {error}");
            return None;
        }
    };
    if !output.status.success() {
        return Some(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Some(Ok(fs::read(object).expect("the object can be read")))
}

/// The description in an object file: its bytes are there as they are.
pub(crate) fn description(object: &[u8]) -> Description {
    let at = object.windows(8).position(|bytes| bytes == b"FFIPLUGD");
    let bytes = &object[at.expect("the object has a description")..];
    let length = u32::from_le_bytes(bytes[10..14].try_into().expect("four bytes"));
    let length = usize::try_from(length).expect("few bytes");
    Description::read(&bytes[..length]).expect("it can be read")
}
