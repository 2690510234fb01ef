use ffi_runtime::foreign_table;

#[foreign_table(threads = "main")]
unsafe trait Demo {
    fn one(&self);
}

#[foreign_table(extends = Demo)]
unsafe trait Extended {
    fn two(&self);
}

fn send(extended: Extended) {
    std::thread::spawn(move || extended.one());
}

fn main() {}
