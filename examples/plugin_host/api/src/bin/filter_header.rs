//! Writes the header for filters in C.
//!
//! ```sh
//! cargo run -p image_filter --bin filter_header > examples/plugin_host/c/filter.h
//! ```

use ffi_runtime::plugin::ForeignInterface;
use image_filter::Filter;

fn main() {
    print!("{}", Filter::c_header());
}
