// Written so that every browser understands it: says in one sentence that another browser is needed, or lets the page begin.
(function () {
  var able = typeof Promise === "function" && typeof WebAssembly === "object" && typeof WebAssembly.Tag === "function" &&
    typeof DecompressionStream === "function" && typeof Worker === "function" && typeof BigInt64Array === "function" &&
    typeof [].at === "function";
  document.getElementById(able ? "head" : "unsupported").hidden = false;
  if (able) document.getElementById("main").hidden = false;
  window.gaoyanAble = able;
})();
