#[link(name = "demo")]
unsafe extern "C" {
    pub fn array(values: [i32; 4]);
    pub fn generic<T>(value: T);
    pub fn right(x: i32) -> i32;
}
unsafe extern "C" {
    pub fn text(text: String) -> Vec<i32>;
}
