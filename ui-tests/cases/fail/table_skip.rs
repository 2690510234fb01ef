use ffi_runtime::{foreign_library, foreign_table};

#[foreign_table]
unsafe trait Wrong {
    #[skip]
    fn one(&self);
    #[skip("2")]
    fn two(&self);
    skip!();
    #[inline]
    skip!(2);
    #[skip(1)]
    #[skip(1)]
    fn three(&self);
    #[skipp(1)]
    fn four(&self);
    other!(1);
    #[skip(99999999999999999999)]
    fn five(&self);
}

#[foreign_library(name = "demo")]
unsafe trait Library {
    #[skip(2)]
    fn one(&self);
    #[since(17)]
    fn two(&self);
    skip!(2);
}

fn main() {}
