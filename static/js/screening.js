// One key for each decision: never while somebody types, never with a second key, never twice, never before one can look.
const box = document.querySelector("[data-keys]"), shown = performance.now(), TOO_SOON = 250;
let pressed = false;

if (box) {
  box.checked = localStorage.getItem("screening-keys") !== "off";
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => localStorage.setItem("screening-keys", box.checked ? "on" : "off"));
}
window.addEventListener("pageshow", () => (pressed = false));

document.addEventListener("keydown", (event) => {
  if (pressed || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if ((box && !box.checked) || performance.now() - shown < TOO_SOON) return;
  const aim = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key.toLowerCase());
  if (!aim) return;
  event.preventDefault();
  pressed = true;
  aim.click();
});
