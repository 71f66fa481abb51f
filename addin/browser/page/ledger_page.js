// The number ledger that the office keeps: opened by the person, changed here, and put back by the person. Never made here.
const ledger = { name: "", data: null, changed: false, report: null };
const LEDGER_TASKS = ["check", "export", "number", "review", "press", "explain"];

function ledgerChooser(task) {
  if (!readsLedgers()) return made("p", { text: "这个网页生成时没有带排版和台账部分，不能打开台账；请用完整的网页，或命令行的 gaoyan number" });
  const input = made("input", { type: "file", id: "task-ledger", onchange: async (event) => {
    const [one] = filesOf(event.target);
    if (one && await ledgerOpened(one.file)) previewed(task);
  } });
  const area = made("label", { className: "drop wide" }, "编号台账（本单位保管的文件，一般叫 ledger.sqlite3）拖到这里或选择", input);
  droppable(area, async ([one]) => { if (one && await ledgerOpened(one.file)) previewed(task); });
  return area;
}

async function ledgerOpened(file) {
  if (ledger.changed) { complain("打开着的台账改动后还没有放回，请先放回，再换别的台账"); return false; }
  const data = await read(file);
  const result = await work("正在打开台账", { task: "ledger", options: { ledger: file.name } }, [{ name: file.name, data }]);
  if (!result) return false;
  Object.assign(ledger, { name: file.name, data, changed: false, report: result.answer.document });
  ledgerShown();
  return true;
}

// What a task is asked and given, with the ledger where it has a use for it. Only numbering hands a changed one back: elsewhere
// it lies in a folder of its own, where nothing is looked for.
function withLedger(request, files) {
  if (!ledger.data || !LEDGER_TASKS.includes(request.task)) return [request, files];
  const name = ["number", "press"].includes(request.task) ? ledger.name : `台账/${ledger.name}`;
  return [{ ...request, options: { ...request.options, ledger: name } }, [...files, { name, data: ledger.data }]];
}

const ledgerIn = (files) => ledger.data && files.find((file) => file.name === ledger.name);

function ledgerChanged(data) {
  Object.assign(ledger, { data, changed: true });
  download(ledger.name, data);
  ledgerShown();
}

function ledgerShown() {
  const place = byId("ledger");
  place.hidden = !ledger.data;
  if (!ledger.data) { place.replaceChildren(); return; }
  const { numbers, series, problems } = ledger.report;
  const lines = [made("p", {}, made("strong", { text: `编号台账 ${ledger.name}` }),
    ` 打开时共 ${numbers} 个编号${series.length ? `；${series.map((one) => `${one.name.replace("{}", "…")} 用到第 ${one.last} 号`).join("，")}` : ""}`)];
  if (problems.length) lines.push(made("p", { className: "late", text: `台账有问题，请先在装了 gaoyan 的电脑上查明：${problems.join("；")}` }));
  lines.push(made("p", { className: ledger.changed ? "late" : "", text: ledger.changed ?
    "台账已改动：请把刚下载的台账放回原处，覆盖旧的，放回以后才能发证书、才能再给别的班编号。没有放回的，编号不算数。" :
    "从打开到放回，只能一个人用：两个人各用一份拷贝编号，会把同一个编号给两个人。别人正在编号的，请等他放回后重新打开。" }));
  const buttons = ledger.changed ? [
    made("button", { type: "button", text: "再下载一次台账", onclick: () => download(ledger.name, ledger.data) }),
    made("button", { type: "button", text: "已放回原处", onclick: ledgerClosed })] : [made("button", { type: "button", text: "关闭台账", onclick: ledgerClosed })];
  place.replaceChildren(...lines, made("p", { className: "row" }, ...buttons));
}

// Closed even when it was put back: somebody else may use it from now on, and what lies here is an old copy then.
function ledgerClosed() {
  Object.assign(ledger, { name: "", data: null, changed: false, report: null });
  ledgerShown();
  say("台账已关闭，再编号时请重新打开");
  focused("title-class");
}

function numberLines(found) {
  const lines = [];
  const addLine = (text, className = "") => lines.push(made("p", { text, className }));
  if (found.refused) {
    addLine(found.refused);
    if (found.kept) addLine(`已有编号 ${found.kept} 人`);
    return lines;
  }
  const { given, kept, reinstated } = found;
  if (given.length) addLine(`新分配 ${given.length} 个编号：${given.length === 1 ? given[0] : `${given[0]} 至 ${given[given.length - 1]}`}`, "taken");
  if (kept.length) addLine(`沿用 ${kept.length} 个已有的编号${reinstated.length ? `，其中 ${reinstated.length} 个作废后重新生效` : ""}`);
  for (const one of found.passed_over) addLine(`流水号 ${one.first === one.last ? one.first : `${one.first}–${one.last}`} 留空：${one.why}`);
  if (found.far.length) addLine("手工填写的编号确实无误时，请勾选上面一项再看一次；填错的请改正或清空", "late");
  return lines;
}
