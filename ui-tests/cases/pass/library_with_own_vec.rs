//! `Vec` without an element type is a struct of the library, not the collection.

use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType, Clone, Copy)]
#[repr(C)]
pub struct Vec {
    x: f32,
    y: f32,
}

#[foreign_library(name = "physics")]
pub unsafe trait Physics {
    fn normalize(&self, vector: Vec) -> Vec;
    fn length(&self, vector: &Vec) -> f32;
}

fn main() {
    assert!(Physics::load().is_err());
}
