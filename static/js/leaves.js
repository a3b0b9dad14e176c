// The further pages of a CV come when somebody reads on; without script each is opened by hand.
const leaves = document.querySelector(".leaves");
leaves?.addEventListener("scroll", () => leaves.querySelectorAll("[data-leaf]").forEach((one) => (one.open = true)), { once: true });
