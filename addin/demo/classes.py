"""The classes of the demo: the planted errors, and the findings they must cause.

Two full classes contain most of them; the others exist because some errors exclude each other (a class cannot have too few
trainees and otherwise be complete).
"""

from __future__ import annotations

from datetime import timedelta

from addin.demo.faults import Planted, Scenario
from addin.demo.planting import (
    absent_person,
    accounts,
    another_absence,
    another_lecture,
    another_result,
    broken_employer,
    cheaper,
    copied,
    days_from_start,
    expense,
    few_returned,
    from_here,
    in_order,
    later_day,
    lecture,
    misprinted,
    moved_to,
    nobody,
    online,
    project,
    row,
    sex_column,
    shorter,
    staff,
    staff_copy,
    trainee,
    typed_over,
    with_check,
    with_expense,
    withdrawn,
    without_last_result,
    young,
)  # fmt: skip
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.sample import results_beside, sample_class

OTHER_CLASS_NUMBER = "津高研2025100001"
"""A number in the demo's ledger that belongs to someone of another class."""

ROSTER = Scenario(
    "1_市级_学员与证书",
    lambda: sample_class(MUNICIPAL, 9, trainees=60, staff=6),
    (
        Planted(("A4-04",), "工作人员漏填工作单位", staff(0, employer=None)),
        Planted(("A4-05",), "身份证号末位抄错", lambda c: misprinted("people", len(c.trainees) + 1)(c)),
        Planted(("A4-06", "A4-06"), "两个人填了同一个身份证号", staff_copy(3, 2, "document")),
        Planted(("A4-07",), "电话少了几位", staff(4, phone="14100")),
        Planted(("A4-08", "A4-08"), "两个人填了同一个电话", staff_copy(2, 0, "phone")),
        Planted(("A4-09", "A4-09"), "姓名、单位相同但证件号码不同", staff_copy(5, 4, "name", "employer")),
        Planted(("A4-11",), "是否收费没有填是或否", staff(0, charged="待定")),
        Planted(("A4-12",), "学员职称低于中级", trainee(22, title="助理工程师")),
        Planted(("A4-13",), "职称不在职称表中", trainee(23, title="首席体验官")),
        Planted(("A4-14",), "市级班有外地学员", trainee(24, region="河北")),
        Planted(("A4-16",), "姓名中间有空格", staff(1, name="张 三")),
        Planted(("A4-17",), "工作人员未满十八岁", young(4)),
        Planted(("A4-18",), "电话存成了数字", staff(5, phone=14100099999)),
        Planted(("A4-19",), "序号跳号", staff(5, number=99)),
        Planted(("A4-24",), "参训方式不是列表中的一项", staff(1, mode="远程")),
        Planted(("WB-02",), "工作单位是公式错误", cells=broken_employer(3)),
        Planted(("A4-21",), "性别与身份证号不符", cells=sex_column),
        Planted(("A5-01",), "漏填学时数", row("results", 6, hours=None)),
        Planted(("A5-02",), "附件5的身份证号抄错", misprinted("results", 7)),
        Planted(("A5-03", "A5-03"), "同一学员列了两次", another_result(8)),
        Planted(("A5-04",), "附件5的人不在附件4", another_result(None)),
        Planted(("A5-05",), "学员漏列在附件5", without_last_result),
        Planted(("A5-06",), "附件4和附件5的电话不同", row("results", 16, phone="14109999999")),
        Planted(("A5-07",), "学时数多于总学时", row("results", 4, hours=40)),
        Planted(("A5-08",), "缺课超过七分之一仍通过", row("results", 3, hours=27)),
        Planted(("A5-09", "KQ-02"), "考勤超过七分之一仍通过", another_absence(2, leave=5, hours=27)),
        Planted(("A5-10",), "是否通过没有填是或否", row("results", 5, passed="补考")),
        Planted(("A5-11",), "通过了没有编号", row("results", 10, certificate=None)),
        Planted(("A5-12",), "没通过却有编号", row("results", 11, passed="否")),
        Planted(("A5-13", "A5-13"), "两人同一编号", copied("results", 13, 12, "certificate")),
        Planted(("A5-14",), "编号不合规则", row("results", 14, certificate="津高研25-0915")),
        Planted(("A5-15",), "流水号跳号", row("results", 58, certificate="津高研2025090070")),
        Planted(("A5-16",), "学时数与考勤不符", row("results", 0, hours=30)),
        Planted(("A5-17",), "用了别的班的编号", row("results", 15, certificate=OTHER_CLASS_NUMBER)),
        Planted(("A5-18",), "附件5的电话存成了数字", row("results", 17, phone=14100000017)),
        Planted(("KQ-01",), "请假学时写成了文字", another_absence(18, leave="半天", hours=32)),
        Planted(("KQ-03",), "考勤里有不是学员的人", absent_person("示例癸", with_check("12019919810101998"))),
        Planted(("KQ-04",), "请假没有手续", another_absence(21, leave=2, hours=30, permission="无")),
        Planted(("KQ-05", "KQ-05"), "同一人的请假记了两行", in_order(
            another_absence(25, leave=1, hours=31), another_absence(25, leave=1, hours=30),
        )),
        Planted(("KQ-06",), "考勤有一行没有身份证号", absent_person("示例丑", None)),
    ),
)  # fmt: skip

