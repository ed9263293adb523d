// The guard's check: an answer that fades, a scan with the camera, and a word when the line is gone.
(() => {
  "use strict";
  // Going back must not show an old green answer, whatever the browser has kept.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

  const byId = (id) => document.getElementById(id);
  const answer = byId("answer");

  // An answer counts for the person who stands there, not for the next one.
  const fade = () => {
    answer.hidden = true;
    byId("answer-old").hidden = false;
    document.title = document.title.split(" · ").slice(1).join(" · ");
  };
  if (answer) {
    byId("answer-word").focus({ preventScroll: true });
    window.setTimeout(fade, Number(answer.dataset.left) * 1000);
  }

  const offline = byId("check-offline");
  window.addEventListener("offline", () => {
    offline.hidden = false;
    if (answer && !answer.hidden) fade();
  });
  window.addEventListener("online", () => { offline.hidden = true; });

  const form = byId("check-form");
  if (!form) return;
  for (const picture of form.querySelectorAll('input[name="picture"]')) {
    picture.addEventListener("change", () => { if (picture.files.length) form.requestSubmit(); });
  }

  // Where the browser reads codes itself, no picture leaves the phone.
  const scan = byId("scan");
  const view = byId("scan-view");
  const said = byId("scan-said");
  const PAUSE = 150; // milliseconds between looks; a code held still is found at once
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  scan.hidden = false;

  const stop = (stream) => {
    for (const track of stream.getTracks()) track.stop();
    view.hidden = true;
    scan.hidden = false;
  };

  const look = async (detector, stream) => {
    while (stream.active) {
      const codes = await detector.detect(view);
      if (codes.length === 1) {
        stop(stream);
        form.elements.card.value = codes[0].rawValue;
        form.requestSubmit();
        return;
      }
      if (codes.length > 1) said.textContent = "There are several codes in the picture. One badge at a time.";
      await new Promise((resolve) => { window.setTimeout(resolve, PAUSE); });
    }
  };

  byId("scan-start").addEventListener("click", async () => {
    said.textContent = "Hold the code before the camera.";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      view.srcObject = stream;
      view.hidden = false;
      scan.hidden = true;
      await view.play();
      await look(new window.BarcodeDetector({ formats: ["qr_code"] }), stream);
    } catch {
      view.hidden = true;
      said.textContent = "The camera cannot be used here. Photograph the code, or type the number.";
    }
  });
})();
