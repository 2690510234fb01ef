//! The rows, grouped by the rules that they are derived from.

/// Signature, places of the arguments, place of the result, stack area.
pub(crate) type Row = (&'static str, &'static str, &'static str, &'static str);

/// Chapters are those of the psABI, version 1.0; "passing 2" is paragraph 2 of "Passing" in 3.2.3.
pub(crate) const TABLE: &[Row] = &[
    // 3.2.3, scalars: INTEGER. Passing 2: rdi, rsi, rdx, rcx, r8, r9.
    (
        "i64, u64, pointer, i32, u32, i64 -> void",
        "rdi; rsi; rdx; rcx; r8; r9",
        "nowhere",
        "0 bytes",
    ),
    // 3.2.3, scalars: SSE. Passing 3: xmm0 to xmm7.
    (
        "f64, f32, f64, f32, f64, f32, f64, f32 -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; xmm7",
        "nowhere",
        "0 bytes",
    ),
    // Each kind is counted for itself.
    (
        "i32, f64, i64, f32 -> void",
        "rdi; xmm0; rsi; xmm1",
        "nowhere",
        "0 bytes",
    ),
    // Returning 3 and 4: rax, xmm0.
    ("-> i32", "", "rax", "0 bytes"),
    ("-> pointer", "", "rax", "0 bytes"),
    ("-> f32", "", "xmm0", "0 bytes"),
    ("-> f64", "", "xmm0", "0 bytes"),
    ("-> bool", "", "rax", "0 bytes"),
    // Footnote on _Bool: zero-extended to 8 bits; gcc and clang extend all narrow integers to 32.
    (
        "bool, i8, u8, i16, u16 -> i8",
        "rdi, zero-extended; rsi, sign-extended; rdx, zero-extended; rcx, sign-extended; \
         r8, zero-extended",
        "rax",
        "0 bytes",
    ),
    // Passing, last: what finds no register goes to the stack, each in an eightbyte of its own.
    (
        "i64, i64, i64, i64, i64, i64, i64, i32, i8, bool -> void",
        "rdi; rsi; rdx; rcx; r8; r9; stack 0; stack 8; stack 16, sign-extended; \
         stack 24, zero-extended",
        "nowhere",
        "32 bytes",
    ),
    (
        "f64, f64, f64, f64, f64, f64, f64, f64, f32, f64 -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; xmm7; stack 0; stack 8",
        "nowhere",
        "16 bytes",
    ),
    // A float after exhausted integers still has a register, and the other way round.
    (
        "i64, i64, i64, i64, i64, i64, i64, f64 -> f64",
        "rdi; rsi; rdx; rcx; r8; r9; stack 0; xmm0",
        "xmm0",
        "8 bytes",
    ),
    (
        "f64, f64, f64, f64, f64, f64, f64, f64, f64, i8 -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; xmm7; stack 0; rdi, sign-extended",
        "nowhere",
        "8 bytes",
    ),
    // 3.2.3, scalars, __int128: two eightbytes of INTEGER, in registers like two of them.
    (
        "i128, i64 -> i128",
        "0..8 rdi, 8..16 rsi; rdx",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    (
        "i64, u128 -> u128",
        "rdi; 0..8 rsi, 8..16 rdx",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    // In memory, __int128 is aligned to 16; and it is not split.
    (
        "i64, i64, i64, i64, i64, i128, i64 -> void",
        "rdi; rsi; rdx; rcx; r8; stack 0; r9",
        "nowhere",
        "16 bytes",
    ),
    (
        "i64, i64, i64, i64, i64, i64, i64, i128, i64 -> void",
        "rdi; rsi; rdx; rcx; r8; r9; stack 0; stack 16; stack 32",
        "nowhere",
        "40 bytes",
    ),
    // Aggregates 3 and 4: one field, its own class.
    (
        "{i32}, {f32}, {f64}, {pointer} -> {f64}",
        "rdi; xmm0; xmm1; rsi",
        "xmm0",
        "0 bytes",
    ),
    // A narrow field is not a narrow argument: no extension.
    (
        "{i8}, {bool}, {u16} -> {i8}",
        "rdi; rsi; rdx",
        "rax",
        "0 bytes",
    ),
    (
        "{i128} -> {i128}",
        "0..8 rdi, 8..16 rsi",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    // Two floats are one eightbyte of SSE.
    ("{f32 f32} -> {f32 f32}", "xmm0", "xmm0", "0 bytes"),
    (
        "{f32 f32 f32} -> {f32 f32 f32}",
        "0..8 xmm0, 8..12 xmm1",
        "0..8 xmm0, 8..12 xmm1",
        "0 bytes",
    ),
    (
        "{f32 f32 f32 f32} -> {f32 f32 f32 f32}",
        "0..8 xmm0, 8..16 xmm1",
        "0..8 xmm0, 8..16 xmm1",
        "0 bytes",
    ),
    (
        "{f64 f64} -> {f64 f64}",
        "0..8 xmm0, 8..16 xmm1",
        "0..8 xmm0, 8..16 xmm1",
        "0 bytes",
    ),
    // Aggregates 1: over 16 bytes is MEMORY, whatever the fields. Returning 2: its address in rdi.
    ("{f64 f64 f64} -> void", "stack 0", "nowhere", "24 bytes"),
    ("i32 -> {f64 f64 f64}", "rsi", "memory rdi", "0 bytes"),
    (
        "{i64 i64 i64} -> {i64 i64 i64}",
        "stack 0",
        "memory rdi",
        "24 bytes",
    ),
    (
        "{f64 f64 f64 f64}, f64 -> void",
        "stack 0; xmm0",
        "nowhere",
        "32 bytes",
    ),
    (
        "{f32 f32 f32 f32 f32} -> void",
        "stack 0",
        "nowhere",
        "24 bytes",
    ),
    ("{[u8 17]} -> void", "stack 0", "nowhere", "24 bytes"),
    // Returning 2: the address counts as an argument register, so the sixth argument has none.
    (
        "i64, i64, i64, i64, i64, i64 -> {i64 i64 i64}",
        "rsi; rdx; rcx; r8; r9; stack 0",
        "memory rdi",
        "8 bytes",
    ),
    // 9 to 16 bytes: each eightbyte for itself.
    (
        "{i64 f64} -> {i64 f64}",
        "0..8 rdi, 8..16 xmm0",
        "0..8 rax, 8..16 xmm0",
        "0 bytes",
    ),
    (
        "{f64 i64} -> {f64 i64}",
        "0..8 xmm0, 8..16 rdi",
        "0..8 xmm0, 8..16 rax",
        "0 bytes",
    ),
    (
        "{i64 i64} -> {i64 i64}",
        "0..8 rdi, 8..16 rsi",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    (
        "{i64 u8} -> {i64 u8}",
        "0..8 rdi, 8..16 rsi",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    (
        "{u8 f64} -> {u8 f64}",
        "0..8 rdi, 8..16 xmm0",
        "0..8 rax, 8..16 xmm0",
        "0 bytes",
    ),
    // Merge (d): INTEGER wins over SSE in one eightbyte.
    ("{i32 f32} -> {f32 i32}", "rdi", "rax", "0 bytes"),
    (
        "{f32 i32 f64} -> {f32 i32 f64}",
        "0..8 rdi, 8..16 xmm0",
        "0..8 rax, 8..16 xmm0",
        "0 bytes",
    ),
    (
        "{f64 f32 i32} -> {f64 f32 i32}",
        "0..8 xmm0, 8..16 rdi",
        "0..8 xmm0, 8..16 rax",
        "0 bytes",
    ),
    (
        "{f32 f32 f32 i32} -> void",
        "0..8 xmm0, 8..16 rdi",
        "nowhere",
        "0 bytes",
    ),
    (
        "{f32 f32 u8} -> {f32 f32 u8}",
        "0..8 xmm0, 8..12 rdi",
        "0..8 xmm0, 8..12 rax",
        "0 bytes",
    ),
    // Merge (d) also for padding's neighbours: the first eightbyte has an i32 and no f64.
    (
        "{i32 f64} -> void",
        "0..8 rdi, 8..16 xmm0",
        "nowhere",
        "0 bytes",
    ),
    // Sizes that no register has: the last eightbyte is as short as the struct.
    ("{u8 u8 u8} -> {u8 u8 u8}", "rdi", "rax", "0 bytes"),
    (
        "{[u8 9]} -> {[u8 9]}",
        "0..8 rdi, 8..9 rsi",
        "0..8 rax, 8..9 rdx",
        "0 bytes",
    ),
    ("{u16 u16 u16} -> void", "rdi", "nowhere", "0 bytes"),
    (
        "{[u16 7]} -> void",
        "0..8 rdi, 8..14 rsi",
        "nowhere",
        "0 bytes",
    ),
    // Aggregates 3: nesting and arrays change nothing.
    (
        "{{f32} {f32}} -> {{f32 f32} {f32}}",
        "xmm0",
        "0..8 xmm0, 8..12 xmm1",
        "0 bytes",
    ),
    (
        "{[f32 2] [i32 2]} -> void",
        "0..8 xmm0, 8..16 rdi",
        "nowhere",
        "0 bytes",
    ),
    (
        "{{{f64}} i64} -> void",
        "0..8 xmm0, 8..16 rdi",
        "nowhere",
        "0 bytes",
    ),
    (
        "{[{u8 u8} 4] [f32 2]} -> void",
        "0..8 rdi, 8..16 xmm0",
        "nowhere",
        "0 bytes",
    ),
    // Passing: "the whole argument is passed on the stack", and the assignments are reverted, so
    // that a later argument gets the register.
    (
        "i64, i64, i64, i64, i64, {i64 i64}, i32 -> void",
        "rdi; rsi; rdx; rcx; r8; stack 0; r9",
        "nowhere",
        "16 bytes",
    ),
    (
        "i64, i64, i64, i64, {i64 i64}, i32 -> {i64 i64 i64}",
        "rsi; rdx; rcx; r8; stack 0; r9",
        "memory rdi",
        "16 bytes",
    ),
    (
        "f64, f64, f64, f64, f64, f64, f64, {f64 f64}, f64 -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; stack 0; xmm7",
        "nowhere",
        "16 bytes",
    ),
    (
        "f32, f32, f32, f32, f32, f32, f32, {f32 f32 f32}, {f32 f32} -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; stack 0; xmm7",
        "nowhere",
        "16 bytes",
    ),
    // A mixed struct needs one of each; without either it goes to the stack, and the other register
    // is free again.
    (
        "i64, i64, i64, i64, i64, i64, {i64 f64}, f64 -> void",
        "rdi; rsi; rdx; rcx; r8; r9; stack 0; xmm0",
        "nowhere",
        "16 bytes",
    ),
    (
        "f64, f64, f64, f64, f64, f64, f64, f64, {i64 f64}, i64 -> void",
        "xmm0; xmm1; xmm2; xmm3; xmm4; xmm5; xmm6; xmm7; stack 0; rdi",
        "nowhere",
        "16 bytes",
    ),
    // Exactly enough.
    (
        "i64, i64, i64, i64, {i64 i64}, i64 -> void",
        "rdi; rsi; rdx; rcx; 0..8 r8, 8..16 r9; stack 0",
        "nowhere",
        "8 bytes",
    ),
    (
        "i64, i64, i64, i64, i64, {i64 f64}, f64 -> void",
        "rdi; rsi; rdx; rcx; r8; 0..8 r9, 8..16 xmm0; xmm1",
        "nowhere",
        "0 bytes",
    ),
    // Structs on the stack take whole eightbytes, and have the alignment of 8 at least.
    (
        "{i64 i64 u8}, {[u8 17]}, i64 -> void",
        "stack 0; stack 24; rdi",
        "nowhere",
        "48 bytes",
    ),
    // Aggregates 1: unaligned fields make MEMORY, also of a small struct.
    (
        "packed1{u8 i32} -> packed1{u8 i32}",
        "stack 0",
        "memory rdi",
        "8 bytes",
    ),
    (
        "packed1{u8 f64}, i32 -> void",
        "stack 0; rdi",
        "nowhere",
        "16 bytes",
    ),
    ("packed4{u32 u64} -> void", "stack 0", "nowhere", "16 bytes"),
    // Packed fields that happen to be aligned do not.
    (
        "packed1{u64 u32} -> packed1{u32 u8}",
        "0..8 rdi, 8..12 rsi",
        "rax",
        "0 bytes",
    ),
    (
        "packed4{f64 f32} -> void",
        "0..8 xmm0, 8..12 xmm1",
        "nowhere",
        "0 bytes",
    ),
    ("packed1{u8 u8 u8} -> void", "rdi", "nowhere", "0 bytes"),
    // Aggregates 4: the members of a union are merged.
    ("<f32 i32> -> <f64 i64>", "rdi", "rax", "0 bytes"),
    ("<f32 f64> -> <{f32 f32} f64>", "xmm0", "xmm0", "0 bytes"),
    (
        "<[f64 2] i64> -> <[f64 2] i64>",
        "0..8 rdi, 8..16 xmm0",
        "0..8 rax, 8..16 xmm0",
        "0 bytes",
    ),
    // The tail of a union of 9 bytes is padded to 16, and is INTEGER.
    (
        "<[u8 9] f64> -> void",
        "0..8 rdi, 8..16 rsi",
        "nowhere",
        "0 bytes",
    ),
    ("<[i64 3] f64> -> void", "stack 0", "nowhere", "24 bytes"),
    // Aggregates 2: an eightbyte of padding is NO_CLASS, and travels nowhere.
    (
        "align16{i64}, i32 -> align16{f32}",
        "rdi; rsi",
        "xmm0",
        "0 bytes",
    ),
    // Over-aligned in memory: aligned on the stack, and so is the stack.
    (
        "align32{i64} -> void",
        "stack 0",
        "nowhere",
        "32 bytes, aligned to 32",
    ),
    (
        "{i64 i64 i64}, align32{i64}, i64 -> void",
        "stack 0; stack 32; rdi",
        "nowhere",
        "64 bytes, aligned to 32",
    ),
    (
        "{i64 i64 i64}, align16{i64 i64 i64} -> void",
        "stack 0; stack 32",
        "nowhere",
        "64 bytes",
    ),
    // An empty struct, in GNU C, has no bytes and no place.
    (
        "{}, i32, {} -> {}",
        "nowhere; rdi; nowhere",
        "nowhere",
        "0 bytes",
    ),
    // 3.2.3, scalars: X87 and X87UP. Passing 1: in memory, aligned to 16. Returning 5 and 6: st0.
    (
        "i32, f80, i32, f64 -> f80",
        "rdi; stack 0; rsi; xmm0",
        "st0",
        "16 bytes",
    ),
    (
        "i64, i64, i64, i64, i64, i64, i8, f80, f80 -> void",
        "rdi; rsi; rdx; rcx; r8; r9; stack 0, sign-extended; stack 16; stack 32",
        "nowhere",
        "48 bytes",
    ),
    // Aggregates 3 and 4: one field, its own classes.
    (
        "{f80}, {[f80 1]} -> {f80}",
        "stack 0; stack 16",
        "st0",
        "32 bytes",
    ),
    ("<f80 {f80}> -> <f80 {f80}>", "stack 0", "st0", "16 bytes"),
    // Aggregates 1: over 16 bytes is MEMORY. Returning 2: its address in rdi.
    (
        "{f80 f80} -> {f80 f80}",
        "stack 0",
        "memory rdi",
        "32 bytes",
    ),
    (
        "{f80 u8}, i32 -> {f64 f80}",
        "stack 0; rsi",
        "memory rdi",
        "32 bytes",
    ),
    // Merge (d): INTEGER wins over X87, and X87UP is left without it (5 (b)); or over both.
    (
        "<f80 i64> -> <f80 i64>",
        "stack 0",
        "memory rdi",
        "16 bytes",
    ),
    (
        "<f80 {i64 i64}> -> <f80 {i64 i64}>",
        "0..8 rdi, 8..16 rsi",
        "0..8 rax, 8..16 rdx",
        "0 bytes",
    ),
    // Merge (e): MEMORY wins where SSE meets X87.
    (
        "<f80 f64>, f64 -> <f64 f80>",
        "stack 0; xmm0",
        "memory rdi",
        "16 bytes",
    ),
    ("<f80 {i64 f64}> -> void", "stack 0", "nowhere", "16 bytes"),
    // Scalars: COMPLEX_X87. Passing 1: in memory. Returning, last: st0 and st1.
    (
        "complex80, i32 -> complex80",
        "stack 0; rdi",
        "0..10 st0, 16..26 st1",
        "32 bytes",
    ),
    (
        "{complex80} -> {complex80}",
        "stack 0",
        "memory rdi",
        "32 bytes",
    ),
];
