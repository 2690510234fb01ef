//! Which signatures a model has: all of its suite, the first ones, or smaller variants of one that failed.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::{Model, Shape, Signature, Suite, variadic};

/// The signatures of a model, in the words of `FFI_TESTS_SIGNATURES`: empty for all of them, a number for
/// so many of the first, or variants with semicolons between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// As many as the suite has.
    All,
    /// So many of the first.
    First(usize),
    /// These, each of which is made from a signature of the seed.
    Variants(Vec<Variant>),
}

/// A signature, as a part of one that was drawn: `12(a0 a2.1) r.0` has two arguments, which are the first
/// of signature 12 and field 1 of its third, and the result is field 0 of its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The number of the signature that was drawn.
    pub number: usize,
    arguments: Vec<Part>,
    result: Option<Part>,
}

/// An argument or result, or a field somewhere in it. Of an array it is the element.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// The argument's index; 0 for a result.
    index: usize,
    fields: Vec<usize>,
}

impl Selection {
    /// How many signatures have to be drawn.
    pub(super) fn drawn(&self, suite: Suite) -> usize {
        match self {
            Self::All => suite.signatures(),
            Self::First(count) => suite.signatures().min(*count),
            Self::Variants(variants) => {
                let numbers = variants.iter().map(|variant| variant.number + 1);
                numbers.max().unwrap_or_default()
            }
        }
    }
}

impl Variant {
    /// A signature as it was drawn.
    pub(super) fn whole(number: usize, arguments: usize, has_result: bool) -> Self {
        let whole = |index| Part {
            index,
            fields: Vec::new(),
        };
        Self {
            number,
            arguments: (0..arguments).map(whole).collect(),
            result: has_result.then(|| whole(0)),
        }
    }

    /// The signature, made from those that were drawn, if they have all of its parts: the signatures of
    /// another suite have not.
    pub(super) fn signature(&self, model: &Model) -> Option<Signature> {
        let drawn = model.signatures.get(self.number)?;
        let arguments = self.arguments.iter();
        let result = match &self.result {
            Some(part) => Some(part.of(model, drawn.result.as_ref()?)?),
            None => None,
        };
        let named = |fixed| {
            let named = arguments.clone().filter(|part| part.index < fixed);
            named.count()
        };
        let fixed = drawn.fixed.map(named);
        // C wants a named argument before the others.
        if fixed == Some(0) {
            return None;
        }
        let arguments = arguments.map(|part| part.of(model, drawn.arguments.get(part.index)?));
        Some(Signature {
            convention: drawn.convention,
            result,
            arguments: arguments.collect::<Option<_>>()?,
            fixed,
            origin: self.clone(),
        })
    }
}

impl Part {
    fn of(&self, model: &Model, whole: &Shape) -> Option<Shape> {
        let mut fields = self.fields.iter();
        fields.try_fold(whole.clone(), |shape, field| match shape {
            Shape::Aggregate(id) => model.aggregate(id).fields.get(*field).map(element),
            Shape::Scalar(_) | Shape::Array(..) => None,
        })
    }

    /// Every field of this part, which is `shape`.
    fn fields(&self, model: &Model, shape: &Shape) -> Vec<Self> {
        let count = match shape {
            Shape::Scalar(_) | Shape::Array(..) => 0,
            Shape::Aggregate(id) => model.aggregate(*id).fields.len(),
        };
        let field = |field| Self {
            index: self.index,
            fields: [self.fields.as_slice(), &[field]].concat(),
        };
        (0..count).map(field).collect()
    }
}

/// The innermost element of an array; another type itself.
fn element(shape: &Shape) -> Shape {
    match shape {
        Shape::Array(inner, _) => element(inner),
        Shape::Scalar(_) | Shape::Aggregate(_) => shape.clone(),
    }
}

