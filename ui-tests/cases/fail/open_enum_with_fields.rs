use ffi_runtime::{foreign_library, open_enum};

#[open_enum]
#[repr(u32)]
enum Event {
    Quit = 1,
    Key(u32),
}

#[foreign_library(name = "events")]
unsafe trait Events {
    fn next(&self) -> Event;
}

fn main() {
    let _ = Event::Quit;
}
