use ffi_runtime::foreign_interface;

#[foreign_interface(name = "org.example.types")]
pub unsafe trait Types {
    fn text(&self, text: &str);
    fn list(&self, list: Vec<u8>);
    fn flag(&self, flag: &mut bool);
}

fn main() {}
