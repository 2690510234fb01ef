use ffi_runtime::{foreign_interface, plugin_library};

#[foreign_interface(name = "org.example.host")]
pub unsafe trait Host {
    fn number(&self) -> u32;
}

#[foreign_interface(name = "org.example.counter", plugin)]
pub unsafe trait Counter {
    fn next(&self) -> u32;
}

struct One;

impl HostMethods for One {
    fn number(&self) -> u32 {
        1
    }
}

plugin_library! {
    plugins: { "one": One as Counter },
}

fn main() {}
