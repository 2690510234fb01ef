use ffi_runtime::foreign_table;

#[foreign_table]
unsafe trait Demo {
    fn one(&self);
    fn one(&self);
    fn from_table(&self);
    fn interface(&self);
    #[optional]
    fn two(&self);
    fn has_two(&self);
    fn negotiate(&self) {}
}

fn main() {}
