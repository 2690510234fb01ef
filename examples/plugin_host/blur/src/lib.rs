//! A plugin in Rust: each pixel becomes the average of itself and of its neighbours.
//!
//! ```sh
//! cargo build -p blur_filter
//! ```

use std::io;

use ffi_runtime::plugin::{Start, StartError, State};
use image_filter::{Filter, FilterHost, FilterMethods, Outcome, Size};

const CHANNELS: usize = 4;

/// An instance of the plugin.
pub struct Blur {
    host: FilterHost,
    applied: u64,
}

ffi_runtime::plugin_library! {
    plugins: { "blur": Blur as Filter },
}

impl FilterMethods for Blur {
    /// The count goes on when the library is exchanged.
    const STATE: Option<State<Self>> = Some(State {
        version: 1,
        save: |blur, state| state.write_all(&blur.applied.to_le_bytes()),
        restore: |blur, _version, state| {
            let bytes = state.try_into().map_err(io::Error::other)?;
            blur.applied = u64::from_le_bytes(bytes);
            Ok(())
        },
    });

    fn create(host: FilterHost, _start: &Start<'_>) -> Result<Self, StartError> {
        Ok(Self { host, applied: 0 })
    }

    fn apply(&mut self, size: &Size, pixels: &mut [u8]) -> Result<(), Outcome> {
        let (width, height) = (size.width as usize, size.height as usize);
        if pixels.len() != width * height * CHANNELS {
            return Err(Outcome::WrongSize);
        }
        let source = pixels.to_vec();
        for y in 0..height {
            for x in 0..width {
                for channel in 0..CHANNELS {
                    let place = (y * width + x) * CHANNELS + channel;
                    pixels[place] = average(&source, (width, height), (x, y), channel);
                }
            }
        }
        self.applied += 1;
        self.host.log(&format!("blur: {width} x {height}"));
        Ok(())
    }

    const APPLIED: Option<fn(&Self) -> u64> = Some(|blur| blur.applied);
}

/// The average of a channel in the three by three pixels around a place, as far as there are such.
fn average(
    pixels: &[u8],
    (width, height): (usize, usize),
    (x, y): (usize, usize),
    channel: usize,
) -> u8 {
    let (mut sum, mut count) = (0, 0);
    for row in y.saturating_sub(1)..(y + 2).min(height) {
        for column in x.saturating_sub(1)..(x + 2).min(width) {
            sum += u32::from(pixels[(row * width + column) * CHANNELS + channel]);
            count += 1;
        }
    }
    u8::try_from(sum / count).expect("an average is among the numbers")
}
