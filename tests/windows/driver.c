/* Calls xlwings' own DLL as the VBA of the add-in does, and says what came of it in one line of JSON.

   Usage: driver.exe DLL COMMAND. A path may stand in any script; the command is handed over in the code page of the system, as VBA
   does. Prints {"page": code page, "result": HRESULT, "seconds": n, "error": text, "answer": what the server evaluates}. */
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>

typedef HRESULT(__stdcall *Activate)(VARIANT *result, const char *command, int mode);

static void print_text(const wchar_t *text)
{
    char utf8[8192];
    WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL);
    for (char *at = utf8; *at; at++) {
        if (*at == '"' || *at == '\\')
            putchar('\\');
        putchar((unsigned char)*at < 32 ? ' ' : *at);
    }
}

int wmain(int count, wchar_t **given)
{
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    HMODULE dll = count == 3 ? LoadLibraryW(given[1]) : NULL;
    Activate activate = dll ? (Activate)(void *)GetProcAddress(dll, "XLPyDLLActivateAuto") : NULL;
    if (!activate)
        return 2;
    char command[4096];
    WideCharToMultiByte(CP_ACP, 0, given[2], -1, command, sizeof command, NULL, NULL);
    VARIANT result;
    VariantInit(&result);
    DWORD begun = GetTickCount();
    HRESULT code = activate(&result, command, 1);
    printf("{\"page\": %u, \"result\": %ld, \"seconds\": %.1f, \"error\": \"", GetACP(), (long)code, (GetTickCount() - begun) / 1000.0);
    if (V_VT(&result) == VT_BSTR)
        print_text(V_BSTR(&result));
    printf("\", \"answer\": ");
    UINT types = 99;
    if (SUCCEEDED(code) && V_VT(&result) == VT_DISPATCH)
        V_DISPATCH(&result)->lpVtbl->GetTypeInfoCount(V_DISPATCH(&result), &types);
    printf("%u}\n", types);
    fflush(stdout);
    TerminateProcess(GetCurrentProcess(), 0);
    return 0;
}
