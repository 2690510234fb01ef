//! Runs the real program with real plugins: listed, applied to an image, refused, and exchanged while it runs.

use std::env;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const WIDTH: usize = 24;
const HEIGHT: usize = 10;
const CHANNELS: usize = 4;

/// A folder with an image and plugins.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(plugins: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("plugins")).unwrap();
        let desk = Self { folder };
        desk.write_image();
        for plugin in plugins {
            desk.install(plugin, plugin);
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a library into the folder of the plugins, in place of the one with this name if there is one.
    fn install(&self, plugin: &str, name: &str) {
        let target = self.path(&format!("plugins/{name}{DLL_SUFFIX}"));
        let new = self.path("new");
        fs::copy(library(plugin), &new).unwrap();
        fs::rename(&new, &target).unwrap();
    }

    fn write_image(&self) {
        let file = BufWriter::new(File::create(self.path("in.png")).unwrap());
        let mut encoder = png::Encoder::new(file, WIDTH as u32, HEIGHT as u32);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&image()).unwrap();
        writer.finish().unwrap();
    }

    /// The pixels that the program wrote.
    fn written(&self) -> Vec<u8> {
        let file = BufReader::new(File::open(self.path("out.png")).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    }

    /// The program, as cargo runs one: by the emulator that `cargo xtask test` names, if there is one.
    fn program(&self) -> Command {
        let runner = env::var("FFI_TESTS_RUNNER").unwrap_or_default();
        let program = env!("CARGO_BIN_EXE_plugin_host");
        let mut words = runner.split_whitespace().chain([program]);
        let mut command = Command::new(words.next().unwrap());
        command.args(words);
        command.arg("--folder").arg(self.path("plugins"));
        command
    }

    fn filtering(&self, filters: &[&str]) -> Command {
        let mut command = self.program();
        command.args([self.path("in.png"), self.path("out.png")]);
        command.args(filters);
        command
    }
}

/// The library of a plugin, as it was built.
fn library(plugin: &str) -> PathBuf {
    if plugin == "blur" {
        let mut file = env::current_exe().unwrap();
        file.set_file_name(format!("{DLL_PREFIX}blur_filter{DLL_SUFFIX}"));
        return file;
    }
    Path::new(env!("PLUGINS_IN_C")).join(format!("{plugin}{DLL_SUFFIX}"))
}

/// The pixels of the image before all filters.
fn image() -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let red = if (x / 3 + y / 2) % 2 == 0 { 250 } else { 10 };
            pixels.extend([red, (x * 10) as u8, (y * 25) as u8, 255 - x as u8]);
        }
    }
    pixels
}

/// Applies a function of each value, and of the average of the nine values around it.
fn filtered(pixels: &[u8], filter: impl Fn(i32, i32) -> i32) -> Vec<u8> {
    let mut result = Vec::new();
    for place in 0..pixels.len() {
        let (x, y) = (place / CHANNELS % WIDTH, place / CHANNELS / WIDTH);
        let rows = y.saturating_sub(1)..(y + 2).min(HEIGHT);
        let around: Vec<i32> = rows
            .flat_map(|row| {
                let columns = x.saturating_sub(1)..(x + 2).min(WIDTH);
                columns.map(move |column| (row * WIDTH + column) * CHANNELS + place % CHANNELS)
            })
            .map(|place| i32::from(pixels[place]))
            .collect();
        let average = around.iter().sum::<i32>() / around.len() as i32;
        let value = filter(i32::from(pixels[place]), average);
        result.push(value.clamp(0, 255) as u8);
    }
    result
}

fn blurred(pixels: &[u8]) -> Vec<u8> {
    filtered(pixels, |_, average| average)
}

fn sharpened(pixels: &[u8], strength: i32) -> Vec<u8> {
    filtered(pixels, |own, average| own + strength * (own - average))
}

/// The output of a command that succeeds.
fn output(mut command: Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {text}{errors}");
    text
}

#[test]
fn filters_in_rust_and_c_are_applied_in_their_order() {
    let desk = Desk::new(&["blur", "sharpen"]);
    let text = output(desk.filtering(&["blur", "sharpen"]));
    assert!(text.contains("blur: 24 x 10"), "{text}");
    assert!(text.contains("sharpen: 24 x 10, strength 1"), "{text}");
    assert_eq!(desk.written(), sharpened(&blurred(&image()), 1));

    output(desk.filtering(&["sharpen", "blur", "blur"]));
    assert_eq!(desk.written(), blurred(&blurred(&sharpened(&image(), 1))));
}

