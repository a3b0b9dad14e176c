// Before sign-in the server says UTC; this says the same moments in the reader's own zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const french = document.documentElement.lang.startsWith("fr");

if (zone && zone.includes("/")) {
  const city = zone.split("/").pop().replaceAll("_", " ");
  const format = new Intl.DateTimeFormat(french ? "fr" : "en-GB", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });

  for (const time of document.querySelectorAll("time[data-local]")) {
    const part = {};
    for (const { type, value } of format.formatToParts(new Date(time.dateTime))) part[type] = value;
    const day = french && part.day === "1" ? "1er" : part.day;
    const weekday = time.dataset.local.includes("weekday") ? `${part.weekday} ` : "";
    const place = time.dataset.local.includes("zone") ? ` (${city})` : "";
    time.textContent = `${weekday}${day} ${part.month} ${part.year}${french ? " à" : ","} ${part.hour}:${part.minute}${place}`;
  }
  for (const label of document.querySelectorAll("[data-zone-label]")) {
    label.textContent = label.dataset.zoneLabel.replace("%s", city);
  }
}

// A form that wants to know the zone (sign-up, account) gets it in an empty field.
for (const input of document.querySelectorAll("input[data-browser-zone]")) if (!input.value && zone) input.value = zone;
