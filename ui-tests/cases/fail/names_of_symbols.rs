use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", rename_all = "pascalcase")]
unsafe trait One {}

#[foreign_library(name = "demo", rename_all = "kebab-case")]
unsafe trait Two {}

#[foreign_library(name = ["demo", ""], version = [], suffix = "\0")]
unsafe trait Three {}

#[foreign_library(name = [])]
unsafe trait Four {}

fn main() {}
