"""Headings under which rosters list the columns of 附件4.

Headings are compared after the roster reader has removed brackets, question numbers, white space, full-width characters and
polite phrases.
"""

from __future__ import annotations

from typing import NamedTuple


class RosterWords(NamedTuple):
    """The headings that denote one column."""

    words: tuple[str, ...] = ()
    """Exact headings; if two columns of a roster match, the earlier word wins."""
    second: tuple[str, ...] = ()
    """Used only if no column matches ``words``; for document and phone also for a person whose cell there is empty."""
    unclear: tuple[str, ...] = ()
    """Ambiguous headings: never used, reported with the option that decides (--map)."""


NO_WORDS = RosterWords()

NAME_WORDS = RosterWords(
    words=(
        "姓名", "学员姓名", "参训人员姓名", "参训学员姓名", "人员姓名", "参会人员姓名", "参加人员姓名", "报名人姓名",
        "真实姓名", "中文姓名", "参培人员姓名", "研修人员姓名", "研修学员姓名", "报名者姓名", "参加者姓名", "申请人姓名",
        "员工姓名", "教师姓名", "参加培训人员姓名", "参会代表姓名", "代表姓名", "名字", "人员名单", "参训人员", "参训学员",
        "name", "full name", "chinese name", "序号姓名", "编号姓名",
    ),
    second=(
        "学员", "参会人员", "参加人员", "人员", "报名人",
    ),
    unclear=(
        "称呼", "昵称", "联系人", "联系人姓名", "用户名",
    ),
)  # fmt: skip
DOCUMENT_WORDS = RosterWords(
    words=(
        "身份证号", "身份证号码", "身份证", "居民身份证号", "居民身份证号码", "公民身份号码", "公民身份证号",
        "公民身份证号码", "身份证件号", "身份证件号码", "身份号码", "身份证号(18位)", "身份证号码(18位)", "身份证编号",
        "二代身份证号", "本人身份证号", "本人身份证号码", "学员身份证号", "学员身份证号码", "证件(身份证)号码", "证件号码",
        "证件号", "有效证件号", "有效证件号码", "证件编号", "身份证或护照号", "身份证号或护照号", "身份证/护照号",
        "id number", "id no", "id card", "id card no", "id card number", "identity number", "document number", "id",
    ),
    second=(
        "护照号", "护照号码", "护照", "护照编号", "通行证号", "通行证号码", "港澳通行证号", "港澳居民来往内地通行证号",
        "台胞证号", "其他证件号", "其他证件号码", "passport", "passport no", "passport number",
    ),
    unclear=(
        "证号", "证件",
    ),
)  # fmt: skip
PHONE_WORDS = RosterWords(
    words=(
        "手机号码", "手机号", "手机", "移动电话", "联系手机", "本人手机", "本人手机号", "手机电话", "联系电话",
        "联系电话号码", "本人联系电话", "电话号码", "手机号码(必填)", "移动电话号码", "手机/电话", "手机或电话", "电话/手机",
        "手机联系方式", "手机/办公电话", "手机(电话)", "学员手机", "学员电话", "学员手机号", "参训人员手机", "个人手机",
        "个人电话", "常用手机号", "联系手机号", "联系手机号码", "手机(微信)号", "手机(微信同号)", "联络方式", "联络电话",
        "联系方式", "电话", "mobile", "mobile phone", "mobile no", "mobile number", "cell phone", "cellphone", "phone",
        "phone number", "phone no", "telephone", "tel", "contact", "contact number",
    ),
    second=(
        "电话(座机)", "固话", "办公固话", "固定电话", "座机", "办公电话", "单位电话", "办公室电话",
    ),
    unclear=(
        "联系人电话", "微信", "微信号",
    ),
)  # fmt: skip
EMPLOYER_WORDS = RosterWords(
    words=(
        "工作单位", "工作单位名称", "工作单位全称", "现工作单位", "所在单位", "所在单位名称", "所在单位全称", "所在工作单位",
        "单位名称", "单位全称", "单位", "任职单位", "所属单位", "供职单位", "服务单位", "学员单位", "部门/单位", "单位/部门",
        "单位(部门)", "所在单位及部门", "单位及部门", "单位部门", "工作单位及部门", "参训单位", "选派单位", "现工作单位名称",
        "现单位", "任职单位全称", "就职单位", "公司/单位", "单位/公司", "工作单位/学校", "学校/单位", "院校", "所在院校",
        "所在学校", "公司", "公司名称", "所在公司", "企业名称", "机构名称", "employer", "organization", "organisation",
        "company", "work unit", "unit", "institution", "affiliation",
    ),
    unclear=(
        "推荐单位", "选送单位", "派出单位", "报送单位", "主管单位", "发票抬头", "申报单位",
    ),
)  # fmt: skip
TITLE_WORDS = RosterWords(
    words=(
        "专业技术职务", "专业技术职称", "职称", "专业技术职务职称", "专业技术职务或职称", "专业技术职务及职称", "职称名称",
        "现有职称", "现任专业技术职务", "技术职称", "职务职称", "职称职务", "职务/职称", "职称/职务", "职称或职业资格",
        "职称/职业资格", "职称职业资格", "专业技术资格", "职业资格", "专业职称", "专技职务", "专业技术资格名称",
        "专业技术职务任职资格", "专业技术任职资格", "任职资格", "专业技术职务任职资格名称", "职务及职称", "职称及职务",
        "现职称", "职称/技术等级", "专业技术职务(职称)", "专业技术职称名称", "专业技术职务名称", "现有专业技术职称",
        "现有专业技术职务", "现任职称", "所获职称", "技术职务", "职称(全称)", "专业技术等级(职称)", "取得职称", "具有职称",
        "已获职称", "title", "professional title", "technical title", "rank",
    ),
    unclear=(
        "职务", "行政职务", "职称级别", "职称等级", "技术等级", "职位", "岗位", "position", "职务级别",
    ),
)  # fmt: skip
CHARGED_WORDS = RosterWords(
    words=(
        "是否收费", "收费", "是否收取费用", "收费与否", "收费情况", "是否收取培训费", "是否收费学员", "是否交费", "是否缴费",
        "是否收取培训费用", "是否缴纳培训费", "是否交纳培训费", "是否付费", "fee", "paid",
    ),
    unclear=(
        "缴费情况", "交费情况", "缴费", "交费", "缴费状态", "培训费", "费用",
    ),
)  # fmt: skip
KIND_WORDS = RosterWords(
    words=(
        "人员类别", "人员类型", "参训身份", "人员身份", "参会身份", "类别", "角色", "身份", "role", "type",
    ),
    unclear=(
        "学员类别", "人员性质",
    ),
)  # fmt: skip
DOCUMENT_KIND_WORDS = RosterWords(
    words=(
        "证件类型", "证件种类", "证件类别", "证件名称", "身份证件类型", "有效证件类型", "id type", "document type",
    ),
)  # fmt: skip
MODE_WORDS = RosterWords(
    words=(
        "参训方式", "参训形式", "参加方式", "参会方式", "培训方式", "学习方式", "上课方式", "听课方式", "线上线下",
        "线上/线下", "线下/线上", "线上或线下", "mode", "attendance mode", "on-site/online", "onsite/online", "online/on-site",
        "online/onsite", "online/offline",
    ),
)  # fmt: skip
REGION_WORDS = RosterWords(
    words=(
        "所属地区", "地区", "所在地区", "省份", "所在省份", "所属省份", "省市", "所在省市", "省市区", "所属省市", "省/市",
        "区域", "所属区域", "工作地区", "工作所在地", "单位所在地", "所在省", "省区市", "所在地", "region", "province",
        "area",
    ),
    unclear=(
        "籍贯", "户籍", "户籍地", "户口所在地",
    ),
)  # fmt: skip
SEX_WORDS = RosterWords(
    words=(
        "性别", "gender", "sex",
    ),
)  # fmt: skip
