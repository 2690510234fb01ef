//! Libraries.
use std::path::Path;
/// STUB
#[derive(Clone, Debug)]
pub struct Library(());
/// STUB
#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct LibraryError;
/// STUB
#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct MissingSymbol;
/// STUB
#[derive(Clone, Copy, Debug)]
pub struct CodePointer(std::ptr::NonNull<std::ffi::c_void>);

/// What a `#[foreign_library]` trait declares.
#[derive(Debug)]
pub struct Declaration<const N: usize> {
    /// Name of the trait.
    pub item: &'static str,
    /// Base name of the library; `None` if the declaration names none.
    pub name: Option<&'static str>,
    /// Version, as `"1"`.
    pub version: Option<&'static str>,
    /// Its functions, in order of declaration.
    pub symbols: [SymbolDeclaration; N],
}
/// One function.
#[derive(Debug)]
pub struct SymbolDeclaration {
    /// Names to try, the first that exists wins.
    pub names: &'static [&'static str],
    /// Whether the library loads without it.
    pub optional: bool,
}
/// STUB
#[derive(Clone, Debug)]
pub struct Bound<const N: usize>(());
#[expect(missing_docs, reason = "stub")]
impl<const N: usize> Bound<N> {
    pub fn load(_: &'static Declaration<N>) -> Result<Self, LibraryError> {
        todo!()
    }
    pub fn open(_: &'static Declaration<N>, _: &Path) -> Result<Self, LibraryError> {
        todo!()
    }
    pub fn from_library(_: &'static Declaration<N>, _: Library) -> Result<Self, LibraryError> {
        todo!()
    }
    pub fn from_process(_: &'static Declaration<N>) -> Result<Self, LibraryError> {
        todo!()
    }
    pub fn library(&self) -> &Library {
        todo!()
    }
    #[inline(always)]
    pub fn required(&self, _index: usize) -> CodePointer {
        todo!()
    }
    #[inline(always)]
    pub fn optional(&self, _index: usize) -> Result<CodePointer, MissingSymbol> {
        todo!()
    }
    pub fn has(&self, _index: usize) -> bool {
        todo!()
    }
}
impl CodePointer {
    /// STUB
    pub fn as_ptr(self) -> *const std::ffi::c_void {
        self.0.as_ptr()
    }
}
