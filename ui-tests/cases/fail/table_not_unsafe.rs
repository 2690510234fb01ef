use ffi_runtime::foreign_table;

#[foreign_table]
trait Demo: Send {
    fn one(self);
}

fn main() {}
