use ffi_runtime::{ForeignType, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Size(u32);

struct Items(Vec<u32>);

struct Item(u32);

#[foreign_library(name = "demo")]
unsafe trait Buffer {
    fn buffer(&self, #[grow(len = n)] items: Items, n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Element {
    fn element(&self, #[grow(len = n)] items: Vec<Item>, n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Length {
    fn length(&self, #[grow(len = n)] items: Vec<u32>, n: Size);
}

#[foreign_library(name = "demo")]
unsafe trait Capacity {
    fn capacity(&self, #[grow(len = n, needed = return)] items: Vec<u32>, n: Size) -> u32;
}

#[foreign_library(name = "demo")]
unsafe trait Needed {
    fn needed(&self, #[grow(len = n, needed = m)] items: Vec<u32>, n: u32, m: Size);
}

#[foreign_library(name = "demo")]
unsafe trait Returned {
    fn returned(&self, #[grow(len = n, needed = return)] items: Vec<u32>, n: u32) -> Size;
}

fn main() {}
