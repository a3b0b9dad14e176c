// Saves what is typed every ten seconds of change: form[data-autosave-url], with [data-saved] to tell of it.
const EVERY = 10_000, page = document.documentElement;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const told = document.querySelector("[data-saved]");
  let dirty = false, stopped = false, timer, running = Promise.resolve();

  const say = (text) => {
    if (told) told.textContent = text;
    page.style.removeProperty("--told");
  };

  // What is wrong stays at the foot of the window, wherever one types, and never over the field that has the cursor.
  const warn = (text) => {
    if (!told) return;
    const note = Object.assign(document.createElement("span"), { className: "stop", textContent: text });
    told.replaceChildren(note);
    page.style.setProperty("--told", `${note.offsetHeight}px`);
    if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  };

  const sayWhen = (clock, moment) => {
    say("");
    if (!told) return;
    const zone = told.dataset.zone;
    const time = Object.assign(document.createElement("time"), { dateTime: moment, textContent: `${clock} (${zone})` });
    const [before, after] = told.dataset.saved.split("%s");
    told.append(before, time, after);
    if (zone !== "UTC") return;
    Object.assign(time.dataset, { local: "zone", today: "%s" });  // localtime.js says it in the browser's zone
    told.dispatchEvent(new Event("moment", { bubbles: true }));
  };

  const answers = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  const stop = (text) => {
    stopped = true;
    warn(text);
  };

  const send = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (!dirty || stopped || form.dataset.sent) return;
    dirty = false;
    try {
      const response = await fetch(form.dataset.autosaveUrl, {
        method: "POST", body: answers(), headers: { Accept: "application/json" }, redirect: "manual", keepalive: true,
      });
      if (response.status === 409) return stop(told?.dataset.conflict ?? "");
      if (response.type === "opaqueredirect" || [401, 403, 404].includes(response.status)) return stop(told?.dataset.out ?? "");
      if (!response.ok) throw new Error(response.status);
      const { revision, clock, saved_at: moment } = await response.json();
      if (form.elements.revision && revision !== undefined) form.elements.revision.value = revision;
      sayWhen(clock, moment);
    } catch {
      dirty = true;
      timer ??= setTimeout(save, EVERY);
      warn(told?.dataset.failed ?? "");
    }
  };

  // one after the other: the second save carries the revision that the first one got
  const save = () => (running = running.then(send));

  form.addEventListener("input", () => {
    dirty = true;
    if (!stopped) timer ??= setTimeout(save, EVERY);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => document.hidden && save());

  // A link that leads away from the form (the way back, the other language) waits for the save.
  for (const link of document.querySelectorAll("a[data-save-first]")) {
    link.addEventListener("click", async (event) => {
      if (!dirty || stopped || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      await save();
      location.assign(link.href);
    });
  }
}
