// Characters left in a long text, counted as the server counts them; said aloud only when typing rests.
for (const text of document.querySelectorAll("textarea[data-limit]")) {
  const count = document.getElementById(`${text.id}_count`);
  if (!count) continue;
  const aloud = document.createElement("span");
  aloud.className = "visually-hidden";
  aloud.setAttribute("aria-live", "polite");
  count.after(aloud);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let rest;

  const show = () => {
    const left = Number(text.dataset.limit) - [...text.value.normalize("NFC")].length;
    count.textContent = (left < 0 ? count.dataset.over : count.dataset.left).replace("%s", number.format(Math.abs(left)));
    count.classList.toggle("over", left < 0);
  };
  text.addEventListener("input", () => {
    show();
    clearTimeout(rest);
    rest = setTimeout(() => (aloud.textContent = count.textContent), 1500);
  });
  show();
}
