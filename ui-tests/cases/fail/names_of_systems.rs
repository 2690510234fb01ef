use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", windows = "demo1", linux(version = "1"), windos(name = "x"))]
unsafe trait One {}

#[foreign_library(process, windows(name = "a/b", framework = "Demo"), optional = true)]
unsafe trait Two {}

fn main() {}
