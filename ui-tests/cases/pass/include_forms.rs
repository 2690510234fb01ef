//! Files that bindgen wrote.
#![deny(warnings, clippy::all)]
#![allow(dead_code, reason = "nothing calls the functions")]

mod plain {
    ffi_runtime::include_foreign! {
        /// The C library.
        #[must_use]
        unsafe "../included/forms.rs", process, struct = pub(super) Plain
    }

    pub(super) fn numerator(values: div_t) -> i32 {
        values.quot + Kind::FIRST as i32
    }
}

mod optional {
    use ffi_runtime as renamed;

    macro_rules! from {
        ($path:literal, $name:ident) => {
            renamed::include_foreign!(
                unsafe $path,
                name = "c",
                linux(name = "c", version = "6"),
                struct = pub(super) $name,
                optional,
                skip = ["by_*"],
                crate = renamed,
            );
        };
    }

    #[cfg(any())]
    from!("../included/none.rs", None);
    from!("../included/forms.rs", Optional);
}

fn use_them(plain: &plain::Plain, optional: &optional::Optional) {
    // SAFETY: nothing runs this.
    unsafe {
        plain::numerator(plain.div(7, 2));
        let _ = plain.open_(std::ptr::null(), 0, (0o644,));
        plain.has_exit();
        plain.clone__();
        plain.clone_();
        plain.by_system(None);
        let _ = optional.exit(1);
        let _ = optional.has_exit();
        let _ = optional.has_exit_();
        let _ = optional.stop();
    }
    let _ = (plain.stdout(), optional.stdout().ok(), plain.clone());
}

fn main() {}
