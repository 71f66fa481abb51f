"""Settings of Excel and Windows that prevent an add-in from loading or from starting Python."""

from __future__ import annotations

from collections.abc import Iterator

from addin.installing.diagnose import DiagnosisLine, note, right, wrong
from addin.installing.places import addin_path, roaming
from addin.installing.system import RegistryValue, System
from addin.xlam.build import FILE_NAME
from udfs.values.regex import regex

OFFICE = "Software\\Microsoft\\Office\\16.0\\Excel"
POLICY = "Software\\Policies\\Microsoft\\Office\\16.0\\Excel"
SECURITY_KEYS = (f"HKCU\\{POLICY}\\Security", f"HKLM\\{POLICY}\\Security", f"HKCU\\{OFFICE}\\Security")
LOCATIONS_KEYS = tuple(f"{key}\\Trusted Locations" for key in SECURITY_KEYS)
DISABLED_KEY = f"HKCU\\{OFFICE}\\Resiliency\\DisabledItems"
CLICK_TO_RUN = "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"
EXCEL_PROGRAM = tuple(f"{root}\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe" for root in ("HKLM", "HKCU"))
"""Registry keys with the path of Excel as their default value, for every kind of installation."""
INSTALLED = "HKLM\\SOFTWARE\\Microsoft\\Office\\16.0\\Excel\\InstallRoot"
INSTALLED_32 = "HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Office\\16.0\\Excel\\InstallRoot"
WPS_KEYS = ("HKCU\\Software\\Kingsoft\\Office\\6.0\\Common", "HKLM\\SOFTWARE\\WOW6432Node\\Kingsoft\\Office\\6.0\\Common")
XLSX_CHOICE = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts\\.xlsx\\UserChoice"
GUARD = "Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
GUARD_POLICY = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Policy Manager"
"""Policy key of Defender rules: one value ASRRules of the form "id=state|id=state"."""
GUARD_KEYS = (f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{GUARD}", f"HKLM\\SOFTWARE\\Microsoft\\{GUARD}")
NO_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Microsoft's rule "Block all Office applications from creating child processes"."""
NO_CALLS_OF_WINDOWS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""Microsoft's rule "Block Win32 API calls from Office macros": the add-in loads the DLL of xlwings by such a call."""
BLOCKS, WARNS = ("1",), ("6",)
ALL_MACROS_OFF = 4
STORE_TODO = "请卸载它，登录 office.com 下载安装桌面版；在此之前请用模板自带的核验和命令行"
OLD_EXCEL = regex(r"\\office1[0-5]\\")


def excel(system: System) -> tuple[DiagnosisLine, str]:
    """The line on Excel, and its bitness: 64, 32 or ''."""
    if is_from_store(system):
        return wrong("Excel", "是微软商店版的Office，连不上加载项的Python", STORE_TODO), ""
    run = system.registry(CLICK_TO_RUN)
    version, platform = run.get("VersionToReport"), str(run.get("Platform", "")).lower()
    if version and has_excel(system):
        bits = "64" if "64" in platform else "32"
        return right("Excel", f"{readable(version)}（{bits}位{'，ARM' if 'arm' in platform else ''}）"), bits
    for key, bits in ((INSTALLED, "64"), (INSTALLED_32, "32")):
        if system.registry(key).get("Path"):
            return right("Excel", f"16.0（{bits}位）"), bits
    if uses_wps(system):
        return wrong("Excel", "没有安装，只有WPS", "WPS不能加载本加载项；请用模板自带的核验和命令行 gaoyan check"), ""
    if version:
        product = readable(run.get("ProductReleaseIds", "")) or "Office"
        return wrong("Excel", f"没有安装，只有 {product}", "请安装Excel，或改用命令行"), ""
    return wrong("Excel", "没有找到Excel 2016或更新的版本", "请安装Excel，或改用命令行"), ""


def is_from_store(system: System) -> bool:
    """True for Excel from Microsoft's Store, which is isolated and sees no COM servers of other programs."""
    return any("\\windowsapps\\" in readable(system.registry(key).get("", "")) for key in EXCEL_PROGRAM)


def has_excel(system: System) -> bool:
    """True if Excel 2016 or later is installed; Visio and Project alone look similar in the registry."""
    paths = (readable(system.registry(key).get("", "")) for key in EXCEL_PROGRAM)
    return any(path and not OLD_EXCEL.search(path) for path in paths)


def uses_wps(system: System) -> bool:
    return any(system.registry(key) for key in WPS_KEYS)


def wps(system: System) -> Iterator[DiagnosisLine]:
    """If WPS opens workbooks by default, the ribbon never shows."""
    choice = str(system.registry(XLSX_CHOICE).get("ProgId", ""))
    if choice.upper().startswith(("ET.", "KET.", "WPS.")):
        yield note("默认程序", "双击工作簿会用WPS打开，WPS中没有本加载项", "请在Excel中打开，或把.xlsx的默认程序改为Excel")


def value_in(system: System, keys: tuple[str, ...], name: str) -> RegistryValue | None:
    """The first of the keys with that value; value names are case-insensitive."""
    for key in keys:
        for stated, value in system.registry(key).items():
            if stated.lower() == name.lower():
                return value
    return None


def trust(system: System) -> Iterator[DiagnosisLine]:
    """Macros, trusted locations, and Excel's list of disabled items."""
    found = False
    if value_in(system, SECURITY_KEYS, "DisableAllAddins") == 1:
        found = True
        yield wrong("信任设置", "已禁用所有加载项", "文件—选项—信任中心—加载项：取消“禁用所有应用程序加载项”")
    if value_in(system, SECURITY_KEYS, "RequireAddinSig") == 1:
        found = True
        yield note(
            "信任设置",
            "要求加载项有受信任的签名，可能不加载",
            "文件—选项—信任中心—加载项：取消“要求应用程序加载项由受信任的发布者签署”",
        )
    if value_in(system, LOCATIONS_KEYS, "AllLocationsDisabled") == 1:
        found = True
        if value_in(system, SECURITY_KEYS, "VBAWarnings") == ALL_MACROS_OFF:
            yield wrong(
                "信任设置", "禁用了全部宏和受信任位置", "文件—选项—信任中心：启用受信任位置；由单位统一管理的请联系管理员"
            )
        else:
            yield wrong("信任设置", "禁用了全部受信任位置", "文件—选项—信任中心—受信任位置：取消“禁用所有受信任位置”")
    if any(FILE_NAME in readable(value) for value in system.registry(DISABLED_KEY).values()):
        found = True
        yield wrong(
            "信任设置", "加载项被Excel禁用（可能因上次异常退出）", "文件—选项—加载项—管理“禁用项目”—转到：启用 gaoyan.xlam"
        )
    if not found:
        yield right("信任设置", "没有妨碍加载的设置")


def readable(value: RegistryValue) -> str:
    """A value as lower-case text; Excel stores the paths of disabled items as UTF-16."""
    return (value.decode("utf-16-le", errors="ignore") if isinstance(value, bytes) else str(value)).lower()


def defender(system: System) -> DiagnosisLine:
    """Python runs as a child process of Excel."""
    if guard(system, NO_CALLS_OF_WINDOWS) in (*BLOCKS, *WARNS):
        todo = "请管理员在Defender攻击面减少规则中为gaoyan.xlam添加排除项；在此之前请用命令行"
        return wrong("Defender", "禁止Office宏调用Windows接口，加载项连不上Python", todo)
    state = guard(system, NO_CHILD_PROCESSES)
    if state in BLOCKS:
        todo = "请管理员在Defender攻击面减少规则中为Python添加排除项；在此之前请用命令行"
        return wrong("Defender", "禁止Office启动其他程序，Python无法运行", todo)
    if state in WARNS:
        return note("Defender", "Office启动其他程序时会先警告", "出现警告时选择“允许”，或请管理员添加排除项")
    return right("Defender", "没有发现禁止Office启动其他程序的规则")


def guard(system: System, rule: str) -> str:
    """The state of a Defender rule: '1' block, '6' warn, '0' or '2' audit only; '' if not set."""
    stated = value_in(system, GUARD_KEYS, rule)
    if stated is not None:
        return str(stated)
    listed = str(system.registry(GUARD_POLICY).get("ASRRules", "")).lower()
    return next((state for name, _, state in (one.partition("=") for one in listed.split("|")) if name == rule), "")


def mark(system: System) -> DiagnosisLine:
    path = addin_path(system)
    if system.is_marked(path):
        return wrong(
            "下载标记", "加载项带有“来自网络”的标记，会被阻止", "右键该文件—属性—解除锁定，或重新运行 gaoyan addin install"
        )
    return right("下载标记", "加载项没有“来自网络”的标记")


def one_drive(system: System) -> Iterator[DiagnosisLine]:
    """Synchronised folders: workbooks in them have a URL instead of a path."""
    names = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    folders = [folder for name in names if (folder := system.environment.get(name))]
    if not folders:
        return
    if any(str(system.python).lower().startswith(folder.lower()) for folder in folders):
        yield wrong(
            "OneDrive",
            "Python装在OneDrive同步的文件夹里，可能取不到文件",
            "请把Python（虚拟环境）装到本机文件夹后重新 gaoyan addin install",
        )
    elif any(str(roaming(system)).lower().startswith(folder.lower()) for folder in folders):
        yield wrong(
            "OneDrive", "用户数据文件夹由OneDrive同步，加载项可能没有下载到本机", "请在OneDrive中选择“始终保留在此设备上”"
        )
    else:
        yield note("OneDrive", "已启用；放在其中的工作簿，撤销记录只在本次打开期间有效", "重要操作请在本机文件夹中的工作簿上进行")
