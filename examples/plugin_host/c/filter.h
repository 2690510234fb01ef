/* Plugins of `org.example.image-filter` in C. Written by ffi-runtime; a change here is lost. */
#ifndef IMAGE_FILTER_PLUGIN_H
#define IMAGE_FILTER_PLUGIN_H

/* Plugins in C: what every interface has. Written by ffi-runtime; a change here is lost. */
#ifndef FFI_PLUGIN_1_H
#define FFI_PLUGIN_1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define FFI_STATIC_ASSERT(condition, text) static_assert(condition, text)
#define FFI_ALIGNAS(bytes) alignas(bytes)
#define FFI_ALIGNOF(type) alignof(type)
#define FFI_C extern "C"
#define FFI_AS(integer) : integer
#else
#define FFI_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#define FFI_ALIGNAS(bytes) _Alignas(bytes)
#define FFI_ALIGNOF(type) _Alignof(type)
#define FFI_C extern
#define FFI_AS(integer)
#endif

/* Symbols that the host looks up. */
#if defined(_WIN32)
#define FFI_EXPORT __declspec(dllexport)
#else
#define FFI_EXPORT __attribute__((visibility("default")))
#endif

/* On ELF the description is a note, which is read in the file and survives strip. */
#if defined(__ELF__)
#define FFI_NOTE __attribute__((section(".note.ffi_plugin"), used, aligned(4)))
#else
#define FFI_NOTE
#endif

/* Calling conventions, as Rust names them. */
#if defined(_WIN32) && (defined(__i386__) || defined(_M_IX86))
#define FFI_SYSTEM __stdcall
#else
#define FFI_SYSTEM
#endif
#if defined(__x86_64__) && defined(__GNUC__)
#define FFI_SYSV64 __attribute__((sysv_abi))
#define FFI_WIN64 __attribute__((ms_abi))
#else
#define FFI_SYSV64
#define FFI_WIN64
#endif

#if defined(__SIZEOF_INT128__)
__extension__ typedef __int128 ffi_i128;
__extension__ typedef unsigned __int128 ffi_u128;
#endif
/* Vectors in one register, whatever their lanes are: convert them to __m128, float32x4_t and their like. */
#if defined(__GNUC__)
typedef float ffi_v64 __attribute__((vector_size(8)));
typedef float ffi_v128 __attribute__((vector_size(16)));
#endif

/* The head of the table of an interface. */
typedef struct FfiInterfaceHeader {
    size_t size; /* bytes of the table */
    void (*retain)(void *object);  /* one owner more; NULL for the instance of a plugin */
    void (*release)(void *object); /* one owner less; the last one frees the object */
} FfiInterfaceHeader;

/* The first field of every instance: the address of its table, which begins as FfiInterfaceHeader does. */
typedef struct FfiObject {
    const void *table;
} FfiObject;

/* What a new instance gets, until `create` returns. */
typedef struct FfiPluginStart FfiPluginStart;
struct FfiPluginStart {
    size_t size;        /* bytes of this struct */
    void *host;         /* the host's object, of which the instance owns one count; or NULL */
    const char *path;   /* the file of the library, in UTF-8, without a NUL */
    size_t path_length;
    void (*fail)(const FfiPluginStart *start, const uint8_t *text, size_t length);
    void *sink;
};

typedef void (*FfiWriteState)(void *sink, const uint8_t *bytes, size_t length);

/* How instances of a plugin are made, and how their state is kept. */
typedef struct FfiPluginEntry {
    void *(*create)(const FfiPluginStart *start);
    int64_t (*save)(void *instance, FfiWriteState write, void *sink); /* or NULL */
    int32_t (*restore)(void *instance, uint32_t version, const uint8_t *bytes, size_t length); /* or NULL */
} FfiPluginEntry;

typedef struct FfiPluginLibrary {
    size_t size;
    const FfiPluginEntry *entries;
    size_t count;
    size_t entry_size;
    int32_t (*shutdown)(void); /* or NULL */
} FfiPluginLibrary;

/* Says why no instance is made: `return ffi_plugin_fail(start, "no memory");` */
static inline void *ffi_plugin_fail(const FfiPluginStart *start, const char *text)
{
    size_t length = 0;
    while (text[length] != 0)
        length++;
    start->fail(start, (const uint8_t *)text, length);
    return NULL;
}

