use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", threads = "one")]
unsafe trait Demo {
    fn one(&self);
}

fn send(demo: Demo) {
    std::thread::spawn(move || demo.one());
}

fn global() {
    let _ = Demo::global();
}

fn main() {}
