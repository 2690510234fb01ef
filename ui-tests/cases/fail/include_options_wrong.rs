mod one {
    ffi_runtime::include_foreign!(unsafe "../included/right.rs");
}

mod two {
    ffi_runtime::include_foreign!(unsafe "../included/right.rs", name = "demo", struct = Demo,
        prefix = "a", suffix = "b", rename_all = "camelCase", abi = "system");
}

mod three {
    ffi_runtime::include_foreign!(unsafe "../included/right.rs", name = "demo", struct = Demo,
        skip = ["rigth", "zlib*", long_doubel, 7], wide = "long double", skips = []);
}

mod four {
    ffi_runtime::include_foreign! {
        #[derive(Default)]
        #[cfg(unix)]
        unsafe "../included/right.rs", name = "demo", struct = Demo, skip = "right", wide
    }
}

fn main() {}
