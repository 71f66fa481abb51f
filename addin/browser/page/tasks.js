// Tasks. `fields`: what is asked beside the files; `sources`: what files are wanted; `preview`: shown before it is taken.
const list = (text) => text.split(/[\n;；]/).map((one) => one.trim()).filter(Boolean);
const TASKS = {
  tidy: { words: "规范化", button: "采用这些改动" },
  annex: { words: "生成附件5", button: "填入附件5" },
  total: { words: "汇总决算", button: "填入附件3", fields: [["tax", "box", "师资费中未填的税费，按税后讲课费推算后填入"]] },
  import: {
    words: "导入名册", button: "写入附件4", sources: "名册、填好的附件5（xlsx、xls、csv、tsv、txt，可以多份）", paste: true,
    fields: [["map_", "text", "列名=字段（多个用分号隔开，如 职务=职称;C=工作单位）", list], ["sheet", "text", "只读这张工作表"], ["class_", "text", "只导入这个班次"],
      ["take_new", "box", "与已填内容不一致时，用名册的内容"], ["add_new", "box", "填好的附件5里附件4没有的人，也添加"], ["hours", "box", "填好的附件5里与考勤不符的学时数，记入缺勤学时"]],
  },
  attendance: {
    words: "登记考勤", button: "写入考勤", sources: "考勤表、签到或会议导出（可以多份）",
    fields: [["sign", "text", "符号=含义（多个用分号隔开，如 ○=请假）", list], ["hours", "text", "每次课（半天）的学时"], ["min_share", "text", "在会满多少才算到课，如 0.8"],
      ["count_unseen", "box", "来源里完全没有的学员，按全部缺勤计"], ["apply", "box", "同时改学时数、是否通过"], ["take_new", "box", "与已填的不一致时，用来源的内容"]],
  },
  survey: {
    words: "统计测评", button: "填入附件6", sources: "答卷（xlsx、xls、csv、tsv，可以多份）",
    fields: [["issued", "text", "发放份数"], ["map_", "text", "列名=测评项目（多个用分号隔开）", list], ["level", "text", "词=等级（多个用分号隔开，如 优=很满意）", list],
      ["first", "text", "只有序号或分值时，1（A）表示的等级"], ["items", "box", "以问卷的题目作为测评项目"]],
  },
  platform: { words: "填入平台编号", button: "填入编号", sources: "平台给出的证书名单（xlsx、xls、csv）", from: "from_", fields: [["take_new", "box", "与已填的编号不同时以平台为准"]] },
  mask: { words: "脱敏副本", now: true },
  number: { words: "证书编号", button: "填入编号，下载台账", ledger: true, fields: [["adopt", "box", "手工填写的编号超出本期应有的流水号时也接受；此前未使用的流水号不再使用"]] },
  export: { words: "导出盖章稿", now: true },
};

function closeTask() { byId("task").hidden = true; }

function openTask(name) {
  const task = TASKS[name];
  byId("title-task").textContent = task.words;
  byId("task-result").replaceChildren();
  byId("task-actions").replaceChildren(made("button", { type: "button", text: "关闭", onclick: closeTask }));
  byId("task").hidden = false;
  byId("title-task").focus();
  const fields = (task.fields || []).map(fieldShown);
  const files = task.sources ? made("input", { type: "file", multiple: true, id: "task-files", onclick: (event) => { event.target.value = ""; }, onchange: () => previewed(name) }) : null;
  const paste = task.paste ? made("textarea", { id: "task-paste", rows: 2, cols: 40, "aria-label": "或把名单粘贴在这里" , placeholder: "或把名单粘贴在这里" }) : null;
  const ledgerArea = task.ledger ? ledgerChooser(name) : null;
  const area = files && made("label", { className: "drop wide" }, `拖到这里或选择：${task.sources}`, files);
  if (area) droppable(area, (found) => previewed(name, found.map((one) => one.file)));
  byId("task-form").replaceChildren(...[area, ledgerArea, paste, ...fields,
    files || fields.length ? made("button", { className: files ? "" : "main", text: "再看一次结果" }) : null].filter(Boolean));
  byId("task-form").onsubmit = (event) => { event.preventDefault(); previewed(name); };
  if (!task.sources) previewed(name);
}

function fieldShown([name, kind, label]) {
  const input = made("input", { type: kind === "box" ? "checkbox" : "text", id: `field-${name}` });
  return kind === "box" ? made("label", {}, input, ` ${label}`) : made("label", {}, `${label} `, input);
}

function fieldsRead(task) {
  const found = {};
  for (const [name, kind, , reading] of task.fields || []) {
    const input = byId(`field-${name}`);
    if (kind === "box") found[name] = input.checked;
    else if (input.value.trim()) found[name] = reading ? reading(input.value) : input.value.trim();
  }
  return found;
}

let chosen = [];
async function previewed(name, given) {
  const task = TASKS[name];
  const options = { book: held.name, today: today(), ...fieldsRead(task) };
  const files = [bookFile()];
  if (task.sources) {
    chosen = given || (byId("task-files").files.length ? [...byId("task-files").files] : chosen.task === name ? chosen : []);
    chosen.task = name;
    const sources = await Promise.all(chosen.map(async (file) => ({ name: `来源/${file.name}`, data: await read(file) })));
    const pasted = byId("task-paste") && byId("task-paste").value.trim();
    if (pasted) sources.push({ name: "来源/粘贴的文字.txt", data: new TextEncoder().encode(byId("task-paste").value) });
    if (!sources.length) { complain("还没有选择文件"); return; }
    options[task.from || "sources"] = sources.map((one) => one.name);
    files.push(...sources);
  }
  if (name === "mask") options.out = `公示_${held.name.replace(/\.[^.]*$/, "")}.xlsx`;
  const result = await work(`正在${task.words}`, ...withLedger({ task: name, options }, files));
  byId("task-result").replaceChildren();
  if (!result) return;
  outcomeShown(name, result);
}

