// What is put on the page, and how: elements only, never text taken for markup.
function made(tag, given, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function table(caption, headings, rows) {
  if (!rows.length) return null;
  return made("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": caption || headings.join("、") },
    made("table", { role: "table" },
      caption ? made("caption", { text: `${caption}（${rows.length}）` }) : null,
      made("thead", { role: "rowgroup" }, made("tr", { role: "row" }, ...headings.map((heading) => made("th", { text: heading, scope: "col", role: "columnheader" })))),
      made("tbody", { role: "rowgroup" }, ...rows.map((row) => made("tr", { role: "row" }, ...row.map((cell, at) =>
        made("td", { role: "cell", "data-label": headings[at] }, cell instanceof Node ? cell : shown(cell))))))));
}

function shown(value) {
  if (value === null || value === undefined) return "";
  if (value === true) return "是";
  if (value === false) return "否";
  if (Array.isArray(value)) return value.map(shown).join("、");
  return String(value);
}

// A question with its answers as buttons: what the person chose, or null for Escape.
function asked(words, answers, ...more) {
  return new Promise((resolve) => {
    const dialog = made("dialog", { "aria-labelledby": "question" });
    const before = document.activeElement;
    const close = (answer) => {
      dialog.remove();
      if (before && before.isConnected) before.focus({ preventScroll: true });
      resolve(answer);
    };
    dialog.append(made("p", { id: "question", text: words }), ...more.filter(Boolean), made("p", { className: "row" },
      ...answers.map(([answer, word], at) => made("button", { type: "button", text: word, className: at ? "" : "main", onclick: () => close(answer) }))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Where a screen reader goes on reading after something has happened.
function focused(id) { if (byId(id)) byId(id).focus(); }

function say(text) { byId("status").textContent = text; }

function complain(text) {
  byId("error").textContent = text || "";
  byId("error").hidden = !text;
}

function download(name, data) {
  const kinds = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip: "application/zip", html: "text/html" };
  const address = URL.createObjectURL(new Blob([data], { type: kinds[name.split(".").pop()] || "application/octet-stream" }));
  const link = made("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// A task with its progress on the page. Null when it was cancelled or could not be done; the one line is then on the page.
async function work(words, request, files) {
  complain("");
  say(`${words}……`);
  busy(true);
  try {
    const result = await engine.ask({ ...request, reveal: byId("reveal").checked }, files, (what, done, whole) => {
      say(`${what} ${Math.min(done, whole)}／${whole}`);
      byId("progress").max = whole || 1;
      byId("progress").value = done;
    });
    say(result.answer.error ? "没有做成" : "完成");
    if (result.answer.error) complain(result.answer.error);
    return result.answer.code < 2 ? result : null;
  } catch (error) {
    say(error.cancelled ? "已取消，没有改动" : "没有做成");
    if (!error.cancelled) complain(`程序出错（${error.message}），没有改动。请重试；仍不行时请把所做的步骤告诉程序维护者`);
    return null;
  } finally {
    busy(false);
  }
}

let stood = null;
function busy(now) {
  // A button that cannot be pressed for a while must not lose its place to somebody at the keyboard.
  if (now && document.activeElement !== document.body) stood = document.activeElement;
  byId("cancel").hidden = byId("progress").hidden = !now;
  byId("progress").removeAttribute("value");
  document.body.setAttribute("aria-busy", String(now));
  for (const button of document.querySelectorAll("main button")) {
    if (now) { button.dataset.was = button.disabled; button.disabled = true; }
    else if (button.dataset.was !== undefined) { button.disabled = button.dataset.was === "true"; delete button.dataset.was; }
  }
  if (!now && stood && stood.isConnected && [document.body, null, stood].includes(document.activeElement)) stood.focus({ preventScroll: true });
}

// The files of an input, which is then empty again: else a file that was mended and chosen once more would be no change to it.
function filesOf(input) {
  const found = [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  input.value = "";
  return found;
}

async function read(file) { return new Uint8Array(await file.arrayBuffer()); }

function droppable(area, taken) {
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    area.classList.remove("over");
    taken(await dropped(event.dataTransfer));
  });
}

// [{name: path below what was dropped, file}] of files and folders; an empty folder has a name that ends with / and no file. All is asked at once: after a moment the event has nothing more.
async function dropped(transfer) {
  const given = [...transfer.items].filter((item) => item.kind === "file").map((item) => ({
    file: item.getAsFile(),
    entry: item.webkitGetAsEntry ? item.webkitGetAsEntry() : null,
    handle: item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null,
  }));
  const found = [];
  for (const { file, entry, handle } of given) {
    if (entry && entry.isDirectory) await folderRead(entry, await handle, found);
    else if (file) found.push({ name: file.name, file });
  }
  return found;
}

// Chromium reads the entries of a folder only for pages of a server, its handles for a page that lies on the disk too.
async function folderRead(entry, handle, found) {
  try {
    if (handle) await handleWalked(handle, `${handle.name}/`, found);
    else await entryWalked(entry, "", found);
  } catch (error) {
    complain(`读不了拖进来的文件夹“${entry.name}”（${error.name}），请用“选择文件夹”，或直接拖里面的文件`);
  }
}

async function handleWalked(folder, above, found) {
  let empty = true;
  for await (const one of folder.values()) {
    empty = false;
    if (one.kind === "directory") await handleWalked(one, `${above}${one.name}/`, found);
    else found.push({ name: above + one.name, file: await one.getFile() });
  }
  if (empty) found.push({ name: above, file: null });
}

async function entryWalked(entry, above, found) {
  const name = above + entry.name;
  if (entry.isFile) {
    found.push({ name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    return;
  }
  const reader = entry.createReader();
  for (let first = true; ; first = false) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) {
      if (first) found.push({ name: `${name}/`, file: null });
      return;
    }
    for (const one of some) await entryWalked(one, `${name}/`, found);
  }
}