#[test]
fn plugins_are_listed_and_an_older_one_is_refused_before_it_runs() {
    let desk = Desk::new(&["blur", "sharpen", "soften"]);
    // The initializer of `soften` would end the program.
    let text = output(desk.program());
    assert!(
        text.contains("blur: org.example.image-filter 1.1, built by"),
        "{text}"
    );
    assert!(
        text.contains("sharpen: org.example.image-filter 1.1, built by"),
        "{text}"
    );
    let difference = "apply: argument 2 is Size {width: u32, ..} 8 bytes, aligned to 4, the plugin has \
                      {width: u16, ..} 4 bytes, aligned to 2";
    assert!(text.contains(difference), "{text}");

    let refused = desk.filtering(&["soften"]).output().unwrap();
    let errors = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{errors}");
    assert!(errors.contains(difference), "{errors}");

    let missing = desk.filtering(&["no_such_filter"]).output().unwrap();
    let errors = String::from_utf8_lossy(&missing.stderr);
    assert!(errors.contains("\"no_such_filter\""), "{errors}");
}

#[cfg_attr(
    emulated,
    ignore = "the emulator runs one program, and not those that it starts"
)]
#[test]
fn plugin_in_a_process_of_its_own_may_crash() {
    let desk = Desk::new(&["blur", "sharpen", "crash"]);
    let isolated = |filters| {
        let mut command = desk.filtering(filters);
        command.arg("--isolated");
        command
    };
    output(isolated(&["blur", "sharpen"]));
    assert_eq!(desk.written(), sharpened(&blurred(&image()), 1));

    let crashed = isolated(&["blur", "crash"]).output().unwrap();
    let errors = String::from_utf8_lossy(&crashed.stderr);
    // The program itself goes on, and says what happened.
    assert_eq!(crashed.status.code(), Some(1), "{errors}");
    assert!(
        errors.contains("error: the process of the filter \"crash\" ended with"),
        "{errors}"
    );
}

/// A program that runs until it is dropped.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _is_read = send.send(line);
            }
        });
        Self { child, lines }
    }

    /// The lines up to one that begins so.
    fn until(&self, start: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(120));
            let line = line.unwrap_or_else(|error| panic!("no {start:?} in {lines:?}: {error}"));
            let is_last = line.trim_start().starts_with(start);
            lines.push(line);
            if is_last {
                return lines;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _is_over = self.child.kill();
        let _status = self.child.wait();
    }
}

#[test]
fn filter_is_exchanged_while_the_program_runs() {
    let desk = Desk::new(&["blur", "sharpen"]);
    let mut command = desk.filtering(&["sharpen", "blur"]);
    command.arg("--watch");
    let program = Running::start(command);
    program.until("wrote");
    assert_eq!(desk.written(), blurred(&sharpened(&image(), 1)));

    desk.install("sharpen_more", "sharpen");
    program.until("exchanged sharpen");
    let lines = program.until("wrote").join("\n");
    // Unmapped, since its author says that it can be.
    assert!(lines.contains("was unmapped"), "{lines}");
    assert!(lines.contains("strength 3"), "{lines}");
    // The state went along: both filters have filtered two images.
    assert_eq!(lines.matches("images so far: 2").count(), 2, "{lines}");
    assert_eq!(desk.written(), blurred(&sharpened(&image(), 3)));

    // What does not fit changes nothing, and the next that does fit is taken.
    desk.install("soften", "sharpen");
    let lines = program.until("apply: argument 2").join("\n");
    assert!(lines.contains("kept: "), "{lines}");
    desk.install("sharpen", "sharpen");
    program.until("exchanged sharpen");
    let lines = program.until("wrote").join("\n");
    assert_eq!(lines.matches("images so far: 3").count(), 2, "{lines}");
    assert_eq!(desk.written(), blurred(&sharpened(&image(), 1)));
}

/// The header is that of a system whose `long` has the size of a pointer.
#[cfg(all(target_pointer_width = "64", not(windows)))]
#[test]
fn header_is_the_one_that_the_interface_has() {
    use ffi_runtime::plugin::ForeignInterface as _;

    let header = image_filter::Filter::c_header();
    let mut lines = include_str!("../c/filter.h").lines().zip(header.lines());
    let different = lines.find(|(file, line)| file != line);
    let command =
        "run `cargo run -p image_filter --bin filter_header > examples/plugin_host/c/filter.h`";
    assert_eq!(different, None, "{command}");
}