/* The target, by the numbers of the description. */
#if defined(__x86_64__) || defined(_M_X64)
#define FFI_ARCHITECTURE 1
#elif defined(__aarch64__) || defined(_M_ARM64)
#define FFI_ARCHITECTURE 2
#elif defined(__riscv) && __riscv_xlen == 64
#define FFI_ARCHITECTURE 3
#elif defined(__riscv)
#define FFI_ARCHITECTURE 10
#elif defined(__i386__) || defined(_M_IX86)
#define FFI_ARCHITECTURE 4
#elif defined(__arm__) || defined(_M_ARM)
#define FFI_ARCHITECTURE 5
#elif defined(__loongarch64)
#define FFI_ARCHITECTURE 6
#elif defined(__powerpc64__)
#define FFI_ARCHITECTURE 7
#elif defined(__powerpc__)
#define FFI_ARCHITECTURE 9
#elif defined(__s390x__)
#define FFI_ARCHITECTURE 8
#elif defined(__mips64)
#define FFI_ARCHITECTURE 11
#else
#define FFI_ARCHITECTURE 0
#endif

#if defined(_WIN32)
#define FFI_OS 2
#elif defined(__ANDROID__)
#define FFI_OS 4
#elif defined(__linux__)
#define FFI_OS 1
#elif defined(__APPLE__) && defined(__ENVIRONMENT_IPHONE_OS_VERSION_MIN_REQUIRED__)
#define FFI_OS 5
#elif defined(__APPLE__)
#define FFI_OS 3
#elif defined(__FreeBSD__)
#define FFI_OS 6
#elif defined(__NetBSD__)
#define FFI_OS 7
#elif defined(__OpenBSD__)
#define FFI_OS 8
#elif defined(__DragonFly__)
#define FFI_OS 9
#else
#define FFI_OS 0
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FFI_BYTE_ORDER 2
#else
#define FFI_BYTE_ORDER 1
#endif

#if defined(__VERSION__)
#if defined(__clang__)
#define FFI_COMPILER "clang " __VERSION__
#else
#define FFI_COMPILER "gcc " __VERSION__
#endif
#else
#define FFI_COMPILER "a C compiler"
#endif

/* Name and version of the package, and whether it is optimized: shown in the errors of hosts. */
#ifndef FFI_PACKAGE
#define FFI_PACKAGE ""
#endif
#if defined(NDEBUG) || defined(__OPTIMIZE__)
#define FFI_PROFILE "release"
#else
#define FFI_PROFILE "debug"
#endif

/* Numbers of the description: little-endian on every target, and never aligned. */
#define FFI_BYTE(x, shift) ((unsigned char)(((uint64_t)(x) >> (shift)) & 255u))
#define FFI_U8(x) { FFI_BYTE(x, 0) }
#define FFI_U16(x) { FFI_BYTE(x, 0), FFI_BYTE(x, 8) }
#define FFI_U32(x) { FFI_BYTE(x, 0), FFI_BYTE(x, 8), FFI_BYTE(x, 16), FFI_BYTE(x, 24) }
#define FFI_U64(x) { FFI_BYTE(x, 0), FFI_BYTE(x, 8), FFI_BYTE(x, 16), FFI_BYTE(x, 24), \
    FFI_BYTE(x, 32), FFI_BYTE(x, 40), FFI_BYTE(x, 48), FFI_BYTE(x, 56) }

/* Whether an integer or enum has a sign, and the kind of an integer. */
#define FFI_IS_SIGNED(type) ((type)-1 < (type)1)
#define FFI_INTEGER(type) ((FFI_IS_SIGNED(type) ? 2 : 7) \
    + (sizeof(type) == 1 ? 0 : sizeof(type) == 2 ? 1 : sizeof(type) == 4 ? 2 : 3))

/* A plugin of a library, in parentheses: its name, and the functions of its FfiPluginEntry. */
#define FFI_NAME_OF(name, create, save, restore) name
#define FFI_ENTRY_OF(name, create, save, restore) { create, save, restore }
#define FFI_NAME_TYPE(n, tuple) struct { \
    unsigned char length[2]; \
    char name[sizeof(FFI_NAME_OF tuple)]; \
    unsigned char interface[2]; \
} name##n;
#define FFI_NAME_VALUE(n, tuple) \
    { FFI_U16(sizeof(FFI_NAME_OF tuple)), FFI_NAME_OF tuple, FFI_U16(FFI_INTERFACE_PLACE) },
#define FFI_ENTRY_VALUE(n, tuple) FFI_ENTRY_OF tuple,

