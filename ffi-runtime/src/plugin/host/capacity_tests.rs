use super::{Exhausted, check};

/// Without keys a library with the standard library of Rust would end the process when it is loaded. In a process of its
/// own, since other tests need keys too.
#[cfg_attr(
    not(target_arch = "x86_64"),
    ignore = "an emulator starts no child, and has limits of its own"
)]
#[test]
fn exhausted_keys_are_an_error() {
    in_child("exhausted_keys_are_an_error", || {
        let mut keys = Vec::new();
        loop {
            let mut key = 0;
            // SAFETY: the key is written to a local, and has no destructor.
            if unsafe { libc::pthread_key_create(&raw mut key, None) } != 0 {
                break;
            }
            keys.push(key);
        }
        assert_eq!(check(), Err(Exhausted::ThreadKeys));
        for key in keys.drain(..8) {
            // SAFETY: the key was made above, and nobody else knows it.
            unsafe { libc::pthread_key_delete(key) };
        }
        assert_eq!(check(), Ok(()));
    });
}

/// The limit of addresses stands for that of mappings, which only the administrator sets.
#[cfg_attr(
    not(target_arch = "x86_64"),
    ignore = "an emulator starts no child, and has limits of its own"
)]
#[test]
fn exhausted_mappings_are_an_error() {
    in_child("exhausted_mappings_are_an_error", || {
        assert_eq!(check(), Ok(()));
        let none = libc::rlimit {
            rlim_cur: 0,
            rlim_max: libc::RLIM_INFINITY,
        };
        // SAFETY: the limit is a local.
        let lowered = unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const none) };
        assert_eq!(lowered, 0);
        let found = check();
        let all = libc::rlimit {
            rlim_cur: libc::RLIM_INFINITY,
            ..none
        };
        // SAFETY: the limit is a local.
        let raised = unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const all) };
        assert_eq!(raised, 0);
        assert_eq!(found, Err(Exhausted::Mappings));
    });
}

/// Runs a part of a test in a process of its own.
fn in_child(test: &str, run: impl FnOnce()) {
    const CHILD: &str = "FFI_RUNTIME_TEST_CHILD";
    if std::env::var_os(CHILD).is_some() {
        return run();
    }
    let program = std::env::current_exe().expect("this program has a file");
    let child = std::process::Command::new(program)
        .args([&format!("plugin::host::capacity::tests::{test}"), "--exact"])
        .env(CHILD, "1")
        .output()
        .expect("this program can be started");
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && output.contains("1 passed"),
        "{output}"
    );
}
