// Whoever implements the interface or uses it reports nothing of the mistake.
use std::ffi::CStr;

use ffi_runtime::plugin::{Start, StartError};
use ffi_runtime::{foreign_interface, open_enum};

#[open_enum(status)]
#[repr(i32)]
pub enum Outcome {
    #[success]
    Done,
    #[panicked]
    #[refused]
    #[missing]
    Failed,
}

#[foreign_interface(name = "org.example.filter.host")]
pub unsafe trait FilterHost {
    fn log(&self, #[slice(len = lenght)] message: &str, length: usize);
    fn lines(&self) -> usize;
}

#[foreign_interface(name = "org.example.filter", host = FilterHost, unique, version = "2")]
pub unsafe trait Filter: Send {
    #[check]
    fn process(&mut self, #[slice(len = n)] values: &mut [u32], n: usize) -> Outcome;
    fn name(&self) -> &CStr;
    #[optional]
    fn preview(&mut self, size: u32) -> u32;
}

struct Double;

impl FilterMethods for Double {
    fn create(host: FilterHost, _: &Start<'_>) -> Result<Self, StartError> {
        println!("{}", host.lines());
        Ok(Self)
    }

    fn process(&mut self, values: &mut [u32]) -> Result<(), Outcome> {
        values.iter_mut().for_each(|value| *value *= 2);
        Ok(())
    }

    fn name(&self) -> &CStr {
        c"double"
    }

    const PREVIEW: Option<fn(&mut Self, u32) -> u32> = Some(|_, size| size);
}

fn uses() -> Result<(), Outcome> {
    let mut filter = Filter::new(Double);
    filter.process(&mut [1, 2])?;
    println!("{:?}", filter.name());
    Ok(())
}

fn main() {}
