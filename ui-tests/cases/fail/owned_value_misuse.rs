use ffi_runtime::{ForeignType, Owned, OwnedValue, foreign_library, opaque};

#[derive(ForeignType)]
#[repr(C)]
pub struct Text {
    bytes: *mut u8,
}

#[derive(ForeignType)]
#[repr(C)]
pub struct List {
    items: *mut u8,
}

#[opaque]
pub struct Handle;

#[foreign_library(name = "texts")]
pub unsafe trait NotFreed {
    fn make(&self) -> OwnedValue<Text>;
}

#[foreign_library(name = "texts")]
pub unsafe trait Address {
    #[free(address)]
    fn close(&self, handle: Owned<Handle>);
    #[free(pointer)]
    fn dispose(&self, text: OwnedValue<Text>);
    #[free]
    fn number(&self, text: u8);
}

#[foreign_library(name = "texts")]
pub unsafe trait Changed {
    fn make(&self) -> OwnedValue<List>;
    #[free]
    fn free(&self, list: OwnedValue<List>);
}

fn change(library: &Changed) {
    library.make().items = std::ptr::null_mut();
}

fn main() {}
