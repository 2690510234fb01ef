use ffi_runtime::plugin::{StartError, Start};
use ffi_runtime::{foreign_interface, plugin_library};

#[foreign_interface(name = "org.example.counter", plugin)]
pub unsafe trait Counter {
    fn next(&self) -> u32;
}

struct One;

impl CounterMethods for One {
    fn create(_start: &Start<'_>) -> Result<Self, StartError> {
        Ok(Self)
    }

    fn next(&self) -> u32 {
        1
    }
}

plugin_library! {
    plugins: { "one": One as Counter, "one": One as Counter },
}

fn main() {}
