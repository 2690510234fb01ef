//! The header of an interface that `#[foreign_interface]` declares, with every kind of lowering.

use std::ffi::CStr;

use ffi_runtime::plugin::ForeignInterface;
use ffi_runtime::plugin::description::{DescribedInterface, compare};
use ffi_runtime::{ForeignType, foreign_interface, open_enum};

use crate::compiler::{WARNINGS, compile, description, folder_with};

#[open_enum(status)]
#[repr(i32)]
pub(crate) enum Outcome {
    #[success]
    Done,
    #[panicked]
    #[refused]
    #[missing]
    Failed,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub(crate) struct Frame {
    width: u32,
    height: u32,
    gain: f64,
}

#[foreign_interface(name = "org.example.declared.host")]
pub(crate) unsafe trait DeclaredHost {
    fn log(&self, #[slice(len = length)] message: &str, length: usize);
}

#[foreign_interface(name = "org.example.declared", version = "2.1", host = DeclaredHost, unique)]
pub(crate) unsafe trait Declared: Send {
    #[check]
    fn process(&mut self, frame: &mut Frame, area: Option<&Frame>) -> Outcome;
    fn sum(&self, #[slice(len = count)] values: &[f64], count: u8, #[out] total: f64) -> usize;
    #[check]
    fn double(&mut self, #[slice(bytes = size)] values: &mut [u32], size: usize) -> Outcome;
    fn length(&self, text: &CStr) -> usize;
    #[check]
    fn letters(&self, #[terminated] text: Option<&str>, #[out] letters: u32) -> Outcome;
    fn name(&self) -> &CStr;
    #[check]
    #[since("2.1")]
    #[optional]
    fn preview(&mut self, size: u32) -> Outcome;
}

const SOURCE: &str = r#"
#include "filter.h"

static Outcome process(void *object, Frame *frame, const Frame *area)
{
    (void)object;
    frame->width = area == NULL ? 0 : area->width;
    return Outcome_Done;
}

static size_t sum(void *object, const double *values, uint8_t count, double *total)
{
    DeclaredHost *host = *(DeclaredHost **)((char *)object + sizeof(FfiObject));
    host->table->log(host, (const uint8_t *)"sum", 3);
    *total = 0;
    for (size_t i = 0; i < count; i++)
        *total += values[i];
    return count;
}

static Outcome twice(void *object, uint32_t *values, size_t size)
{
    (void)object;
    for (size_t i = 0; i < size / sizeof(uint32_t); i++)
        values[i] *= 2;
    return Outcome_Done;
}

static size_t length(void *object, const char *text)
{
    (void)object;
    return text[0] != 0;
}

static Outcome letters(void *object, const char *text, uint32_t *letters)
{
    (void)object;
    *letters = text != NULL;
    return Outcome_Failed;
}

static const char *name(void *object)
{
    (void)object;
    return "c";
}

static void release(void *object)
{
    (void)object;
}

DECLARED_PLUGIN(blur, .release = release, .process = process, .sum = sum, .double_ = twice,
    .length = length, .letters = letters, .name = name);

static void *create(const FfiPluginStart *start)
{
    static struct {
        FfiObject object;
        DeclaredHost *host;
    } one;
    one.object.table = &blur_table;
    one.host = (DeclaredHost *)start->host;
    return &one;
}

DECLARED_LIBRARY(("blur", create, NULL, NULL));
"#;

#[test]
fn header_of_a_declared_interface() {
    let interface = <Declared as ForeignInterface>::INTERFACE;
    let folder = folder_with("declared", &Declared::c_header(), SOURCE);
    let arguments = [&["-std=c11"], &WARNINGS[..]].concat();
    for compiler in ["gcc", "clang"] {
        let Some(object) = compile(compiler, &arguments, &folder) else {
            continue;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        assert!(!found.is_unloadable && !found.has_shutdown);
        let plugin = found.plugins().next().expect("a plugin");
        let expected = DescribedInterface::of(interface);
        assert_eq!(compare(&expected, &plugin.interface), Ok(()));
        assert_eq!(*plugin.interface, expected);
    }
}
