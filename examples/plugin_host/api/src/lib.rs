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
#[open_enum(status)]
#[repr(i32)]
pub enum Outcome {
    /// The image is changed.
    #[success]
    Done = 0,
    /// The filter does not take images of this size.
    WrongSize = 1,
    /// The filter panicked.
    #[panicked]
    Panicked = -1,
    /// The program passed something that is no argument.
    #[refused]
    Refused = -2,
    /// The filter is older than the function.
    #[missing]
    Missing = -3,
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
    ) -> Outcome;

    /// How many images this filter has changed, with those of the generations before it.
    #[optional]
    #[since("1.1")]
    fn applied(&self) -> u64;
}
