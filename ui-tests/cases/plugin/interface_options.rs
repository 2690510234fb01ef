use ffi_runtime::foreign_interface;

#[foreign_interface(version = "1.0")]
unsafe trait Nameless {
    fn one(&self);
}

#[foreign_interface(name = "two words")]
unsafe trait TwoWords {
    fn one(&self);
}

#[foreign_interface(name = "org.example", version = "first")]
unsafe trait First {
    fn one(&self);
}

#[foreign_interface(name = "org.example", host = 3)]
unsafe trait HostIsNumber {
    fn one(&self);
}

#[foreign_interface(name = "org.example", types = Frame)]
unsafe trait TypesAreNoList {
    fn one(&self);
}

#[foreign_interface(name = "org.example", uniqe)]
unsafe trait Misspelt {
    fn one(&self);
}

#[foreign_interface(name = "org.example")]
unsafe trait Printed: Send + std::fmt::Debug {
    fn one(&self);
}

#[foreign_interface(name = "org.example")]
struct NoTrait;

#[foreign_interface(name = "org.example")]
trait NotUnsafe {
    fn one(&self);
}

fn main() {}
