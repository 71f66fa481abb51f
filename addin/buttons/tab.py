"""The buttons of the tab 高研项目 in the order of the ribbon. Each runs a macro on the active book and returns one message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from addin.buttons.registry import BUTTONS, UNDO, Button, Desk, Steps, button
from addin.buttons.tidied import lost_checks, question, settled_words
from udfs.values.terminal import in_a_dialog, some_of

if TYPE_CHECKING:
    import xlwings as xw

    from udfs.rules.model import Report

__all__ = ["BUTTONS"]
SHOWN = 5
ROSTERS = ("xlsx", "xls", "xlsm", "csv", "tsv", "txt", "docx", "doc")


@button("new", "项目", "新建", "新建一期的工作簿，从项目计划带出选题名称、承办单位和计划时间", "new", "N", large=True, files=True)
def new(book: xw.Book, desk: Desk) -> str:
    from addin.buttons.new_book import made_book, plan_answer

    answer = desk.ask("新建", "项目级别和计划序号，如：市级 10", "市级 1")
    level, number, year = plan_answer(answer)
    path = desk.new_file("新建：选择保存位置", Path(f"{level}{number}.xlsx"))
    desk.status("新建：正在生成工作簿……")
    row = made_book(path, level, number, year)
    book.app.books.open(str(path))
    return f"已建立 {path.name}：{year}年{level}第{number}项“{row.topic}”。下一步：填写“项目信息”，在“附件4”填写或导入学员"


@button(
    "plan", "项目", "从通知更新", "按项目级别、年度和计划序号，从通知的项目计划更新选题名称、承办单位和计划时间", "plan", "P",
    question="将按通知的项目计划改写“项目信息”的选题名称、承办单位和计划时间。继续吗？",
)  # fmt: skip
def plan(book: xw.Book, desk: Desk) -> str:
    from macros.annexes.planned import update_from_plan

    result = update_from_plan(book, desk.today)
    where = f"{result.year}年{result.row.level}第{result.row.number}项"
    if not result.changed:
        return f"“项目信息”与{where}一致，未作改动"
    return f"已按{where}更新{'、'.join(result.changed)}。下一步：全部核验。{UNDO}"


@button(
    "import", "名册", "导入", "把各种样式的名册导入附件4，按证件号码更新；填好的附件5按证件号码填入考核结果", "import", "I",
    large=True, files=True,
)  # fmt: skip
def import_roster(book: xw.Book, desk: Desk) -> Steps:
    from addin.buttons.filled_dialog import filled_files, import_filled
    from addin.buttons.source_dialogs import import_people, read_one_by_one
    from workbooks.sources.opening import reading_once

    files = desk.files("选择名册（可多选）", ROSTERS)
    with reading_once():
        yield from read_one_by_one("导入", files)
        if filled := filled_files(files):
            return import_filled(book, filled, desk)
        return import_people(book, files, desk)


@button(
    "tidy", "名册", "规范化", "全角转半角、x转X、去空格、统一电话、重排序号；恢复粘贴覆盖掉的格式、下拉和输入检查", "tidy", "T",
    formulas=True,
)  # fmt: skip
def tidy(book: xw.Book, desk: Desk) -> str:
    from macros.people.tidy import tidy as tidied

    result = tidied(book, desk.today, lambda outlook: desk.confirm("规范化", question(outlook)))
    done = [f"已规范{len(result.changed)}个单元格"] if result.changed else []
    if result.restored:
        done.append(f"已恢复{result.restored}栏的格式、下拉列表和输入检查")
    if result.left:
        done.append(f"{len(result.left)}处号码尾数已丢失，无法恢复，请重新填写")
    done += lost_checks(result)
    done += settled_words(result)
    if not (result.changed or result.settled.changes or result.joined.changes):
        return "；".join([f"填写都已规范，{'单元格' if result.restored else ''}未作改动", *done])
    return f"{'；'.join(done)}。下一步：全部核验。{UNDO}"


@button(
    "results", "名册", "生成附件5", "让附件5重新由附件4自动带出；手工填写的考核结果移到附件4本人一行", "results", "G",
    question="将让附件5重新由附件4自动带出，手工填写的考核结果和证书编号移到附件4本人一行；事后可点“撤销上一步”恢复。继续吗？",
    formulas=True,
)  # fmt: skip
def results(book: xw.Book, desk: Desk) -> str:
    from addin.reports.results import results_line, untouched
    from macros.annexes.results import make_results

    made = make_results(book, desk.today)
    return results_line(made) + UNDO if results_line(made) else untouched(made)


@button(
    "attendance", "名册", "登记考勤", "由考勤表或签到导出填写考勤的请假、缺勤学时；考核结果不变", "attendance", "K", files=True
)
def attendance(book: xw.Book, desk: Desk) -> Steps:
    from addin.buttons.source_dialogs import read_one_by_one, record_attendance
    from workbooks.sources.opening import reading_once

    files = desk.files("选择考勤表或签到导出（可多选）", ROSTERS)
    with reading_once():
        yield from read_one_by_one("登记考勤", files)
        return record_attendance(book, files, desk)


@button("survey", "名册", "统计测评", "把原始答卷计入附件6的份数和满意率", "survey", "S", files=True)
def survey(book: xw.Book, desk: Desk) -> Steps:
    from addin.buttons.source_dialogs import count_answers, read_one_by_one
    from workbooks.sources.opening import reading_once

    files = desk.files("选择答卷导出（可多选）", ROSTERS)
    with reading_once():
        yield from read_one_by_one("统计测评", files)
        return count_answers(book, files, desk)


@button("live", "核验", "实时核验", "边填边查：打开后，问题随填写出现和消失；再点一次关闭", "live", "L", large=True, live=True)
def live(book: xw.Book, desk: Desk) -> str:
    from macros.checking.live import is_on, toggle
    from workbooks.files.errors import Unusable

    if not desk.serves_functions and not is_on(book):
        raise Unusable("Excel for Mac", "没有GY_函数，不能实时核验", "请用“全部核验”，或在 xlwings Lite 中使用函数")
    result = toggle(book, desk.today)
    if result.on:
        return "实时核验已打开：填写时问题随即标出，列在“核验”表。再点一次关闭；发给他人之前请先关闭"
    return f"实时核验已关闭：“核验”表留下{result.findings}条问题，已不含加载项公式"


@button(
    "check", "核验", "全部核验", "对照通知逐条检查，把问题写进“核验”表并标出单元格；已写的说明随问题保留", "check", "C",
    large=True, question="将把核验结果写进“核验”表（其他表不变）。继续吗？",
)  # fmt: skip
def check(book: xw.Book, desk: Desk) -> str:
    from macros.checking.live import check_now

    return check_message(check_now(book, desk.today))


def check_message(report: Report) -> str:
    from udfs.rules.needs import NOT_ENDED

    # The export treats the class as ended and would refuse.
    export = "办班结束后补齐各表，再核验、导出" if report.has_skipped(NOT_ENDED) else "校验并导出盖章稿"
    if not report.findings and not report.blocking:
        return f"核验完毕，没有发现问题。下一步：{export}"
    counts = "、".join(f"{word}{report.count(kind)}条" for kind, word in (("error", "错误"), ("query", "核实"), ("hint", "提示")))  # type: ignore[arg-type]
    todo = "改正错误，对核实项改正或填写说明，再核验" if report.blocking else export
    broken = [one.code for one in report.outcomes if one.status == "failed"]
    failed = f"；规则{'、'.join(broken)}未能运行" if broken else ""
    return f"核验完毕：{counts}{failed}，其中{report.blocking}条妨碍导出。下一步：{todo}"


@button("next", "核验", "下一处", "跳到下一处问题所在的单元格", "next", "X", quiet=True)
def next_finding(book: xw.Book, desk: Desk) -> str:
    from macros.checking.navigate import move

    return str(move(book, 1, desk.today))


@button("previous", "核验", "上一处", "跳到上一处问题所在的单元格", "previous", "V", quiet=True)
def previous_finding(book: xw.Book, desk: Desk) -> str:
    from macros.checking.navigate import move

    return str(move(book, -1, desk.today))


@button(
    "clear", "核验", "清除", "清空“核验”表和标出的颜色；可撤销", "clear", "Q",
    question="将清空“核验”表中的问题和说明，标出的颜色随之消失（可撤销）。继续吗？",
)  # fmt: skip
def clear(book: xw.Book, desk: Desk) -> str:
    from macros.checking.navigate import clear as cleared

    count = cleared(book, desk.today)
    return f"已清除{count}条问题。{UNDO}" if count else "“核验”表中没有问题，未作改动"


@button(
    "number", "证书", "分配编号", "市级项目：为通过结业考核的学员分配证书编号；同一人在同一期永远是同一个编号", "number", "B",
    files=True,
)  # fmt: skip
def number(book: xw.Book, desk: Desk) -> str:
    from addin.buttons.numbering import pressed

    return pressed(book, desk)


@button(
    "renew", "证书", "重新编号", "编号规则写错时：本期已给的编号全部作废，按现在的规则重编；只在导出盖章稿以前", "number", "O",
    files=True,
)  # fmt: skip
def renew(book: xw.Book, desk: Desk) -> str:
    from addin.buttons.numbering import pressed
    from workbooks.files.errors import Unusable

    reason = desk.ask("重新编号", "为什么重编？原因记入台账，旧编号作废", "编号规则写错").strip()
    if not reason:
        raise Unusable("重新编号", "没有写原因", "请写明为什么重编；没有编号被改动")
    return pressed(book, desk, reason)


@button("ledger", "证书", "台账", "查看编号台账里本期的编号：有效的和作废的", "ledger", "J", files=True)
def ledger(book: xw.Book, desk: Desk) -> str:
    from macros.certificates.ledger import class_key, place_of
    from macros.certificates.ledger_reading import VOID, listed
    from workbooks.book.reading import read_book

    place = place_of()
    key = class_key(read_book(book, desk.today))
    known = [one for one in listed() if one.class_key == key] if "://" in place or Path(place).is_file() else []
    if not known:
        return f"台账里没有本期（{key}）的编号。台账：{hidden(place)}。下一步：分配编号"
    void = sum(one.state == VOID for one in known)
    span = f"{known[0].number}至{known[-1].number}"
    return f"台账里本期（{key}）的编号{len(known)}个：{span}，有效{len(known) - void}个，作废{void}个。台账：{hidden(place)}"


def hidden(place: str) -> str:
    """The location of the ledger without the password of a URL."""
    return "共享数据库" if "://" in place else place


@button(
    "total", "经费", "汇总决算", "由附件4、费用明细和师资费填好附件3，并算出还可列支多少", "total", "A",
    question="将由附件4、费用明细和师资费改写附件3的人数和金额（备注不变）。继续吗？",
)  # fmt: skip
def total(book: xw.Book, desk: Desk) -> str:
    from macros.money.total import total as totalled
    from udfs.money.amounts import yuan

    result = totalled(book, desk.today)
    if not result.lines:
        return "附件4、费用明细和师资费都没有内容，附件3未改动"
    changed = sum(line.changed for line in result.lines)
    left = ""
    if result.quota is not None:
        rest = result.quota.left
        left = f"，综合定额{'还可列支' if rest >= 0 else '已超'}{yuan(abs(rest))}元"
    done = f"附件3已汇总：{changed}个单元格有变化，合计{yuan(result.total)}元{left}"
    return f"{done}。下一步：全部核验。{UNDO}{in_a_dialog(result.to_check)}"


@button(
    "lectures", "经费", "讲课费测算", "逐笔比对讲课费上限，推算代扣的个人所得税；税费为空的填上", "lectures", "M",
    question="将把推算的个人所得税填进师资费中空着的“税费”（已填的不变）。继续吗？",
)  # fmt: skip
def lectures(book: xw.Book, desk: Desk) -> str:
    from macros.money.lectures import reckon
    from udfs.money.amounts import yuan

    result = reckon(book, desk.today)
    over = result.over
    excesses = [f"第{one.row}行{one.name}超{yuan(one.over)}元" for one in over]
    limits = f"{len(over)}笔超过上限：{some_of(excesses, '笔', SHOWN, between='；')}" if over else "都在上限之内"
    return f"讲课费{len(result.lines)}笔，{limits}；填写税费{result.proposed}个单元格。下一步：汇总决算。{UNDO}"


@button(
    "export", "导出", "校验并导出盖章稿", "先核验，没有妨碍的问题时生成附件3–6的PDF和表格、核验报告、材料清单", "export", "E",
    large=True, files=True,
)  # fmt: skip
def export(book: xw.Book, desk: Desk) -> Steps:
    from macros.handing_in.export import exporting

    out = desk.folder("选择放盖章稿的文件夹")
    desk.status("导出：正在核验和排版……")
    steps = exporting(book, out, desk.today)
    try:
        while True:
            name, at, whole = next(steps)
            yield f"正在导出：{name}（{at}/{whole}）……"
    except StopIteration as end:
        result = end.value
    finally:
        steps.close()
    if result.folder is not None:
        desk.show(result.folder)
        return f"{result.message}。下一步：打印、盖章"
    return f"{result.message}\n下一步：全部核验"


@button(
    "paper", "导出", "打印区域", "把各表的打印区域设到最后一行有内容的行：直接打印没有空白页，也不漏人", "paper", "Y", pages=True,
)  # fmt: skip
def paper(book: xw.Book, _: Desk) -> str:
    from macros.handing_in.paper import set_print_areas

    result = set_print_areas(book)
    if not result.supported:
        return "此处不能设置打印区域。请在“页面布局”的“打印区域”中设置到最后一行有内容的行"
    if not result.moved:
        return "各表的打印区域都已到最后一行有内容的行，未作改动"
    return f"已设置打印区域：{'、'.join(result.moved)}。下一步：打印预览。此后手工加行，请再点一次"


@button("mask", "导出", "脱敏副本", "生成公开用的副本：遮盖证件号码和电话，不含任何隐藏内容", "mask", "W", files=True)
def mask(book: xw.Book, desk: Desk) -> str:
    from macros.handing_in.mask import mask_file
    from workbooks.book.writing import local_path
    from workbooks.files.errors import Unusable

    path = local_path(book)
    if path is None or not path.is_file():
        raise Unusable(book.name, "尚未保存在本机，或只在OneDrive、SharePoint上", "请用“另存为”把工作簿保存到本机文件夹")
    out = desk.new_file("脱敏副本：选择保存位置", Path(f"{path.stem}_脱敏.xlsx"))
    if out.exists():
        raise Unusable(out.name, "文件已存在", "请换一个文件名")
    result = mask_file(path, out, desk.today)
    left = f"未放入：{some_of(result.left_out, '项', SHOWN, between='；')}。" if result.left_out else ""
    return f"已按上次保存的内容生成 {out.name}：遮盖号码{result.masked}处。{left}姓名和单位照原样保留，公开前请核对"


@button("platform", "导出", "上报名单", "按平台的栏目生成学员名单（xlsx）", "platform", "R", files=True)
def platform(book: xw.Book, desk: Desk) -> str:
    from workbooks.book.reading import read_book
    from workbooks.files import replacing
    from workbooks.files.errors import Unusable
    from workbooks.printing.clean import platform_list

    c = read_book(book, desk.today)
    if not c.results:
        raise Unusable("附件5", "没有学员，名单没有内容", "请先填写附件4，或点“生成附件5”")
    path = desk.new_file("上报名单：选择保存位置", Path("平台上报名单.xlsx"))
    replacing.replace(path, platform_list(c), private=True)
    return f"已生成 {path.name}：{len(c.results)}人。下一步：核对后上报"


@button("undo", "撤销", "撤销上一步", "撤销本加载项上一次对单元格的改动；此后另行改过的单元格保留", "undo", "Z")
def undo(book: xw.Book, _: Desk) -> str:
    from macros.checking.undo import undo as taken_back
    from macros.checking.undo import what_stays

    result = taken_back(book)
    kept = f"；{len(result.kept)}个单元格此后另行改过，保留：{some_of(result.kept, '个', SHOWN)}" if result.kept else ""
    stays = what_stays(book, result.command)
    return f"已撤销“{result.command}”：{result.restored}个单元格恢复原样{kept}{f'；{stays}' if stays else ''}"


@button("rules", "帮助", "规则手册", "打开全部规则：内容、依据和处理办法", "rules", "H", files=True)
def rules(_: xw.Book, desk: Desk) -> str:
    from addin.buttons.handbook_page import written_page

    path = written_page()
    desk.show(path)
    return f"规则手册已在浏览器中打开（{path}）"


@button("doctor", "帮助", "诊断", "检查表格程序、加载项、Python和各项设置，逐行说明哪里不对、怎样处理", "doctor", "D", files=True)
def doctor(_: xw.Book, desk: Desk) -> str:
    return desk.diagnosis()


@button(
    "selftest", "帮助", "自检", "用虚构的工作簿把规则、函数、按钮逐项试一遍（约三分钟），结果写成一页；不动您的文件",
    "selftest", "FE",
    question="将新开几个虚构的工作簿逐项试验，约三分钟；您的文件不变。继续吗？", files=True,
)  # fmt: skip
def selftest(_: xw.Book, desk: Desk) -> Steps:
    path = desk.new_file("自检：结果保存在哪里", Path("自检.html"))
    message = yield from desk.selftest(path)
    desk.show(path)
    return message


from addin.buttons import bulk  # noqa: E402 (in the ribbon they stand behind these)

assert bulk


def in_the_browser() -> list[Button]:
    """The buttons that xlwings Lite can offer: without disk, live formulas, formula access or page setup."""
    return [one for one in BUTTONS.values() if not (one.files or one.live or one.formulas or one.pages)]
