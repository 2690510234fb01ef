use ffi_runtime::foreign_table;

#[foreign_table]
unsafe extern "C" {
    fn one();
}

#[foreign_table]
struct Two;

fn main() {}
