use ffi_runtime::foreign_interface;

pub struct Layoutless {
    a: u8,
}

#[foreign_interface(name = "org.example.structure")]
pub unsafe trait Structure {
    fn structure(&self, structure: &Layoutless);
}

#[foreign_interface(name = "org.example.path")]
pub unsafe trait Path {
    fn path(&self, #[terminated] path: &std::path::Path);
}

fn main() {}