/* Each of up to eight plugins. */
#define FFI_EACH_1(m, a) m(1, a)
#define FFI_EACH_2(m, a, b) m(1, a) m(2, b)
#define FFI_EACH_3(m, a, b, c) FFI_EACH_2(m, a, b) m(3, c)
#define FFI_EACH_4(m, a, b, c, d) FFI_EACH_3(m, a, b, c) m(4, d)
#define FFI_EACH_5(m, a, b, c, d, e) FFI_EACH_4(m, a, b, c, d) m(5, e)
#define FFI_EACH_6(m, a, b, c, d, e, f) FFI_EACH_5(m, a, b, c, d, e) m(6, f)
#define FFI_EACH_7(m, a, b, c, d, e, f, g) FFI_EACH_6(m, a, b, c, d, e, f) m(7, g)
#define FFI_EACH_8(m, a, b, c, d, e, f, g, h) FFI_EACH_7(m, a, b, c, d, e, f, g) m(8, h)
#define FFI_NINTH(a, b, c, d, e, f, g, h, n, ...) n
#define FFI_EACH(m, ...) FFI_NINTH(__VA_ARGS__, FFI_EACH_8, FFI_EACH_7, FFI_EACH_6, FFI_EACH_5, \
    FFI_EACH_4, FFI_EACH_3, FFI_EACH_2, FFI_EACH_1, 0)(m, __VA_ARGS__)
#define FFI_ONE(n, tuple) + 1

/* Both exported symbols of a library. */
#define FFI_LIBRARY(Interfaces, INTERFACES, FLAGS, SHUTDOWN, ...) \
    typedef struct FfiDescription { \
        unsigned char magic[8]; \
        unsigned char format[2]; \
        unsigned char length[4]; \
        unsigned char target[6]; \
        unsigned char compiler_length[2]; \
        char compiler[sizeof(FFI_COMPILER)]; \
        unsigned char package_length[2]; \
        char package[sizeof(FFI_PACKAGE)]; \
        unsigned char profile_length[2]; \
        char profile[sizeof(FFI_PROFILE)]; \
        unsigned char flags[1]; \
        Interfaces interfaces; \
        unsigned char count[2]; \
        struct { FFI_EACH(FFI_NAME_TYPE, __VA_ARGS__) } plugins; \
    } FfiDescription; \
    typedef struct FfiDescriptionNote { \
        uint32_t name_size; \
        uint32_t description_size; \
        uint32_t kind; \
        unsigned char name[12]; \
        FfiDescription description; \
    } FfiDescriptionNote; \
    FFI_C FFI_EXPORT const FfiDescriptionNote ffi_plugin_description_1; \
    FFI_NOTE const FfiDescriptionNote ffi_plugin_description_1 = { \
        11, sizeof(FfiDescription), 1, { 70, 70, 73, 45, 80, 76, 85, 71, 73, 78, 0, 0 }, \
        { \
            { 70, 70, 73, 80, 76, 85, 71, 68 }, \
            FFI_U16(1), \
            FFI_U32(sizeof(FfiDescription)), \
            { FFI_ARCHITECTURE, FFI_OS, FFI_BYTE_ORDER, sizeof(void *), sizeof(long), sizeof(wchar_t) }, \
            FFI_U16(sizeof(FFI_COMPILER)), FFI_COMPILER, \
            FFI_U16(sizeof(FFI_PACKAGE)), FFI_PACKAGE, \
            FFI_U16(sizeof(FFI_PROFILE)), FFI_PROFILE, \
            { FLAGS }, \
            INTERFACES, \
            FFI_U16(FFI_EACH(FFI_ONE, __VA_ARGS__)), \
            { FFI_EACH(FFI_NAME_VALUE, __VA_ARGS__) }, \
        }, \
    }; \
    FFI_STATIC_ASSERT(sizeof(FfiDescription) <= 1048576, "the description is longer than a host reads"); \
    static const FfiPluginEntry ffi_plugin_entries[] = { FFI_EACH(FFI_ENTRY_VALUE, __VA_ARGS__) }; \
    FFI_C FFI_EXPORT const FfiPluginLibrary ffi_plugin_library_1; \
    const FfiPluginLibrary ffi_plugin_library_1 = { \
        sizeof(FfiPluginLibrary), \
        ffi_plugin_entries, \
        sizeof(ffi_plugin_entries) / sizeof(ffi_plugin_entries[0]), \
        sizeof(FfiPluginEntry), \
        SHUTDOWN, \
    }

#endif

