//! Plugins in a folder: which are refused and with which words, how long one lives, and how it is exchanged.
//!
//! The libraries are `fixtures/plugin.c` in several ways, into which each test writes a description and settings. The
//! struct of the interface is written by hand in `interface`, and so is the host, but for the one in `host`.

#[path = "plugins/broken.rs"]
mod broken;
#[path = "plugins/copies.rs"]
mod copies;
#[path = "plugins/described.rs"]
mod described;
#[path = "plugins/host.rs"]
mod host;
#[path = "plugins/interface.rs"]
mod interface;
#[path = "plugins/library.rs"]
mod library;
#[path = "plugins/life.rs"]
mod life;
#[cfg(target_os = "linux")]
#[path = "plugins/memory.rs"]
mod memory;
#[path = "plugins/reload.rs"]
mod reload;
#[path = "plugins/threads.rs"]
mod threads;
#[path = "plugins/watch.rs"]
mod watch;
