use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn exit(&self, #[terminated] text: &str) -> !;
    #[check]
    fn abort(&self) -> !;
    #[errno]
    fn halt(&self) -> !;
}

fn main() {}
