// The page's one policy for HTML that scripts insert (htmx). The text is parsed where nothing runs,
// and refused when anything in it could run. A second layer: the content security policy is the first.
(() => {
  "use strict";
  if (!window.trustedTypes) return;
  const inert = trustedTypes.createPolicy("inert", { createHTML: (text) => text });
  const FORBIDDEN = new Set(["script", "iframe", "frame", "object", "embed", "base", "link", "meta", "style"]);
  const RUNS = /^[\u0000-\u0020]*(javascript|vbscript|data)[\u0000-\u0020]*:/i;
  const ADDRESSES = new Set(["href", "xlink:href", "src", "action", "formaction", "data"]);

  const runs = (node) =>
    FORBIDDEN.has(node.localName) ||
    [...node.attributes].some(
      ({ name, value }) =>
        name.startsWith("on") || name === "srcdoc" || name === "style" || name.startsWith("hx-on") ||
        (ADDRESSES.has(name) && RUNS.test(value.replace(/[\t\n\r]/g, ""))),
    );

  // Templates keep their content apart from the tree, so they are searched one by one.
  const harmful = (root) =>
    [...root.querySelectorAll("*")].some((node) => runs(node) || (node.content && harmful(node.content)));

  // Read twice: as a page, and as a fragment, because a page drops <tr> and <td> together with their attributes.
  const read = (text) => new DOMParser().parseFromString(inert.createHTML(text), "text/html");

  trustedTypes.createPolicy("default", {
    createHTML(text) {
      if (!harmful(read(text)) && !harmful(read(`<template>${text}</template>`))) return text;
      console.error("portsec: refused HTML that could run");
      return null;
    },
  });
})();
