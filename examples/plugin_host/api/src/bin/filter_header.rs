//! Writes the header for filters in C.
//!
//! ```sh
//! cargo run -p image_filter --bin filter_header > examples/plugin_host/c/filter.h
//! ```

use ffi_runtime::plugin::{ForeignInterface, header};
use image_filter::Filter;

fn main() {
    print!("{}", header::write(Filter::INTERFACE));
}
