//! The numbers of stack words that there are forwarders for.

/// Calls the macro `$one` with each number of stack words up to 32: the number, the number with the four words of a
/// home space, and names for the words. They are literals because the compiler evaluates each other constant
/// by itself, and there are some in each forwarder.
macro_rules! each_number_of_words {
    ($one:ident) => {
        each_number_of_words! {
            @one $one [] 0 4,
            w0 1 5, w1 2 6, w2 3 7, w3 4 8, w4 5 9, w5 6 10,
            w6 7 11, w7 8 12, w8 9 13, w9 10 14, w10 11 15, w11 12 16,
            w12 13 17, w13 14 18, w14 15 19, w15 16 20, w16 17 21, w17 18 22,
            w18 19 23, w19 20 24, w20 21 25, w21 22 26, w22 23 27, w23 24 28,
            w24 25 29, w25 26 30, w26 27 31, w27 28 32, w28 29 33, w29 30 34,
            w30 31 35, w31 32 36
        }
    };
    (@one $one:ident [$($word:ident)*] $words:literal $with_home:literal) => {
        $one! { $words $with_home $($word)* }
    };
    (@one $one:ident [$($word:ident)*] $words:literal $with_home:literal, $next:ident $($rest:tt)*) => {
        $one! { $words $with_home $($word)* }
        each_number_of_words! { @one $one [$($word)* $next] $($rest)* }
    };
}

pub(crate) use each_number_of_words;
