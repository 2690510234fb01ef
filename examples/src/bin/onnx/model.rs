//! A model in ONNX's format, which is a message of Protocol Buffers: `h = sqrt(x * x + y * y)`, for any number of
//! `x` and `y`.

/// The version of the format.
const IR_VERSION: u64 = 8;

/// The version of the operators.
const OPERATORS: u64 = 13;

/// The elements are `float`.
const FLOAT: u64 = 1;

/// The model.
pub(crate) fn hypot() -> Vec<u8> {
    let nodes = [
        node("Mul", &["x", "x"], "xx"),
        node("Mul", &["y", "y"], "yy"),
        node("Add", &["xx", "yy"], "sum"),
        node("Sqrt", &["sum"], "h"),
    ];
    let mut graph: Vec<u8> = nodes.iter().flat_map(|node| bytes(1, node)).collect();
    graph.extend(bytes(2, b"hypot"));
    for input in ["x", "y"] {
        graph.extend(bytes(11, &value(input)));
    }
    graph.extend(bytes(12, &value("h")));
    let operators = number(2, OPERATORS);
    [
        number(1, IR_VERSION),
        bytes(7, &graph),
        bytes(8, &operators),
    ]
    .concat()
}

/// An operator with its inputs and its output.
fn node(operator: &str, inputs: &[&str], output: &str) -> Vec<u8> {
    let inputs = inputs.iter().flat_map(|input| bytes(1, input.as_bytes()));
    let rest = [bytes(2, output.as_bytes()), bytes(4, operator.as_bytes())];
    inputs.chain(rest.concat()).collect()
}

/// A name of a tensor with one dimension, of any length.
fn value(name: &str) -> Vec<u8> {
    let dimension = bytes(2, b"n");
    let shape = bytes(1, &dimension);
    let tensor = [number(1, FLOAT), bytes(2, &shape)].concat();
    [bytes(1, name.as_bytes()), bytes(2, &bytes(1, &tensor))].concat()
}

/// A field that is a number.
fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

/// A field that is a text or a message.
fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    let length = varint(value.len() as u64);
    [&varint(field << 3 | 2), &length, value].concat()
}

/// Seven bits a byte, the low ones first.
fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
