// Saves what is typed every ten seconds of change: form[data-autosave-url], with [data-saved] to tell of it.
const EVERY = 10_000;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const told = document.querySelector("[data-saved]");
  let dirty = false, stopped = false, timer, running = Promise.resolve();

  const say = (text, stop = false) => {
    if (!told) return;
    told.textContent = text;
    told.classList.toggle("stop", stop);
  };

  const answers = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  const stop = (text) => {
    stopped = true;
    say(text, true);
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
      const { revision, clock } = await response.json();
      if (form.elements.revision && revision !== undefined) form.elements.revision.value = revision;
      say((told?.dataset.saved ?? "%s").replace("%s", clock));
    } catch {
      dirty = true;
      timer ??= setTimeout(save, EVERY);
      say(told?.dataset.failed ?? "");
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

  // A link that leads away from the form (the other language) waits for the save.
  for (const link of document.querySelectorAll("a[data-save-first]")) {
    link.addEventListener("click", async (event) => {
      if (!dirty || stopped || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      await save();
      location.assign(link.href);
    });
  }
}
