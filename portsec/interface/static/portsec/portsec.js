// Keys, menus and the select-all box. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const help = document.getElementById("keys-help");
  const keysOn = () => root.dataset.keys !== "off";
  const typing = (node) => node.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("tbody tr, .items > .item")].filter((row) => row.querySelector(".row-link"));
  const rowOf = (node) => node.closest("tr, .item");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(rowOf(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    all[next].querySelector(".row-link").focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const box = rowOf(document.activeElement)?.querySelector("input[type=checkbox]");
    if (box) box.click();
  }

  function openRow() {
    rowOf(document.activeElement)?.querySelector(".row-link")?.click();
  }

  const keys = {
    "/": () => document.querySelector(".search input")?.focus(),
    "?": () => help?.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: tick,
    o: openRow,
  };

  const closeMenus = (except) =>
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest("details[data-menu][open]");
      closeMenus();
      if (menu) menu.querySelector("summary").focus();
      if (event.target.matches(".search input")) event.target.blur();
      return;
    }
    const act = keys[event.key];
    if (!act || !keysOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    const opener = event.target.closest("[data-open]");
    if (opener) {
      closeMenus();
      document.getElementById(opener.dataset.open).showModal();
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  document.querySelectorAll("[data-open], [data-print]").forEach((button) => { button.hidden = false; });

  // The box in a table's head ticks all rows of this page, and says how many are ticked.
  document.querySelectorAll("form.list-form").forEach((form) => {
    const all = form.querySelector("[data-all]");
    const boxes = () => [...form.querySelectorAll("tbody input[name=selected]")];
    const word = form.querySelector("[data-ticked]");
    if (!all) return;
    const tell = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
      if (word) word.textContent = `${ticked} selected`;
    };
    all.closest("label").hidden = false;
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); tell(); });
    form.addEventListener("change", tell);
    tell();
  });
})();
