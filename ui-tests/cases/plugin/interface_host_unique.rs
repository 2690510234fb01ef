use ffi_runtime::foreign_interface;

#[foreign_interface(name = "org.example.host", unique)]
pub unsafe trait Host {
    fn log(&self);
}

#[foreign_interface(name = "org.example.filter", host = Host)]
pub unsafe trait Filter {
    fn run(&self);
}

fn main() {}
