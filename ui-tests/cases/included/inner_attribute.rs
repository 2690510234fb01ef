#![no_std]
unsafe extern "C" {}
