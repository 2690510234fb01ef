/* What Rust's standard library needs of bcryptprimitives.dll, for a Wine that has none. */
#include <windows.h>

/* RtlGenRandom, under the name that advapi32 exports it by. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    while (size != 0) {
        ULONG length = size < MAXLONG ? (ULONG)size : MAXLONG;
        if (!SystemFunction036(data, length))
            return FALSE;
        data += length;
        size -= length;
    }
    return TRUE;
}
