//! Applies filters to an image. The filters are plugins in a folder, in Rust or C; with `--watch` those that change are
//! exchanged while the program runs.
//!
//! ```sh
//! cargo build -p blur_filter
//! cargo run -p plugin_host -- --folder target/debug photo.png blurred.png blur
//! ```

mod image;
mod isolated;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use ffi_runtime::plugin::PluginFolder;
use image_filter::{Filter, FilterHost, FilterHostMethods};

use crate::image::Image;

/// Applies filters to an image.
#[derive(Parser)]
struct Options {
    /// The folder of the plugins.
    #[arg(long, default_value = "plugins")]
    folder: PathBuf,
    /// Goes on, and filters the image again whenever a plugin changes.
    #[arg(long)]
    watch: bool,
    /// Runs each filter in a process of its own, which may crash.
    #[arg(long, conflicts_with = "watch")]
    isolated: bool,
    /// Applies this filter to the image of the standard input: for `--isolated`.
    #[arg(long, hide = true)]
    worker: Option<String>,
    /// A PNG file.
    #[arg(requires = "output")]
    input: Option<PathBuf>,
    /// The PNG file to write.
    output: Option<PathBuf>,
    /// Names of filters, in the order in which they are applied. Without an image, the plugins are listed.
    filters: Vec<String>,
}

/// The program, as its filters see it.
struct Program {
    /// The standard output of a worker is for the image.
    is_worker: bool,
}

impl FilterHostMethods for Program {
    fn log(&self, text: &str) {
        if self.is_worker {
            eprintln!("  {text}");
        } else {
            println!("  {text}");
        }
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

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let host = FilterHost::new(Program {
        is_worker: options.worker.is_some(),
    });
    // SAFETY: whoever runs this program chooses the folder, and trusts the libraries in it.
    let folder = unsafe { PluginFolder::<Filter>::open(&options.folder, host) }?;
    if let Some(name) = &options.worker {
        let mut filter = folder.load(name)?.create()?;
        return isolated::work(|image| apply_one(&mut filter, image));
    }
    let (Some(input), Some(output)) = (&options.input, &options.output) else {
        return list(&folder);
    };
    let image = Image::read(input)?;
    if options.isolated {
        let mut filters = options.filters.iter();
        let filtered = filters.try_fold(image, |image, filter| {
            isolated::apply(&options.folder, filter, &image)
        });
        return filtered?.write(output);
    }
    let mut filters = Vec::new();
    for name in &options.filters {
        filters.push(folder.load(name)?.create()?);
    }
    // Before the first image is written, so that no change after it is missed.
    let watch = options.watch.then(|| folder.watch()).transpose()?;
    loop {
        apply(&mut filters, image.clone())?.write(output)?;
        println!("wrote {}", output.display());
        let Some(watch) = &watch else {
            return Ok(());
        };
        while !exchange(&folder, &mut filters)? {
            // Also from time to time, for folders whose changes nobody tells.
            let _is_told = watch.wait(Duration::from_secs(1));
        }
    }
}

/// Says which plugins there are. None of them runs.
fn list(folder: &PluginFolder<Filter>) -> Result<(), Box<dyn Error>> {
    for found in folder.scan()? {
        match found.plugin {
            Ok(plugin) => {
                let (major, minor) = plugin.version;
                println!(
                    "{}: {} {major}.{minor}, built by {}",
                    plugin.name, plugin.interface, plugin.built_by
                );
            }
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}

/// Applies all filters.
fn apply(filters: &mut [Filter], image: Image) -> Result<Image, Box<dyn Error>> {
    filters.iter_mut().try_fold(image, |image, filter| {
        let image = apply_one(filter, image)?;
        if let Ok(applied) = filter.applied() {
            println!("  images so far: {applied}");
        }
        Ok(image)
    })
}

fn apply_one(filter: &mut Filter, mut image: Image) -> Result<Image, Box<dyn Error>> {
    let outcome = filter.apply(&image.size, &mut image.pixels);
    outcome.map_err(|outcome| format!("a filter failed: {outcome}"))?;
    Ok(image)
}

/// Exchanges the filters whose libraries changed, with their states; whether there was one.
fn exchange(folder: &PluginFolder<Filter>, filters: &mut [Filter]) -> Result<bool, Box<dyn Error>> {
    let reloaded = folder.reload_changed_with(filters)?;
    let mut is_changed = false;
    for change in reloaded.changes {
        match change.outcome {
            Ok(switched) => {
                println!("exchanged {}", switched.plugins.join(", "));
                is_changed = true;
            }
            Err(error) => println!("kept: {error}"),
        }
    }
    for unloaded in reloaded.unloaded {
        println!("{unloaded}");
    }
    Ok(is_changed)
}
