use ffi_runtime::foreign_table;

#[foreign_table(threads = "one")]
unsafe trait Demo {
    fn one(&self);
}

#[foreign_table(extends = Demo)]
unsafe trait Extended {
    fn two(&self);
}

fn send(demo: Demo) {
    std::thread::spawn(move || demo.one());
}

fn send_extended(demo: Extended) {
    std::thread::spawn(move || demo.two());
}

fn main() {}
