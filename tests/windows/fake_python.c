/* In the place of python.exe: writes down its arguments, one a line in UTF-8, beside itself, and then ends, stays, or serves.

   What it does stands in the variable FAKE_PYTHON: "end", "stay" or "serve". To serve it registers the class that xlwings.serve
   would, by the number in its last argument, with an object that answers GetTypeInfoCount. */
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>

static HRESULT STDMETHODCALLTYPE query(IDispatch *self, REFIID id, void **found)
{
    if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IDispatch))
        return *found = NULL, E_NOINTERFACE;
    *found = self;
    return S_OK;
}
static ULONG STDMETHODCALLTYPE one(IDispatch *self) { (void)self; return 1; }
static HRESULT STDMETHODCALLTYPE types(IDispatch *self, UINT *count) { (void)self; *count = 0; return S_OK; }
static HRESULT STDMETHODCALLTYPE type_info(IDispatch *self, UINT at, LCID local, ITypeInfo **found)
{
    (void)self, (void)at, (void)local, (void)found;
    return E_NOTIMPL;
}
static HRESULT STDMETHODCALLTYPE ids(IDispatch *self, REFIID id, LPOLESTR *names, UINT count, LCID local, DISPID *found)
{
    (void)self, (void)id, (void)names, (void)count, (void)local, (void)found;
    return DISP_E_UNKNOWNNAME;
}
static HRESULT STDMETHODCALLTYPE invoke(IDispatch *self, DISPID at, REFIID id, LCID local, WORD flags, DISPPARAMS *given,
                                        VARIANT *result, EXCEPINFO *error, UINT *wrong)
{
    (void)self, (void)at, (void)id, (void)local, (void)flags, (void)given, (void)result, (void)error, (void)wrong;
    return DISP_E_MEMBERNOTFOUND;
}
static IDispatchVtbl dispatch_table = {query, one, one, types, type_info, ids, invoke};
static IDispatch object = {&dispatch_table};

static HRESULT STDMETHODCALLTYPE query_factory(IClassFactory *self, REFIID id, void **found)
{
    if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IClassFactory))
        return *found = NULL, E_NOINTERFACE;
    *found = self;
    return S_OK;
}
static ULONG STDMETHODCALLTYPE one_factory(IClassFactory *self) { (void)self; return 1; }
static HRESULT STDMETHODCALLTYPE create(IClassFactory *self, IUnknown *outer, REFIID id, void **found)
{
    (void)self, (void)outer;
    return query(&object, id, found);
}
static HRESULT STDMETHODCALLTYPE lock(IClassFactory *self, BOOL wanted) { (void)self, (void)wanted; return S_OK; }
static IClassFactoryVtbl factory_table = {query_factory, one_factory, one_factory, create, lock};
static IClassFactory factory = {&factory_table};

static void serve(const wchar_t *command)
{
    wchar_t number[39] = {0};
    const wchar_t *begin = wcschr(command, L'{');
    CLSID id;
    DWORD held;
    MSG message;
    if (!begin)
        return;
    wcsncpy(number, begin, 38);
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    if (FAILED(CLSIDFromString(number, &id)))
        return;
    CoRegisterClassObject(&id, (IUnknown *)&factory, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &held);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
}

int wmain(int count, wchar_t **given)
{
    wchar_t path[MAX_PATH + 8], wish[16] = {0};
    char text[4096];
    GetModuleFileNameW(NULL, path, MAX_PATH);
    wcscat(path, L".txt");
    FILE *out = _wfopen(path, L"wb");
    for (int at = 0; out && at < count; at++) {
        WideCharToMultiByte(CP_UTF8, 0, given[at], -1, text, sizeof text, NULL, NULL);
        fprintf(out, "%s\n", text);
    }
    if (out)
        fclose(out);
    GetEnvironmentVariableW(L"FAKE_PYTHON", wish, 16);
    if (!wcscmp(wish, L"serve"))
        serve(given[count - 1]);
    if (!wcscmp(wish, L"stay"))
        Sleep(600000);
    return 1;
}
