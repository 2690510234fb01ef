pub const LIMIT: u32 = 7;
