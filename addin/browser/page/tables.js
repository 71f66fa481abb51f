// The answers of the commands as tables: which list of the answer, its caption, and the columns [heading, field or function].
const where = (row) => [row.source, row.sheet, row.row ? `第${row.row}行` : ""].filter(Boolean).join(" ");
const SHOWN = {
  tidy: [
    ["changed", "改动", [["位置", (row) => `${row.sheet} ${row.cell}`], ["栏目", "field"], ["原来", "old"], ["改为", "new"]]],
    ["left", "位数可能已丢失，无法复原，请按证件重新录入", [["位置", (row) => `${row.sheet} ${row.cell}`], ["栏目", "field"], ["现值", "old"]]],
    ["moved", "按归属把工作列移回本人一行", [["姓名", "name"], ["原在附件4第几行", "row"], ["移到第几行", "to"]]],
    ["stuck", "不能确定是谁的工作列，没有改动，请核对", [["附件4第几行", "row"], ["姓名", "name"], ["原因", "why"]]],
    ["joined", "考勤合并为一行", [["姓名", "name"], ["各行", "rows"]]],
    ["not_joined", "考勤没有合并，请核对", [["姓名", "name"], ["各行", "rows"], ["原因", "why"]]],
  ],
  total: [
    ["lines", "附件3", [["位置", "cell"], ["栏目", "label"], ["原来", "before"], ["现在", "after"], ["改动", "changed"], ["来源", "source"]]],
    ["lectures", "讲课费", [["讲课人", "name"], ["师资费第几行", "rows"], ["学时", "hours"], ["税后讲课费", "net"], ["上限", "limit"], ["超过上限的行", "over"], ["已填税费", "tax"], ["推算税费", "tax_due"]]],
    ["not_counted", "未计入或按其他方式处理的", [["内容", (row) => row]]],
  ],
  import: [
    ["columns", "各列对应", [["来源", where], ["列", "column"], ["表头", "heading"], ["对应", "field"], ["怎样认出", "how"], ["有内容的格数", "filled"], ["没有导入的格数", "unused"]]],
    ["sources", "各来源", [["来源", (row) => [row.source, row.sheet].filter(Boolean).join(" ")], ["读到", "read"], ["新增", "added"], ["更新", "updated"], ["不变", "unchanged"], ["有冲突", "conflicting"], ["重复", "repeated"]]],
    ["conflicts", "与已填的不一致", [["来源", where], ["姓名", "name"], ["附件4第几行", "target_row"], ["栏目", "field"], ["已填", "present"], ["名册", "offered"], ["采用名册", "taken"]]],
    ["changed", "改写后填入的内容", [["来源", where], ["姓名", "who"], ["栏目", "field"], ["原来", "old"], ["改为", "new"]]],
    ["lost", "丢失的内容，已留空，请补填", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
    ["skipped", "跳过的行", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
    ["remarks", "请核对", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
  ],
  results: [
    ["conflicts", "考核结果与已填的不一致", [["来源", where], ["姓名", "name"], ["栏目", "field"], ["已填", "present"], ["来源的内容", "offered"], ["采用来源", "taken"]]],
    ["strangers", "附件4没有的人", [["来源", where], ["姓名", "name"]]],
    ["hours", "学时数与考勤不符", [["姓名", "name"], ["来源的学时数", "stated"], ["按考勤应为", "due"], ["缺勤学时", "missed"]]],
    ["left", "未使用的行", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
  ],
  attendance: [
    ["sessions", "各次课", [["课次", "session"], ["学时", "hours"]]],
    ["people", "请假与缺勤", [["姓名", "name"], ["请假学时", "leave"], ["缺勤学时", "missed"], ["请假手续", "permission"], ["请假的课", "leave_sessions"], ["缺勤的课", "missed_sessions"], ["看不清的课", "unclear_sessions"], ["迟到、早退", "late"]]],
    ["effects", "对考核结果的影响", [["位置", (row) => `${row.sheet} 第${row.row}行`], ["姓名", "name"], ["缺课学时", "missed"], ["按退学处理", "withdrawn"], ["原学时数", "hours_before"], ["学时数", "hours"], ["原结果", "passed_before"], ["结果", "passed"]]],
    ["conflicts", "与已填的不一致", [["考勤第几行", "row"], ["姓名", "name"], ["栏目", "field"], ["已填", "present"], ["来源的内容", "offered"], ["采用来源", "taken"]]],
    ["unseen", "来源里没有的学员", [["姓名", (row) => row]]],
    ["skipped", "跳过的行", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
    ["remarks", "请核对", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
  ],
  survey: [
    ["columns", "各列对应", [["来源", (row) => [row.source, row.sheet].filter(Boolean).join(" ")], ["列", "column"], ["测评项目", "item"], ["怎样认出", "how"]]],
    ["items", "附件6", [["测评项目", "item"], ["各等级份数", (row) => Object.entries(row.counts).map(([level, count]) => `${level} ${count}`).join("　")], ["满意率", "rate"]]],
    ["invalid", "未计入的答卷", [["来源", where], ["原因", "why"]]],
    ["straight", "全卷同一等级的答卷（已计入，请了解是否认真填答）", [["来源", where], ["情况", "why"]]],
  ],
  number: [
    ["waiting", "等待编号的人", [["姓名", (row) => row]]],
    ["voided", "作废的编号（未通过结业考核，不再分配给他人，从工作簿删去）", [["位置", (row) => `${row.sheet} 第${row.row}行`], ["姓名", "name"], ["编号", "number"]]],
    ["unlisted", "台账中有效、但本工作簿里没有其人的编号（不再发证的请作废）", [["编号", "number"], ["姓名", "name"]]],
    ["without", "暂不能编号的人", [["位置", (row) => `${row.sheet} 第${row.row}行`], ["姓名", "name"], ["原因", "why"]]],
  ],
  platform: [
    ["left", "未使用的行", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
    ["odd", "请核对", [["来源", where], ["姓名", "who"], ["情况", "what"]]],
    ["without", "已通过考核、平台名单里没有编号的人", [["位置", (row) => `${row.sheet} 第${row.row}行`], ["姓名", "name"]]],
  ],
  mask: [["left_out", "未放入副本的内容", [["内容", (row) => row]]]],
  export: [["missing", "无法打印的文字", [["内容", (row) => row]]], ["absent", "没有内容、未生成的附件", [["附件", (row) => row]]], ["files", "盖章稿中的文件", [["文件", (row) => row]]]],
};

function tablesOf(task, answer) {
  return (SHOWN[task] || []).map(([name, caption, columns]) => {
    let rows = answer[name] || [];
    if (name === "columns" && task === "import") rows = rows.flatMap((one) => one.columns.map((column) => ({ ...one, ...column })));
    return table(caption, columns.map(([heading]) => heading),
      rows.map((row) => columns.map(([, field]) => (typeof field === "function" ? field(row) : row[field]))));
  }).filter(Boolean);
}

// The findings by severity, folded by rule, with what the notice says.
function findingsShown(report, facts, wanted) {
  const found = report.findings.filter((one) => wanted.severities.has(one.severity) && (!wanted.sheet || one.sheet === wanted.sheet) &&
    (!wanted.text || JSON.stringify(Object.values(one)).includes(wanted.text)));
  const blocks = [];
  for (const [severity, word] of Object.entries(facts.severities)) {
    const own = found.filter((one) => one.severity === severity);
    if (!own.length) continue;
    blocks.push(made("h4", { text: `${word} ${own.length} 处` }));
    for (const code of new Set(own.map((one) => one.code))) blocks.push(ruleShown(code, severity, own.filter((one) => one.code === code), facts));
  }
  if (!blocks.length) blocks.push(made("p", { text: report.findings.length ? "没有符合筛选条件的问题" : "没有发现问题", className: "taken" }));
  return blocks;
}

// A remedy names buttons as the ribbon has them; two are called otherwise here.
const CALLED_HERE = { 分配编号: "证书编号", 讲课费测算: "汇总决算（勾选税费）", "点“全部核验”": "点“核验”", "点“导入”": "点“导入名册”" };
const inWordsOfThePage = (text) => text.replace(/分配编号|讲课费测算|点“全部核验”|点“导入”/g, (name) => CALLED_HERE[name]);

// 说明 of a query is typed beside it, of an open workbook; elsewhere it is only read.
function noteShown(one) {
  if (one.severity !== "query" || !held.report || !held.report.report.findings.includes(one)) return one.explained ? `已说明：${one.explained}` : "";
  const input = made("textarea", { rows: 2, value: one.explained || "", "aria-label": `说明：${one.message}` });
  return made("div", { className: "note" }, input, made("button", { type: "button", text: "写入说明", onclick: () => explained(one, input.value) }));
}

function ruleShown(code, severity, own, facts) {
  const rule = facts.rules[code] || {};
  const rows = own.map((one) => [`${one.sheet} ${one.cell || one.field}`, one.message.replace(/运行“[^”]+”/g, inWordsOfThePage), one.value, one.expected, inWordsOfThePage(one.fix), noteShown(one)]);
  const explained = rows.some((row) => row[5]);
  const headings = ["位置", "问题", "现值", "应为", "处理办法", "说明"].slice(0, explained ? 6 : 5);
  return made("details", { className: severity, open: own.length <= 3 },
    made("summary", {}, made("strong", { text: rule.title || own[0].message }), ` ${own.length} 处　`,
      made("span", { className: "code", text: `${code}　依据：${own[0].clause || ""}` })),
    rule.quote ? made("blockquote", { text: rule.quote }) : null,
    table("", headings, rows.map((row) => row.slice(0, headings.length))));
}