MONEY = Scenario(
    "2_国家级_经费与材料",
    lambda: results_beside(sample_class(NATIONAL, 2)),
    (
        Planted(("A4-27",), "只排了一部分列，结果到了他人一行", lambda c: trainee(7, owner=c.trainees[8].document)(c)),
        Planted(("A4-28",), "结业考核填在了工作人员一行", staff(0, passed="是")),
        Planted(("A5-21",), "在自动带出的附件5里手工填写了编号", typed_over(9, "证书编号", "GJ20250200010")),
        Planted(("A4-22",), "本地学员线上参加", in_order(
            project(online_means="人脸识别签到", online_reason="部分学员出差"), trainee(20, mode="线上"),
        )),
        Planted(("A4-10",), "国家级班向学员收费", trainee(0, charged="是")),
        Planted(("PRJ-08",), "报送日期写成了文字", project(notice_filed="四月初")),
        Planted(("PRJ-10",), "给北京的名额不足", project(reserved_1=3)),
        Planted(("PRJ-11",), "总结材料报送晚了", lambda c: project(report_filed=(c.end or c.today) + timedelta(days=40))(c)),
        Planted(("PRJ-17",), "平台尚未审核通过就印发了开班通知", days_from_start("notice_issued", -20)),
        Planted(("SZ-01",), "副高讲课费超过上限", lecture(0, net=2400, tax=400)),
        Planted(("SZ-02",), "没有职称的讲课费偏高", another_lecture("示例丙", day=2, rank="其他", net=2400, tax=400)),
        Planted(("SZ-03",), "半天按五个学时付了讲课费", lecture(1, hours=5, net=5000, tax=952.38)),
        Planted(("SZ-07",), "讲课人住宿费超过标准", lecture(1, lodging=900)),
        Planted(("SZ-08",), "职称类别填成了职称", another_lecture("示例庚", day=1, rank="教授", net=2000, tax=300)),
        Planted(("SZ-09",), "授课时段漏填", another_lecture("示例辛", day=2, rank="副高", net=2000, tax=300, session=None)),
        Planted(("SZ-04", "SZ-04"), "同一堂课列了两次", in_order(
            another_lecture("示例丁", day=3, rank="副高", hours=2, net=400, tax=0),
            another_lecture("示例丁", day=3, rank="副高", hours=2, net=400, tax=0),
        )),
        Planted(("SZ-05",), "授课日期在班期之外", another_lecture("示例戊", day=9, rank="副高", net=2000, tax=300)),
        Planted(("SZ-06",), "税费算错", another_lecture("示例己", day=4, rank="副高", net=2000, tax=100)),
        Planted(("FY-01",), "项目不在列表中", with_expense(item="杂费", summary="文具", amount=120)),
        Planted(("FY-02",), "金额不等于数量乘单价", expense(3, amount=1700)),
        Planted(("FY-03", "FY-03"), "同一张票据列了两次", with_expense(item="交通费", summary="车", amount=80,
        receipt="SL000005")),
        Planted(("FY-04",), "列支了学员往返的车票", with_expense(item="交通费", summary="学员返程车票", amount=90)),
        Planted(("FY-05",), "费用早在开班前三个月", lambda c: expense(2, day=later_day(c.start, -90))(c)),
        Planted(("FY-07",), "其他费用没有写用途", with_expense(item="其他费用", summary=None, amount=60, receipt="SL000091")),
        Planted(("A3-13",), "列支了纪念品", with_expense(item="资料费", summary="学员纪念品", amount=500, receipt="SL000088")),
        Planted(("A3-15",), "记有学员交费", with_expense(item="学员收费", summary="培训费", amount=1000, receipt="SL000089")),
        Planted(("A3-01",), "地点漏填", accounts(place=None)),
        Planted(("A3-02",), "总计加错", accounts(people=58)),
        Planted(("A3-05",), "资助金额写成了文字", project(subsidy="八万元")),
        Planted(("A3-06",), "附件3的承办单位与项目信息不同", accounts(organiser="天津示例培训中心")),
        Planted(("A3-11",), "师资费与师资费表不符", accounts(faculty=1.0)),
        Planted(("A3-16",), "税费与明细不符", accounts(tax=2.0)),
        Planted(("A3-12",), "伙食费与费用明细不符", accounts(meals=21000.0)),
        Planted(("A3-14",), "办班时间没有写日期", accounts(period="2025年春季")),
        Planted(("A6-01",), "各等级加起来不等于有效份数", row("survey", 1, neutral=9)),
        Planted(("A6-03",), "满意率算错", row("survey", 2, rate=0.5)),
        Planted(("A6-04",), "回收份数太少", few_returned),
        Planted(("CL-01",), "成果报告还没有备齐", row("materials", 5, ready="否")),
        Planted(("CL-02",), "总结报告缺一部分", row("materials", 8, ready=None)),
        Planted(("CL-03",), "经费报销还缺一项凭据", row("materials", 13, ready=None)),
    ),
)  # fmt: skip

