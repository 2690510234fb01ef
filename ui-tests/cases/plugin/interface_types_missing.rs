use ffi_runtime::{ForeignType, foreign_interface};

#[derive(ForeignType)]
#[repr(C)]
pub struct Pixel {
    value: u32,
}

#[derive(ForeignType)]
#[repr(C)]
pub struct Frame {
    pixels: *mut Pixel,
    count: usize,
}

#[foreign_interface(name = "org.example.filter")]
pub unsafe trait Filter {
    fn run(&self, frame: &Frame);
}

mod other {
    use super::ForeignType;

    #[derive(ForeignType)]
    #[repr(C)]
    pub struct Pixel {
        value: u64,
    }
}

#[foreign_interface(name = "org.example.twice", types = [Pixel])]
pub unsafe trait Twice {
    fn run(&self, frame: &Frame, pixel: other::Pixel);
}

#[foreign_interface(name = "org.example.right", types = [Pixel])]
pub unsafe trait Right {
    fn run(&self, frame: &Frame);
}

fn main() {}
