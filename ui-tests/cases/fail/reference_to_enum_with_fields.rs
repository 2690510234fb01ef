use ffi_runtime::foreign_library;

pub enum Tree {
    Leaf,
    Node(Box<Tree>),
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, tree: &Tree);
}

fn main() {}
