// Shows a process with the BPMN viewer in place of our own picture; without it, or where it fails, the picture stays.
(() => {
  "use strict";
  const Viewer = window.BpmnJS;
  if (!Viewer) return;
  for (const figure of document.querySelectorAll("[data-bpmn]")) {
    const picture = figure.firstElementChild;
    const canvas = document.createElement("div");
    canvas.className = "mc-pr__canvas";
    fetch(figure.dataset.bpmn, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((xml) => {
        figure.insertBefore(canvas, picture);
        const viewer = new Viewer({ container: canvas });
        return viewer.importXML(xml).then(() => viewer.get("canvas").zoom("fit-viewport"));
      })
      .then(() => { picture.hidden = true; })
      .catch(() => { canvas.remove(); });
  }
})();
