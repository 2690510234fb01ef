use ffi_runtime::{ArgumentError, Owned, Status, foreign_library, opaque};

#[opaque]
struct Connection;

#[derive(Clone, Copy, ffi_runtime::ForeignType)]
#[repr(transparent)]
struct Code(i32);

struct Refused;

impl From<ArgumentError> for Refused {
    fn from(_: ArgumentError) -> Self {
        Self
    }
}

impl Status for Code {
    type Value = ();
    type Error = Refused;

    fn into_result(self) -> Result<(), Refused> {
        Ok(())
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(ask = connection)]
    fn reset(&self, connection: &Connection) -> Code;
    #[check(ask)]
    fn init(&self) -> Code;
    #[check(ask = connection)]
    fn begin(&self, #[out(always)] connection: Owned<Connection>) -> Code;
    #[free]
    fn close(&self, connection: Owned<Connection>);
}

fn main() {}
