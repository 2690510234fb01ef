//! The interface between an image program and its filters, for both sides.

use ffi_runtime::{ForeignType, foreign_interface, open_enum};

/// The size of an image, in pixels. A pixel is four bytes: red, green, blue, alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
#[repr(C)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// How a filter ended.
#[open_enum]
#[repr(i32)]
pub enum Status {
    /// The image is changed.
    Ok = 0,
    /// The image has a size that the filter does not take.
    WrongSize = 1,
    /// The filter panicked.
    Panicked = -1,
}

/// Everything that the program does for its filters.
#[foreign_interface(name = "org.example.image-filter.host")]
pub unsafe trait FilterHost {
    /// Shows a line of text to the user.
    fn log(&self, #[slice(len = length)] text: &str, length: usize);
}

/// A filter.
#[foreign_interface(name = "org.example.image-filter", version = "1.1", host = FilterHost, unique)]
pub unsafe trait Filter: Send {
    /// Changes an image, whose pixels are row by row.
    #[check]
    fn apply(
        &mut self,
        size: &Size,
        #[slice(len = length)] pixels: &mut [u8],
        length: usize,
    ) -> Status;

    /// How many images this filter has changed, with those of the generations before it.
    #[optional]
    #[since("1.1")]
    fn applied(&self) -> u64;
}
