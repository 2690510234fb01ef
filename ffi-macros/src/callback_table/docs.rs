//! Documentation of what a table gets without asking.

/// Why an owner must not be let go at once.
pub(super) const OWNED: &str = "when this is dropped, C must not call any more";

pub(super) const NEW: &str = " Makes a table of a value, for C to call on any thread.\n\n\
     The value is `Send`, `Sync` and `'static`: several threads may call its methods at once. C gets a reference to the \
     returned owner, as one to the table, or `as_ptr()`.\n\n\
     The table can be used as long as the owner lives. Drop the owner only when C begins no more calls: that is the duty \
     of whoever gave C the table, and a call that comes later is undefined behaviour. Calls that are running go on, and \
     the value is dropped when the last one has returned. `into_static` keeps the value for ever, and `into_foreign` has \
     C free it.";

pub(super) const LOCAL: &str = " Makes a table of a value, for C to call on this thread, also while a call of it runs.\n\n\
     The value is `'static`: its methods change it through a `Cell` or a `RefCell`. A call on another thread ends the \
     process with a message. The table can be used as long as the returned owner lives, as with `new`.";

pub(super) const SCOPED: &str = " Runs `body` with a table of a borrowed value that C can call while `body` runs; returns \
     what `body` returns.\n\n\
     This thread calls the methods, also while one of them runs. A call on another thread ends the process with a \
     message, and a call after `body` has returned is undefined behaviour: that there is none is the duty of whoever \
     gave C the table. If a function with `on_panic` panicked, the panic goes on when `body` has returned.";

pub(super) const SCOPED_SYNC: &str = " Runs `body` with a table of a borrowed value that C can call on any thread while \
     `body` runs; returns what `body` returns.\n\n\
     The value is `Sync`: several threads may call its methods at once. Otherwise as `scoped`.";

pub(super) const TAKE_PANIC: &str = " The payload of a panic in a method of this type of table that was not taken yet, the \
     earliest of its function.\n\n\
     C got the value of `on_panic` for it. Panics in `scoped` and `scoped_sync` are not among them: these raise them \
     again themselves. With `panic = \"abort\"` there is none: the process ends.";

pub(super) const OPTIONAL: &str =
    "\n C may find this function missing: `None` gives it a null pointer.";

pub(super) const VALUE: &str = "\n It is asked for once, when the table is made.";

/// A method of a field without words of its own.
pub(super) fn undocumented(field: &str) -> String {
    format!(" The field `{field}` of the table.")
}

/// The struct itself.
pub(super) fn table(name: &str) -> String {
    format!(
        "\n A value that is [`{name}Methods`] implements this table of callbacks: `new`, `local`, `scoped` and \
         `scoped_sync` make it."
    )
}

/// The trait of a table.
pub(super) fn methods(name: &str) -> String {
    format!(" The functions of [`{name}`], as methods of the value that implements it.")
}
