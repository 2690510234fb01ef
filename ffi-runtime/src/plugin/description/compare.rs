//! *Compare*: whether a plugin fits its host, and in which words it does not.
//!
//! In: the interface of a host and that of a plugin, as [`read`](super::Description::read) gives them. Out: all differences.
//! The functions of a table are compared here, and their types in `compare_types`.
//!
//! Either side may be the older one. What fits: more functions at the end of a table, if the side that calls has them as
//! optional; more fields of a struct that begins with its size and is behind a pointer only; more values of an open enum;
//! another minor version.

use super::compare_types::Types;
use super::model::{DescribedFunction, DescribedInterface, Description};
use super::target::Target;
use super::{Difference, DifferenceKind};
use crate::plugin::interface::Role;

/// Compares the interface of a host with that of a plugin.
///
/// # Errors
///
/// All differences, at least one.
///
/// ```
/// use ffi_runtime::plugin::description::{DescribedInterface, compare};
/// use ffi_runtime::plugin::interface::Interface;
///
/// const FILTER: Interface = Interface {
///     name: "org.example.filter",
///     version: (2, 1),
///     functions: &[],
///     types: &[],
///     host: None,
/// };
/// const OLDER: Interface = Interface { version: (2, 0), ..FILTER };
///
/// let (host, plugin) = (DescribedInterface::of(&FILTER), DescribedInterface::of(&OLDER));
/// assert_eq!(compare(&host, &plugin), Ok(()));
/// ```
pub fn compare(
    host: &DescribedInterface,
    plugin: &DescribedInterface,
) -> Result<(), Vec<Difference>> {
    let mut differences = Vec::new();
    if is_same_interface(host, plugin, "", &mut differences) {
        Tables::new(host, plugin, true, &mut differences).compare();
        hosts(host, plugin, &mut differences);
    }
    result(differences)
}

/// Compares what a library says of itself as a whole with what a host can load.
///
/// # Errors
///
/// All differences, at least one: another target, or a library in which a panic ends the process.
pub fn compare_library(host: &Target, library: &Description) -> Result<(), Vec<Difference>> {
    let mut differences = Vec::new();
    if *host != library.target {
        let text = format!("this host is {host}; the library is for {}", library.target);
        differences.push(Difference::new(DifferenceKind::Target, "target", text));
    }
    if library.aborts {
        let text =
            "it is compiled with `panic = \"abort\"`: a panic of a plugin would end this process";
        let text = text.to_owned();
        differences.push(Difference::new(DifferenceKind::Aborts, "library", text));
    }
    result(differences)
}

fn result(differences: Vec<Difference>) -> Result<(), Vec<Difference>> {
    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences)
    }
}

/// Whether both have one name and one major version.
fn is_same_interface(
    host: &DescribedInterface,
    plugin: &DescribedInterface,
    of: &str,
    differences: &mut Vec<Difference>,
) -> bool {
    if host.name != plugin.name {
        let (ours, theirs) = (&host.name, &plugin.name);
        let text = format!("this host has `{ours}`, the plugin is written for `{theirs}`");
        let subject = format!("{of}interface");
        differences.push(Difference::new(DifferenceKind::Interface, &subject, text));
        return false;
    }
    if host.version.0 != plugin.version.0 {
        let age = if plugin.version < host.version {
            "older"
        } else {
            "newer"
        };
        let (ours, theirs) = (version(host.version), version(plugin.version));
        let text = format!(
            "this host has version {ours}, the plugin is {age}: it is written for {theirs}"
        );
        differences.push(Difference::new(DifferenceKind::Version, &host.name, text));
        return false;
    }
    true
}

/// The interfaces that the plugin needs and its host has: here the plugin calls.
fn hosts(
    host: &DescribedInterface,
    plugin: &DescribedInterface,
    differences: &mut Vec<Difference>,
) {
    let text = match (&host.host, &plugin.host) {
        (None, None) => return,
        (Some(ours), Some(theirs)) => {
            if is_same_interface(ours, theirs, "host ", differences) {
                Tables::new(ours, theirs, false, differences).compare();
            }
            return;
        }
        (Some(ours), None) => {
            format!(
                "this host gives `{}` to its plugins, and the plugin takes none",
                ours.name
            )
        }
        (None, Some(theirs)) => {
            format!(
                "the plugin needs `{}` from its host, and this host has none",
                theirs.name
            )
        }
    };
    differences.push(Difference::new(
        DifferenceKind::Host,
        "host interface",
        text,
    ));
}

fn version((major, minor): (u32, u32)) -> String {
    format!("{major}.{minor}")
}

/// Two tables of functions of one interface.
struct Tables<'a> {
    ours: &'a DescribedInterface,
    theirs: &'a DescribedInterface,
    /// Whether this host calls, and not the plugin.
    host_calls: bool,
    types: Types<'a>,
    differences: &'a mut Vec<Difference>,
}

