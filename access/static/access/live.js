// Says when the live list has stopped: a quiet list and a dead one must not look alike.
(() => {
  "use strict";
  const note = document.getElementById("live-stopped");
  const list = document.getElementById("live");
  if (!note || !list) return;
  const since = note.querySelector("[data-live-since]");
  let last = new Date();

  const isLive = (event) => event.detail.elt === list;
  const stopped = (event) => {
    if (!isLive(event)) return;
    since.textContent = last.toLocaleTimeString(document.documentElement.lang, { hourCycle: "h23" });
    note.hidden = false;
  };

  document.addEventListener("htmx:sendError", stopped);
  document.addEventListener("htmx:responseError", stopped);
  document.addEventListener("htmx:timeout", stopped);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isLive(event) || !event.detail.successful) return;
    last = new Date();
    note.hidden = true;
  });
})();
