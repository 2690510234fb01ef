use std::mem::MaybeUninit;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn mistake(&self, text: String);
    fn numbers(&self, step: u32, #[grow(len = n)] numbers: Vec<u32>, n: u32);
    #[check(not_negative)]
    unsafe fn text(
        &self,
        #[grow(len = n, needed = return, nul = none)] text: String,
        n: u32,
        _: ...
    ) -> i32;
}

fn main() {
    let demo = Demo::load().unwrap();
    let _: Vec<u32> = demo.numbers(3).unwrap();
    let mut buffer = [MaybeUninit::uninit(); 4];
    let _: &mut [u32] = demo.numbers_into(3, &mut buffer).unwrap().all().unwrap();
    let mut buffer = [MaybeUninit::uninit(); 4];
    let _: &mut [u8] = unsafe { demo.text_into(&mut buffer, (1,)) }.unwrap().all().unwrap();
}
