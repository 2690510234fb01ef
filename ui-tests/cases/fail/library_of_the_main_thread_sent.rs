use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", threads = "main")]
unsafe trait Demo {
    fn one(&self);
}

fn send(demo: Demo) {
    std::thread::spawn(move || demo.one());
}

fn share(demo: &'static Demo) {
    std::thread::spawn(|| demo.one());
}

fn main() {}
