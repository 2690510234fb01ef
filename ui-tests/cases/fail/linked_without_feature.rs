use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", linked)]
unsafe trait One {}

#[foreign_library(name = "demo", linked(kind = "static"))]
unsafe trait Two {}

#[foreign_library(name = "demo", linked(feature = 1, form = "static"))]
unsafe trait Three {}

fn main() {}
