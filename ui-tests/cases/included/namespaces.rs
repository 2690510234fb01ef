pub mod root {
    pub mod inner {
        unsafe extern "C" {
            pub fn f();
        }
    }
}
