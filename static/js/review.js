// The keys of the review page. [data-key] is pressed by its key; 0 to 5 score the criterion at hand. Never while one types.
const rubric = document.getElementById("rubric"), list = document.querySelector("[data-keys]");
const turn = document.querySelector("[data-keys-switch]"), button = turn?.querySelector("button");
const STORE = "review-keys", rows = rubric ? [...rubric.querySelectorAll("fieldset.rub")] : [];
let off = false;
try { off = localStorage.getItem(STORE) === "off"; } catch { /* no store: on */ }

const show = () => {
  [button.textContent, button.dataset.on] = [button.dataset.on, button.textContent];
};
const score = (key) => {
  const open = rows.find((row) => !row.querySelector(":checked"));
  const row = rows.find((one) => one.contains(document.activeElement)) ?? open;
  const radio = row?.querySelector(`.scale:not(.three) input[value="${key}"]`);
  if (!radio) return;
  radio.click();
  const next = rows[rows.indexOf(row) + 1];
  (next?.querySelector(":checked") ?? next?.querySelector("input"))?.focus();
};

if (list) {
  list.hidden = turn.hidden = false;
  if (off) show();
  list.hidden = off;
  button.addEventListener("click", () => {
    off = !off;
    try { localStorage.setItem(STORE, off ? "off" : "on"); } catch { /* for this page alone */ }
    show();
    list.hidden = off;
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (off || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (target.closest("textarea, select, [contenteditable], input:not([type=radio])")) return;
    const at = /^[a-z?]$/.test(key) && document.querySelector(`[data-key="${key}"]:not(:disabled)`);
    if (/^[0-5]$/.test(key)) score(key);
    else if (at) at.matches("textarea") ? at.focus() : at.click();
    else return;
    event.preventDefault();
  });
}
