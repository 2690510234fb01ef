//! Applies filters to an image. The filters are plugins in a folder, in Rust or C; with `--watch` those that change are
//! exchanged while the program runs.
//!
//! ```sh
//! cargo build -p filter_blur
//! cargo run -p plugin_host -- --folder target/debug photo.png blurred.png blur
//! ```

mod image;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use ffi_runtime::plugin::PluginFolder;
use filter_api::{Filter, FilterHost, FilterHostMethods};

use crate::image::Image;

/// Applies filters to an image.
#[derive(Parser)]
struct Options {
    /// The folder of the plugins.
    #[arg(long, default_value = "plugins")]
    folder: PathBuf,
    /// Goes on: filters the image again when a plugin has changed.
    #[arg(long)]
    watch: bool,
    /// A PNG file.
    input: PathBuf,
    /// The PNG file to write.
    output: PathBuf,
    /// Names of filters, in the order in which they are applied; without them, the plugins are listed.
    filters: Vec<String>,
}

/// The program, for its filters.
struct Host;

impl FilterHostMethods for Host {
    fn log(&self, text: &str) {
        println!("{text}");
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
