// The composition follows the boxes at once, and stays in sight in short; without this a button asks for the same page.
const form = document.querySelector("form[data-what-if]");
const place = document.getElementById("composition");
const line = form?.querySelector(".in-short");
let asked;

function tellInShort() {
  const words = place.querySelector("[data-short]")?.textContent;
  line.hidden = !words;
  line.firstElementChild.textContent = words ?? "";
}

if (form) tellInShort();

form?.addEventListener("change", async () => {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  history.replaceState(history.state, "", `?${query}`); // a reload keeps what is ticked
  query.set("part", "composition");
  try {
    const answer = await fetch(`${location.pathname}?${query}`, { signal: asked.signal });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    tellInShort();
  } catch (error) {
    if (error.name !== "AbortError") form.action = "#composition-head"; // the button still asks
  }
});
