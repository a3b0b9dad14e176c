// Where no zone is known to the server (before sign-in, or none in the account) it says UTC; this says the same moments
// in the browser's own zone. Who writes a <time data-local> later sends the event "moment" from around it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const french = document.documentElement.lang.startsWith("fr");

if (zone && zone.includes("/")) {
  const city = zone.split("/").pop().replaceAll("_", " ");
  const format = new Intl.DateTimeFormat(french ? "fr" : "en-GB", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });

  const turn = (time) => {
    const part = {}, moment = new Date(time.dateTime);
    for (const { type, value } of format.formatToParts(moment)) part[type] = value;
    const day = french && part.day === "1" ? "1er" : part.day;
    const weekday = time.dataset.local.includes("weekday") ? `${part.weekday} ` : "";
    const place = time.dataset.local.includes("zone") ? ` (${city})` : "";
    const clock = `${part.hour}:${part.minute}${place}`;
    const today = time.dataset.today && moment.toDateString() === new Date().toDateString();
    time.textContent = today ? time.dataset.today.replace("%s", clock)
      : `${weekday}${day} ${part.month} ${part.year}${french ? " à" : ","} ${clock}`;
  };
  const turnAll = (within) => within.querySelectorAll("time[data-local]").forEach(turn);

  turnAll(document);
  document.addEventListener("moment", (event) => turnAll(event.target));
  for (const label of document.querySelectorAll("[data-zone-label]")) {
    label.textContent = label.dataset.zoneLabel.replace("%s", city);
  }
}

// A form that wants to know the zone (sign-up, account) gets it in an empty field.
for (const input of document.querySelectorAll("input[data-browser-zone]")) if (!input.value && zone) input.value = zone;