function outcomeShown(name, { answer, files }) {
  const task = TASKS[name];
  const found = answer.document || {};
  const changed = files.find((file) => file.name === held.name);
  const ledger = name === "number" && ledgerIn(files);
  byId("task-result").replaceChildren(...linesOf(name, found, changed, ledger), ...tablesOf(name, found), ...(found.results ? tablesOf("results", found.results) : []));
  const buttons = [];
  const take = () => {
    if (ledger) ledgerChanged(ledger.data);
    return taken(task.words, changed ? changed.data : current().data);
  };
  if ((changed || ledger) && task.button) buttons.push(made("button", { type: "button", className: "main", id: "take", text: task.button, onclick: take }));
  for (const file of files.filter((one) => one !== changed && one !== ledger)) {
    buttons.push(made("button", { type: "button", className: "main", text: `下载 ${file.name}`, onclick: () => download(file.name, file.data) }));
    download(file.name, file.data);
  }
  if (name === "number") buttons.push(made("button", { type: "button", text: "国家级：填入平台编号", onclick: () => openTask("platform") }));
  buttons.push(made("button", { type: "button", text: changed ? "不用" : "关闭", onclick: closeTask }));
  byId("task-actions").replaceChildren(...buttons);
  (byId("take") || byId("title-task")).focus();
}

function linesOf(name, found, changed, ledger) {
  const lines = [];
  const addLine = (text) => lines.push(made("p", { text }));
  if (TASKS[name].button && !found.refused) addLine(changed ? "以下是将要作的改动，现在还没有写进工作簿：" : ledger ? "工作簿没有需要改动的内容，台账将登记这些编号：" : "没有需要改动的内容");
  if (name === "total" && found.quota) addLine(`合计 ${found.total} 元；综合定额 ${found.quota} 元，还可列支 ${found.quota_left} 元${found.subsidy_cap ? `；财政资助上限 ${found.subsidy_cap} 元，还可列支 ${found.subsidy_left} 元` : ""}`);
  if (name === "tidy" && found.restored) addLine(`恢复 ${found.restored} 列的格式、下拉列表和输入检查`);
  if (name === "tidy" && found.owners.length) addLine(`补填归属 ${found.owners.length} 行`);
  if (name === "annex") {
    addLine(`附件5由附件4带出 ${found.trainees} 人${found.restored ? `：恢复 ${found.restored} 个单元格的公式` : ""}${found.moved ? `，${found.moved} 个单元格的考核结果移到附件4` : ""}`);
    if (found.hours.length) addLine(`原来手工填写的学时数与考勤不符，属实的请登记考勤：${found.hours.join("、")}`);
  }
  if (name === "import" && found.cells !== undefined) addLine(`将改动 ${found.cells} 个单元格${found.rows ? `，新增人员在附件4第 ${[...new Set(found.rows)].join("–")} 行` : ""}`);
  if (name === "survey") addLine(`发放 ${shown(found.issued)} 份，回收 ${found.returned} 份，有效 ${found.valid} 份；总满意率 ${shown(found.rate)}`);
  if (name === "platform") addLine(`按身份证号填入 ${found.taken} 个平台编号，${found.kept} 个原来就一致`);
  if (name === "mask") addLine(`已生成公开用的副本：${found.sheets.join("、")}，遮盖号码 ${found.masked} 处。姓名、工作单位等照原样保留，公开前请核对是否都可以公开`);
  if (name === "number") lines.push(...numberLines(found));
  if (name === "export") addLine(found.folder ? `已生成${found.draft ? "草稿" : "盖章稿"}，共 ${found.files.length} 个文件` : `没有生成盖章稿：${found.blocking} 项问题未解决${found.missing.length ? `，${found.missing.length} 处文字无法打印` : ""}。改正或说明后再导出`);
  return lines;
}

async function started(name) {
  if (name === "facts") return factsOpened();
  if (name === "check") return checked();
  if (name === "flag") return flagged();
  if (name === "export") return exported(false);
  return openTask(name);
}

async function exported(draft) {
  if (!printsHere()) { complain("这个网页生成时没有带排版部分，不能导出盖章稿；请用完整的网页，或命令行的 gaoyan export"); return; }
  openNow("export");
  const result = await work("正在导出", ...withLedger({ task: "export", options: { book: held.name, today: today(), draft } }, [bookFile()]));
  if (!result) return;
  outcomeShown("export", result);
  if (!result.answer.document.folder) {
    byId("task-actions").prepend(made("button", { type: "button", text: "只看样式：导出草稿", onclick: () => exported(true) }));
    await checked(facts.stages[1]);
  }
}

function openNow(name) {
  byId("title-task").textContent = name in TASKS ? TASKS[name].words : "";
  byId("task-form").replaceChildren();
  byId("task-result").replaceChildren();
  byId("task-actions").replaceChildren();
  byId("task").hidden = false;
}

async function flagged() {
  const result = await work("正在标注", ...withLedger({ task: "check", options: { book: held.name, today: today(), stage: chosenStage(), write: true } }, [bookFile()]));
  if (!result) return;
  const changed = result.files.find((file) => file.name === held.name);
  download(held.name, changed ? changed.data : current().data);
  if (result.answer.document.lost) complain(`有 ${result.answer.document.lost} 条说明所属的问题已消失或现值已变，下载的工作簿里说明随之移除`);
}
