//! Filters in processes of their own: a plugin that crashes takes its own process along, and not this one.
//!
//! The program itself is the worker: it gets an image through its standard input, applies one filter, and gives the image
//! back through its standard output.

use std::env;
use std::error::Error;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use image_filter::Size;

use crate::image::Image;

/// Applies a filter in another process.
pub(crate) fn apply(folder: &Path, filter: &str, image: &Image) -> Result<Image, Box<dyn Error>> {
    let mut worker = Command::new(env::current_exe()?)
        .arg("--folder")
        .arg(folder)
        .args(["--worker", filter])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(mut output)) = (worker.stdin.take(), worker.stdout.take()) else {
        return Err("the worker has no pipes".into());
    };
    let filtered = thread::scope(|scope| {
        // A worker that ends early does not read all of it.
        let write = scope.spawn(move || send(image, &mut input));
        let filtered = receive(&mut output);
        let _is_sent = write.join();
        filtered
    });
    let status = worker.wait()?;
    if !status.success() {
        return Err(format!("the process of the filter {filter:?} ended with {status}").into());
    }
    Ok(filtered?)
}

/// Does what a worker is for.
pub(crate) fn work(
    filter: impl FnOnce(Image) -> Result<Image, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let image = receive(&mut io::stdin().lock())?;
    Ok(send(&filter(image)?, &mut io::stdout().lock())?)
}

fn send(image: &Image, to: &mut impl Write) -> io::Result<()> {
    to.write_all(&image.size.width.to_le_bytes())?;
    to.write_all(&image.size.height.to_le_bytes())?;
    to.write_all(&image.pixels)?;
    to.flush()
}

fn receive(from: &mut impl Read) -> io::Result<Image> {
    let (mut width, mut height) = ([0; 4], [0; 4]);
    from.read_exact(&mut width)?;
    from.read_exact(&mut height)?;
    let size = Size {
        width: u32::from_le_bytes(width),
        height: u32::from_le_bytes(height),
    };
    let length = u64::from(size.width) * u64::from(size.height) * 4;
    let mut pixels = Vec::new();
    from.take(length).read_to_end(&mut pixels)?;
    if pixels.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Image { size, pixels })
}