impl Model {
    /// The signatures that are one step smaller than one of this model, the smallest first: half of the
    /// arguments, one argument or the result less, or a field instead of an aggregate.
    #[must_use]
    pub fn smaller(&self, number: usize) -> Vec<Variant> {
        let signature = &self.signatures[number];
        let origin = &signature.origin;
        let with = |arguments: Vec<Part>| Variant {
            arguments,
            ..origin.clone()
        };
        let count = origin.arguments.len();
        let mut variants = Vec::new();
        if count > 3 {
            let (first, second) = origin.arguments.split_at(count / 2);
            variants.extend([with(first.to_vec()), with(second.to_vec())]);
        }
        variants.extend(origin.result.as_ref().map(|_| Variant {
            result: None,
            ..origin.clone()
        }));
        for index in 0..count {
            let mut arguments = origin.arguments.clone();
            arguments.remove(index);
            variants.push(with(arguments));
        }
        for (index, shape) in signature.arguments.iter().enumerate() {
            let is_named = signature.fixed.is_none_or(|fixed| index < fixed);
            for part in origin.arguments[index].fields(self, shape) {
                let field = part.of(self, &self.drawn(origin).arguments[part.index]);
                if is_named || field.is_some_and(|field| variadic::may_be_unnamed(&field)) {
                    let mut arguments = origin.arguments.clone();
                    arguments[index] = part;
                    variants.push(with(arguments));
                }
            }
        }
        if let (Some(part), Some(shape)) = (&origin.result, &signature.result) {
            let parts = part.fields(self, shape).into_iter();
            variants.extend(parts.map(|part| Variant {
                result: Some(part),
                ..origin.clone()
            }));
        }
        variants.retain(|variant| {
            let named = variant.arguments.iter();
            let fixed = self.drawn(origin).fixed;
            fixed.is_none_or(|fixed| named.clone().any(|part| part.index < fixed))
        });
        variants
    }

    /// The signature that a variant was made from.
    fn drawn(&self, variant: &Variant) -> &Signature {
        &self.drawn[variant.number]
    }
}

impl Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::First(count) => write!(f, "{count}"),
            Self::Variants(variants) => {
                for (index, variant) in variants.iter().enumerate() {
                    let separator = if index > 0 { "; " } else { "" };
                    write!(f, "{separator}{variant}")?;
                }
                Ok(())
            }
        }
    }
}

impl Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.number)?;
        for (index, part) in self.arguments.iter().enumerate() {
            let separator = if index > 0 { " " } else { "" };
            write!(f, "{separator}a{}", part.index)?;
            part.write_fields(f)?;
        }
        f.write_str(")")?;
        if let Some(part) = &self.result {
            f.write_str(" r")?;
            part.write_fields(f)?;
        }
        Ok(())
    }
}

impl Part {
    fn write_fields(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fields
            .iter()
            .try_for_each(|field| write!(f, ".{field}"))
    }

    /// Reads `a2.1.0`, or after `r` what follows it.
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split('.');
        let index = match words.next()? {
            "r" => 0,
            word => word.strip_prefix('a')?.parse().ok()?,
        };
        let fields = words.map(|field| field.parse().ok());
        Some(Self {
            index,
            fields: fields.collect::<Option<_>>()?,
        })
    }
}

impl FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::All);
        }
        if let Ok(count) = text.parse() {
            return Ok(Self::First(count));
        }
        let variants = text.split(';').map(|variant| {
            let parsed = Variant::parse(variant.trim());
            parsed.ok_or_else(|| format!("`{variant}` is no signature"))
        });
        variants.collect::<Result<_, _>>().map(Self::Variants)
    }
}

impl Variant {
    fn parse(text: &str) -> Option<Self> {
        let (number, rest) = text.split_once('(')?;
        let (arguments, result) = rest.split_once(')')?;
        let arguments = arguments.split_whitespace().map(Part::parse);
        let result = match result.trim() {
            "" => None,
            text => Some(Part::parse(text)?),
        };
        Some(Self {
            number: number.parse().ok()?,
            arguments: arguments.collect::<Option<_>>()?,
            result,
        })
    }
}
