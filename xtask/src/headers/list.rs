//! The headers of `cargo xtask headers`, and why their libraries lack some of the functions.

/// A public header and its library.
pub(super) struct Header {
    pub(super) name: &'static str,
    /// The header that bindgen reads.
    pub(super) source: &'static str,
    /// A regular expression of the paths of the headers that belong to the library.
    pub(super) files: &'static str,
    /// Folders of headers: in that of the packages, or the library's with `wheel:`.
    pub(super) folders: &'static [&'static str],
    /// Further arguments of bindgen.
    pub(super) arguments: &'static [&'static str],
    /// The options that name the library.
    pub(super) library: &'static str,
    /// Patterns of functions that the library of Debian 12 lacks, and why.
    pub(super) missing: &'static [(&'static str, &'static str)],
}

/// Packages of Debian with headers. They are unpacked to a folder, and installed nowhere.
pub(super) const PACKAGES: [&str; 8] = [
    "zlib1g-dev",
    "libsqlite3-dev",
    "libsdl2-dev",
    "libcurl4-openssl-dev",
    "liblua5.4-dev",
    "libuv1-dev",
    "libclang-14-dev",
    "libvulkan-dev",
];

/// Where Debian has the headers of this machine.
const INCLUDE: &str = "usr/include";
const INCLUDE_HERE: &str = if cfg!(target_arch = "aarch64") {
    "usr/include/aarch64-linux-gnu"
} else {
    "usr/include/x86_64-linux-gnu"
};

const EXTENSION: &str = "functions of extensions come from vkGetInstanceProcAddr";
const BUILT_OTHERWISE: &str = "Debian builds SQLite without";

pub(super) const HEADERS: [Header; 10] = [
    Header {
        name: "zlib",
        source: "#include <zlib.h>",
        files: r".*/zlib\.h",
        folders: &[INCLUDE, INCLUDE_HERE],
        arguments: &[],
        library: r#"name = "z", version = "1""#,
        missing: &[],
    },
    Header {
        name: "sqlite",
        source: "#include <sqlite3.h>",
        files: r".*/sqlite3\.h",
        folders: &[INCLUDE],
        arguments: &[],
        library: r#"name = "sqlite3", version = "0""#,
        missing: &[
            ("sqlite3_win32_*", "only on Windows"),
            ("sqlite3_mutex_*held", BUILT_OTHERWISE),
            ("sqlite3_stmt_scanstatus*", BUILT_OTHERWISE),
            ("sqlite3_snapshot_*", BUILT_OTHERWISE),
        ],
    },
    Header {
        name: "sdl",
        source: "#include <SDL.h>",
        files: ".*/SDL2/.*",
        folders: &["usr/include/SDL2", INCLUDE, INCLUDE_HERE],
        arguments: &[],
        library: r#"name = "SDL2-2.0", version = "0""#,
        missing: &[("SDL_main", "the program has it")],
    },
    Header {
        name: "curl",
        source: "#include <curl/curl.h>",
        files: ".*/curl/.*",
        folders: &[INCLUDE_HERE],
        arguments: &[],
        library: r#"name = "curl", version = "4""#,
        missing: &[],
    },
    Header {
        name: "lua",
        source: "#include <lua.h>\n#include <lauxlib.h>\n#include <lualib.h>",
        files: r".*/lua5\.4/.*",
        folders: &["usr/include/lua5.4", INCLUDE_HERE],
        arguments: &[],
        library: r#"name = "lua5.4", version = "0""#,
        missing: &[],
    },
    Header {
        name: "libuv",
        source: "#include <uv.h>",
        files: r".*/uv(/.*)?\.h",
        folders: &[INCLUDE],
        arguments: &[],
        library: r#"name = "uv", version = "1""#,
        missing: &[],
    },
    Header {
        name: "libclang",
        source: "#include <clang-c/Index.h>",
        files: ".*/clang-c/.*",
        folders: &["usr/lib/llvm-14/include"],
        arguments: &[],
        library: r#"name = "clang-14", version = "1""#,
        missing: &[],
    },
    Header {
        name: "vulkan",
        source: "#include <vulkan/vulkan.h>",
        files: ".*/vulkan/.*",
        folders: &[INCLUDE],
        arguments: &[],
        library: r#"name = "vulkan", version = "1""#,
        missing: &[
            ("vk*KHR", EXTENSION),
            ("vk*EXT", EXTENSION),
            ("vk*AMD", EXTENSION),
            ("vk*GOOGLE", EXTENSION),
            ("vk*HUAWEI", EXTENSION),
            ("vk*INTEL", EXTENSION),
            ("vk*NV", EXTENSION),
            ("vk*NVX", EXTENSION),
            ("vk*QCOM", EXTENSION),
            ("vk*VALVE", EXTENSION),
        ],
    },
    Header {
        name: "wgpu",
        source: "#include <wgpu.h>",
        files: r".*/(webgpu|wgpu)\.h",
        folders: &["wheel:"],
        arguments: &[],
        library: r#"name = "wgpu_native""#,
        missing: &[],
    },
    // The functions of bindgen's mistakes: `long double`, `va_list` and complex numbers. libm is the library that loads
    // the C library too.
    Header {
        name: "libc",
        source: "#include <math.h>\n#include <complex.h>\n#include <stdio.h>\n#include <stdlib.h>",
        files: ".*",
        folders: &[],
        // These are macros and constants of an enum at once, and bindgen writes both.
        arguments: &["--blocklist-item", "FP_.*"],
        library: r#"name = "m", version = "6""#,
        missing: &[
            ("__*", "a second name for the compiler"),
            ("alloca", "the compiler has it"),
            ("at*exit", "each program has its own"),
        ],
    },
];
