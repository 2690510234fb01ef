//! The interface between an image program and its filters, for both sides.

use ffi_runtime::plugin::ReturnedStatus;
use ffi_runtime::{
    ArgumentError, ForeignType, MissingSymbol, Status, foreign_interface, open_enum,
};

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
pub enum Outcome {
    /// The image is changed.
    Done = 0,
    /// The filter does not take images of this size.
    WrongSize = 1,
    /// The filter panicked.
    Panicked = -1,
    /// The program passed something that is no argument.
    Refused = -2,
    /// The filter is older than the function.
    Missing = -3,
}

impl Status for Outcome {
    type Value = ();
    type Error = Self;

    fn into_result(self) -> Result<(), Self> {
        if self == Self::Done {
            Ok(())
        } else {
            Err(self)
        }
    }
}

impl ReturnedStatus for Outcome {
    const SUCCESS: Self = Self::Done;
    const PANICKED: Self = Self::Panicked;
    const REFUSED: Self = Self::Refused;

    fn from_error(error: Self) -> Self {
        error
    }
}

impl From<ArgumentError> for Outcome {
    fn from(_: ArgumentError) -> Self {
        Self::Refused
    }
}

impl From<MissingSymbol> for Outcome {
    fn from(_: MissingSymbol) -> Self {
        Self::Missing
    }
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
