"""The names of the sheets and of their columns, each declared once.

Code refers to a column by its name here; how it is filled, tidied and printed is declared in ``fields``.
"""

from __future__ import annotations

PROJECT, ACCOUNTS, PEOPLE, RESULTS, SURVEY = "项目信息", "附件3", "附件4", "附件5", "附件6"
ATTENDANCE, LECTURES, EXPENSES = "考勤", "师资费", "费用明细"
FINDINGS, MATERIALS, PARAMETERS = "核验", "材料清单", "参数"
CHECKING = "核对"
"""The hidden sheet of helper formulas, with one row for each row of the list sheets."""

NUMBER_HEADING = "序号"

# People: 附件4, 附件5, 考勤.
NAME, DOCUMENT, PHONE, EMPLOYER, TITLE = "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）"
CHARGED, SIGNATURE = "是否收费", "签名"
KIND, DOCUMENT_KIND, MODE, REGION, SEX = "人员类别", "证件类型", "参训方式", "所属地区", "性别"
EXAM, CERTIFICATE, OWNER, TITLE_LEVEL = "结业考核", "证书编号", "归属", "职称级别"
HOURS, PASSED, ABSENCE_SHARE = "学时数", "是否通过结业考核", "缺勤率"
LEAVE, MISSED, PERMISSION, WITHDRAWN = "请假学时", "缺勤学时", "请假手续", "按退学处理"

# Money: 师资费, 费用明细. Columns that are also items of 附件3 share the name of the item.
LODGING, MEALS, SITE, FACULTY, PAPERS, TRANSPORT, TAX = "住宿费", "伙食费", "场地费", "师资费", "资料费", "交通费", "税费"
RANK, TAUGHT_ON, SESSION, LESSONS = "职称类别", "授课日期", "时段", "学时"
NET_FEE, TRAVEL, FEE_LIMIT = "税后讲课费", "城市间交通费", "上限"
SPENT_ON, ITEM, SUMMARY, PAYEE, QUANTITY, PRICE, AMOUNT, RECEIPT = (
    "日期", "项目", "摘要", "收款单位", "数量", "单价", "金额", "票据号",
)  # fmt: skip

# 附件6, 材料清单, 核验.
SURVEY_ITEM, SURVEY_RATE = "测评项目", "满意率"
SURVEY_LEVELS = ("很满意", "满意", "一般", "不满意")
MATERIAL, DUE, DAYS_LEFT, READY, REMARK = "事项", "截止日期", "剩余天数", "是否齐备", "备注"
SEVERITY, LINK, CODE, MESSAGE, VALUE, EXPECTED, CLAUSE, FIX, EXPLANATION, KEY, MARK = (
    "级别", "位置", "规则", "问题", "现值", "应为", "依据", "处理办法", "说明", "键", "印记",
)  # fmt: skip

# Closed lists of drop-downs whose names differ from those of their columns.
YES_NO, EXPENSE_ITEM, LEVEL, FUNDING, CATEGORY = "是否", "费用项目", "项目级别", "经费来源", "培训类别"
TITLE_LEVELS = ("初级", "中级", "副高", "正高")

PERIOD = ("开始日期", "结束日期")
"""The two labels of 项目信息 that hold the period of the class."""