/* Whether types have other sizes than those that are asserted below. */
#undef FFI_OTHER_MODEL
#define FFI_OTHER_MODEL (sizeof(void *) != 8 || sizeof(long) != 8)

typedef struct Size Size;

typedef int32_t Outcome;
enum {
    Outcome_Done = 0,
    Outcome_WrongSize = 1,
    Outcome_Panicked = -1,
    Outcome_Refused = -2,
    Outcome_Missing = -3,
};
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || sizeof(Outcome) == 4, "size of Outcome");
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || FFI_ALIGNOF(Outcome) == 4, "alignment of Outcome");
FFI_STATIC_ASSERT(FFI_IS_SIGNED(Outcome), "sign of Outcome");

struct Size {
    uint32_t width;
    uint32_t height;
};
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || sizeof(Size) == 8, "size of Size");
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || FFI_ALIGNOF(Size) == 4, "alignment of Size");
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || offsetof(Size, width) == 0, "offset of width in Size");
FFI_STATIC_ASSERT(FFI_OTHER_MODEL || offsetof(Size, height) == 4, "offset of height in Size");

/* org.example.image-filter.host, version 1.0. Each function gets the object first. */
typedef struct ImageFilterHostTable {
    size_t size;
    void (*retain)(void *object);
    void (*release)(void *object);
    /* text: in UTF-8, without a NUL; length: elements of text */
    void (*log)(void *object, const uint8_t *text, size_t length);
} ImageFilterHostTable;
FFI_STATIC_ASSERT(offsetof(ImageFilterHostTable, size) == 0 * sizeof(void *), "head of ImageFilterHostTable");
FFI_STATIC_ASSERT(offsetof(ImageFilterHostTable, retain) == 1 * sizeof(void *), "head of ImageFilterHostTable");
FFI_STATIC_ASSERT(offsetof(ImageFilterHostTable, release) == 2 * sizeof(void *), "head of ImageFilterHostTable");
FFI_STATIC_ASSERT(sizeof(ImageFilterHostTable) == 4 * sizeof(void *), "size of ImageFilterHostTable");

/* The host of a plugin: `host->table->..(host, ..)`. */
typedef struct ImageFilterHost {
    const ImageFilterHostTable *table;
} ImageFilterHost;

/* org.example.image-filter, version 1.1. Each function gets the object first. */
typedef struct ImageFilterTable {
    size_t size;
    void (*retain)(void *object);
    void (*release)(void *object);
    /* pixels: the first of several; length: elements of pixels; returns a status */
    Outcome (*apply)(void *object, const Size *size, uint8_t *pixels, size_t length);
    /* may be NULL; since 1.1 */
    uint64_t (*applied)(void *object);
} ImageFilterTable;
FFI_STATIC_ASSERT(offsetof(ImageFilterTable, size) == 0 * sizeof(void *), "head of ImageFilterTable");
FFI_STATIC_ASSERT(offsetof(ImageFilterTable, retain) == 1 * sizeof(void *), "head of ImageFilterTable");
FFI_STATIC_ASSERT(offsetof(ImageFilterTable, release) == 2 * sizeof(void *), "head of ImageFilterTable");
FFI_STATIC_ASSERT(sizeof(ImageFilterTable) == 5 * sizeof(void *), "size of ImageFilterTable");

/* The description of the interface, as C's compiler sees it. */
typedef struct ImageFilterDescription {
    unsigned char part0[90];
    unsigned char part1[1];
    unsigned char part2[51];
    unsigned char part3[4];
    unsigned char part4[1];
    unsigned char part5[9];
    unsigned char part6[8];
    unsigned char part7[11];
    unsigned char part8[8];
    unsigned char part9[10];
    unsigned char part10[8];
    unsigned char part11[9];
    unsigned char part12[8];
    unsigned char part13[9];
    unsigned char part14[8];
    unsigned char part15[7];
    unsigned char part16[4];
    unsigned char part17[4];
    unsigned char part18[14];
    unsigned char part19[4];
    unsigned char part20[4];
    unsigned char part21[9];
    unsigned char part22[4];
    unsigned char part23[4];
    unsigned char part24[66];
    unsigned char part25[1];
    unsigned char part26[30];
} ImageFilterDescription;

