use ffi_runtime::callback;

struct Owner;

impl Owner {
    #[callback]
    extern "C" fn method(&self, number: u8) -> u8 {
        number
    }

    #[callback]
    extern "C" fn constructor(number: u8) -> Self {
        let _ = number;
        Owner
    }
}

fn main() {}
