use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
pub struct Statement;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn release(&self, statement: Owned<Statement>);
    #[retain]
    fn retain(&self, statement: &Statement);
    fn step(&self, statement: &mut Statement);
    fn text<'s>(&self, statement: &'s Statement) -> &'s std::ffi::CStr;
}

fn text_kept_over_step(demo: &Demo, mut statement: Owned<Statement>) {
    let other = statement.clone();
    let text = demo.text(&other);
    demo.step(&mut statement);
    println!("{text:?}");
}

fn main() {}
