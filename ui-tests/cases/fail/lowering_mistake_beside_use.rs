// The other methods have the results that they would have.
use ffi_runtime::lowering::CallError;
use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(zerro)]
    fn wrong(&self) -> i32;
    #[check(zero)]
    fn begin(&self, #[terminated] path: &str, #[out] connection: Owned<Connection>) -> i32;
    #[free]
    #[check(zero)]
    fn close(&self, connection: Owned<Connection>) -> i32;
    #[slice(len = n)]
    fn table(&self, #[out] n: usize) -> &[i32];
    #[copied]
    fn name(&self, connection: &Connection) -> String;
    #[errno]
    fn sync(&self) -> i32;
    #[optional]
    fn divide(&self, a: i32, b: i32, #[out] rest: i32) -> i32;
    fn sum(&self, #[slice(len = n)] values: &[i32], n: usize) -> i64;
}

fn uses(demo: &Demo) -> Result<(), CallError> {
    let connection = demo.begin("file")?;
    println!("{} {:?}", demo.name(&connection), demo.table().first());
    let (quotient, rest) = demo.divide(7, 2)?;
    demo.sync().map_err(|error| println!("{error}")).unwrap();
    println!("{}", i64::from(quotient + rest) + demo.sum(&[1, 2]));
    connection.close()
}

fn main() {}