SMALL = Scenario(
    "3_市级_人数与项目信息",
    lambda: cheaper(sample_class(MUNICIPAL, 12, trainees=48, staff=5)),
    (
        Planted(("A4-01", "A4-02"), "学员不足五十人，工作人员随之超额"),
        Planted(("A4-03", "PRJ-07", "PRJ-13"), "线上学员过半，且没有技术手段和原因", online(25)),
        Planted(("A4-26",), "线上学员没有考勤", lambda c: c.changed(absences=())),
        Planted(("PRJ-01",), "举办地点漏填", project(place=None)),
        Planted(("PRJ-02",), "选题名称与计划不同", project(topic="人工智能应用高级研修班")),
        Planted(("PRJ-03",), "只办四天", shorter),
        Planted(("PRJ-05",), "不在计划的月份", project(planned="3月")),
        Planted(("PRJ-06",), "开班通知报送晚了", lambda c: project(notice_filed=c.start)(c)),
        Planted(("PRJ-14",), "变更报送了，没有批准", days_from_start("change_filed", -20)),
        Planted(("PRJ-15",), "经费来源选了其他", project(funding="其他")),
        Planted(("FY-06",), "有学员收费，费用明细没有登记", trainee(0, charged="是")),
        Planted(("A3-03",), "附件3的学员人数多写了", accounts(trainees=50)),
        Planted(("A6-02",), "回收份数多于发放份数", lambda c: c.changed(forms=c.forms.changed(issued=40))),
    ),
)

LATE = Scenario(
    "4_国家级_时间与上限",
    lambda: sample_class(NATIONAL, 1, trainees=50),
    (
        Planted(("PRJ-04", "PRJ-05", "A3-08"), "办在十二月，不能再得资助", moved_to(28)),
        Planted(("PRJ-12",), "计划序号不在计划中", project(plan_number=99)),
        Planted(("A4-15", "A4-15", "A4-25"), "所属地区都填成了天津", from_here),
        Planted(("A4-23", "KQ-02"), "减去退学的不足五十人", withdrawn(49)),
        Planted(("A4-20",), "附件4的表头被改", heading=("附件4", "签名", "签字")),
        Planted(("A5-20",), "附件5的表头被改", heading=("附件5", "联系电话", "手机")),
        Planted(("A3-07", "A3-09", "A3-10"), "住宿费超过定额", expense(0, quantity=400, price=400, amount=160000)),
    ),
)

EMPTY = Scenario(
    "5_市级_没有学员",
    lambda: nobody(sample_class(MUNICIPAL, 19)),
    (
        Planted(("A4-00",), "附件4还没有学员"),
        Planted(("PRJ-09",), "总学时写成了一百", project(hours=100)),
        Planted(("PRJ-16",), "年度写成了下一年", project(year=2026)),
        Planted(("A3-04",), "合计加错", accounts(total=1.0)),
    ),
)

SCENARIOS = (ROSTER, MONEY, SMALL, LATE, EMPTY)
FULL = (ROSTER, MONEY)
"""The two classes that are corrected and exported as well."""
NOT_PLANTED = {
    "FY-08": "明细里有合计行时不能汇总决算，演示要往下做",
    "SZ-10": "明细里有合计行时不能汇总决算，演示要往下做",
    "A6-05": "要有测评的原始答卷，工作簿里没有",
    "WB-03": "要先删除一张表，演示的工作簿各表齐全",
    "WB-01": "粘贴时才会发生，演示的工作簿没有粘贴过",
}
