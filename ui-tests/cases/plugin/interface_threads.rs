use std::rc::Rc;

use ffi_runtime::foreign_interface;

#[foreign_interface(name = "org.example.host")]
pub unsafe trait Host {
    fn number(&self) -> u32;
}

#[foreign_interface(name = "org.example.local", unique)]
pub unsafe trait Local {
    fn number(&self) -> u32;
}

struct Counted(Rc<u32>);

impl HostMethods for Counted {
    fn number(&self) -> u32 {
        *self.0
    }
}

impl LocalMethods for Counted {
    fn number(&self) -> u32 {
        *self.0
    }
}

struct Borrowed<'a>(&'a u32);

impl<'a> LocalMethods for Borrowed<'a> {
    fn number(&self) -> u32 {
        *self.0
    }
}

fn main() {
    let local = Local::new(Counted(Rc::new(1)));
    std::thread::spawn(move || local.number());
}