#define IMAGE_FILTER_DESCRIPTION { \
    { 2, 0, 29, 0, 'o', 'r', 'g', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', '.', \
      'i', 'm', 'a', 'g', 'e', 45, 'f', 'i', 'l', 't', 'e', 'r', '.', 'h', 'o', 's', \
      't', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3, \
      0, 'l', 'o', 'g', 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 'C', \
      0, 0, 0, 0, 2, 0, 4, 0, 't', 'e', 'x', 't', 34, 0, 7, 2, \
      0, 0, 6, 0, 'l', 'e', 'n', 'g', 't', 'h', \
    }, \
    FFI_U8(FFI_INTEGER(size_t)), \
    { 4, 0, 0, 24, 0, 'o', 'r', 'g', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', \
      '.', 'i', 'm', 'a', 'g', 'e', 45, 'f', 'i', 'l', 't', 'e', 'r', 1, 0, 0, \
      0, 1, 0, 0, 0, 1, 0, 2, 0, 7, 0, 'O', 'u', 't', 'c', 'o', \
      'm', 'e', 4, \
    }, \
    FFI_U32(sizeof(Outcome)), \
    FFI_U8(FFI_IS_SIGNED(Outcome)), \
    { 1, 5, 0, 4, 0, 'D', 'o', 'n', 'e', \
    }, \
    FFI_U64(Outcome_Done), \
    { 9, 0, 'W', 'r', 'o', 'n', 'g', 'S', 'i', 'z', 'e', \
    }, \
    FFI_U64(Outcome_WrongSize), \
    { 8, 0, 'P', 'a', 'n', 'i', 'c', 'k', 'e', 'd', \
    }, \
    FFI_U64(Outcome_Panicked), \
    { 7, 0, 'R', 'e', 'f', 'u', 's', 'e', 'd', \
    }, \
    FFI_U64(Outcome_Refused), \
    { 7, 0, 'M', 'i', 's', 's', 'i', 'n', 'g', \
    }, \
    FFI_U64(Outcome_Missing), \
    { 4, 0, 'S', 'i', 'z', 'e', 1, \
    }, \
    FFI_U32(sizeof(Size)), \
    FFI_U32(FFI_ALIGNOF(Size)), \
    { 0, 0, 0, 0, 0, 2, 0, 5, 0, 'w', 'i', 'd', 't', 'h', \
    }, \
    FFI_U32(offsetof(Size, width)), \
    FFI_U32(sizeof(((Size *)0)->width)), \
    { 9, 6, 0, 'h', 'e', 'i', 'g', 'h', 't', \
    }, \
    FFI_U32(offsetof(Size, height)), \
    FFI_U32(sizeof(((Size *)0)->height)), \
    { 9, 2, 0, 5, 0, 'a', 'p', 'p', 'l', 'y', 1, 0, 0, 0, 0, 0, \
      0, 0, 0, 1, 0, 'C', 32, 0, 0, 7, 0, 0, 3, 0, 4, 0, \
      's', 'i', 'z', 'e', 34, 0, 32, 1, 0, 0, 0, 0, 6, 0, 'p', 'i', \
      'x', 'e', 'l', 's', 34, 1, 7, 3, 0, 0, 6, 0, 'l', 'e', 'n', 'g', \
      't', 'h', \
    }, \
    FFI_U8(FFI_INTEGER(size_t)), \
    { 4, 1, 0, 7, 0, 'a', 'p', 'p', 'l', 'i', 'e', 'd', 1, 0, 0, 0, \
      1, 0, 0, 0, 1, 1, 0, 'C', 10, 0, 0, 0, 0, 0, \
    }, \
}

/* The table of a plugin, `name_table`: a function that has another type, or no such name, does not compile. */
#define IMAGE_FILTER_PLUGIN(name, ...) \
    static const ImageFilterTable name##_table = { .size = sizeof(ImageFilterTable), .retain = NULL, __VA_ARGS__ }

/* What the library exports: its plugins, each as (name, create, save, restore), at most eight. */
#define IMAGE_FILTER_LIBRARY(...) \
    enum { FFI_INTERFACE_PLACE = 1 }; \
    FFI_LIBRARY(ImageFilterDescription, IMAGE_FILTER_DESCRIPTION, 0, NULL, __VA_ARGS__)

/* The same for a library that may be unmapped once `shutdown` returned 0. */
#define IMAGE_FILTER_UNLOADABLE_LIBRARY(shutdown, ...) \
    enum { FFI_INTERFACE_PLACE = 1 }; \
    FFI_LIBRARY(ImageFilterDescription, IMAGE_FILTER_DESCRIPTION, 3, shutdown, __VA_ARGS__)

#endif
