// Reads workbooks with readers of others and says on which they fail: [[[reader, what it says], ...] of each workbook] as JSON.
"use strict";

const readers = {
  exceljs: async (path) => new (require("exceljs").Workbook)().xlsx.readFile(path),
  "xlsx-populate": async (path) => require("xlsx-populate").fromFileAsync(path),
};

(async () => {
  const all = [];
  for (const path of process.argv.slice(2)) {
    const faults = [];
    for (const [name, read] of Object.entries(readers)) {
      try {
        await read(path);
      } catch (fault) {
        faults.push([name, fault.message]);
      }
    }
    all.push(faults);
  }
  process.stdout.write(JSON.stringify(all));
})();
