use ffi_runtime::foreign_table;

#[foreign_table]
unsafe trait Demo {
    #[symbol("other")]
    fn one(&self);
    #[optional(group = "few")]
    fn two(&self);
    #[variable]
    fn three(&self) -> *const i32;
    #[since(99999999999)]
    fn four(&self);
    #[since(true)]
    fn five(&self);
    #[requires(3..)]
    fn six(&self) -> u32;
}

fn main() {}
