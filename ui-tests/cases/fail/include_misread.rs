use ffi_runtime::include_foreign;

mod all {
    ffi_runtime::include_foreign!(unsafe "../included/misread.rs", name = "demo", struct = Demo);
}

mod integers {
    ffi_runtime::include_foreign!(unsafe "../included/misread.rs", name = "demo", struct = pub Demo,
        wide = "__int128", skip = [va_list, complex, half]);
}

include_foreign!(unsafe "../included/misread.rs", name = "demo", struct = Demo,
    skip = [long_double, "vprintf", "c*n", "half*"]);

fn main() {
    // Only the first module has mistakes.
    let demo = Demo::load().unwrap();
    let _: fn(&integers::Demo) = |demo| unsafe { demo.calls(None) };
    unsafe { demo.by_pointer(std::ptr::null_mut(), std::ptr::null_mut()) };
}