impl<'a> Tables<'a> {
    fn new(
        ours: &'a DescribedInterface,
        theirs: &'a DescribedInterface,
        host_calls: bool,
        differences: &'a mut Vec<Difference>,
    ) -> Self {
        Self {
            ours,
            theirs,
            host_calls,
            types: Types::new(ours, theirs),
            differences,
        }
    }

    fn compare(mut self) {
        let count = self.ours.functions.len().max(self.theirs.functions.len());
        for index in 0..count {
            let (ours, theirs) = (
                self.ours.functions.get(index),
                self.theirs.functions.get(index),
            );
            match (ours, theirs) {
                (Some(ours), Some(theirs)) if ours.name == theirs.name => {
                    self.is_there(ours, theirs);
                    self.function(ours, theirs);
                }
                (Some(ours), Some(theirs)) => {
                    let (place, other) = (index + 1, &theirs.name);
                    let text =
                        format!("it is function {place}, and the plugin has `{other}` there");
                    let subject = self.subject(ours);
                    self.add(DifferenceKind::OtherFunction, &subject, text);
                }
                (Some(missing), None) if self.host_calls => self.missing(missing),
                (None, Some(missing)) if !self.host_calls => self.missing(missing),
                // Nobody calls it.
                (Some(_), None) | (None, Some(_)) | (None, None) => {}
            }
        }
    }

    /// A function that one side calls and the other one does not know.
    fn missing(&mut self, function: &DescribedFunction) {
        if function.is_optional {
            return;
        }
        let (ours, theirs) = (version(self.ours.version), version(self.theirs.version));
        let since = version(function.since);
        let text = if self.host_calls {
            format!(
                "this host needs it, which the interface has since {since}; the plugin is written for {theirs} and lacks it"
            )
        } else {
            format!(
                "the plugin needs it, which the interface has since {since}; this host has version {ours} and lacks it"
            )
        };
        let subject = self.subject(function);
        self.add(DifferenceKind::MissingFunction, &subject, text);
    }

    /// A function that one side needs and the other one may lack.
    fn is_there(&mut self, ours: &DescribedFunction, theirs: &DescribedFunction) {
        let text = match (self.host_calls, ours.is_optional, theirs.is_optional) {
            (true, false, true) => "this host needs it, and the plugin may lack it",
            (false, true, false) => "the plugin needs it, and this host may lack it",
            (true | false, true, true | false) | (true | false, false, true | false) => return,
        };
        let subject = self.subject(ours);
        self.add(DifferenceKind::MissingFunction, &subject, text.to_owned());
    }

    fn function(&mut self, ours: &DescribedFunction, theirs: &DescribedFunction) {
        let subject = self.subject(ours);
        if ours.abi != theirs.abi {
            let text = format!(
                "it is `extern \"{}\"`, the plugin has `extern \"{}\"`",
                ours.abi, theirs.abi
            );
            self.add(DifferenceKind::Convention, &subject, text);
        }
        let (here, there) = (ours.parameters.len(), theirs.parameters.len());
        if here != there {
            // The object is one of them in C.
            let text = format!(
                "it has {} arguments, the plugin has {}",
                here + 1,
                there + 1
            );
            self.add(DifferenceKind::Parameters, &subject, text);
        }
        for (index, (ours, theirs)) in ours.parameters.iter().zip(&theirs.parameters).enumerate() {
            let place = format!("argument {}", index + 2);
            self.role(&subject, &place, ours.role, theirs.role);
            self.types
                .parameter(&subject, &place, ours, theirs, self.differences);
        }
        self.role(&subject, "the result", ours.result_role, theirs.result_role);
        let (ours, theirs) = (&ours.result, &theirs.result);
        self.types.result(&subject, ours, theirs, self.differences);
    }

    fn role(&mut self, subject: &str, place: &str, ours: Role, theirs: Role) {
        if ours != theirs {
            let text = format!(
                "{place} is {}, the plugin has {}",
                words(ours),
                words(theirs)
            );
            self.add(DifferenceKind::Role, subject, text);
        }
    }

    /// The name of a function, as messages begin with it.
    fn subject(&self, function: &DescribedFunction) -> String {
        if self.host_calls {
            function.name.clone()
        } else {
            format!("{} of the host", function.name)
        }
    }

    fn add(&mut self, kind: DifferenceKind, subject: &str, text: String) {
        self.differences.push(Difference::new(kind, subject, text));
    }
}

/// A meaning in words. Arguments are counted as C has them, from 1 for the object.
fn words(role: Role) -> String {
    match role {
        Role::Value => "a value".to_owned(),
        Role::Text => "a text that ends with NUL".to_owned(),
        Role::Utf8 => "the bytes of a text in UTF-8".to_owned(),
        Role::Slice => "the first of several elements".to_owned(),
        Role::Elements(of) => format!("the number of elements of argument {}", of + 2),
        Role::Bytes(of) => format!("the number of bytes of argument {}", of + 2),
        Role::Out => "the place of a result".to_owned(),
        Role::Status => "a status".to_owned(),
    }
}
