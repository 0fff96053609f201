/* What the standard library of Rust asks of Windows for random numbers, and older wine does not have. It stands beside the
   program while that is tried under wine, and is part of no package. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, (ULONG)size); }
