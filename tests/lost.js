// WCAG 1.4.10 and 1.4.12: sets letters, words and lines apart, and names what is cut off or leads out of the window.
() => {
  const before = [...document.adoptedStyleSheets];
  const wide = new CSSStyleSheet();
  wide.replaceSync(`
    * { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...before, wide];

  const lost = [];
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) lost.push(`the page scrolls sideways by ${scrollWidth - clientWidth} pixels`);

  const unseen = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    || element.closest(".skip, option, progress");
  const frame = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const { overflowX } = getComputedStyle(each);
      if (overflowX !== "visible") return [each.getBoundingClientRect(), overflowX];
    }
    return [{ left: 0, right: innerWidth, bottom: Infinity, width: innerWidth }, "clip"];
  };

  const ours = document.documentElement.hasAttribute("x-data") ? ".page, .dossier" : "body"; // in the admin, what the theme did not make
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, ({ parentElement }) =>
    parentElement.closest(ours) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || ["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(parentElement.tagName) || unseen(parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const { left, right, bottom } = range.getBoundingClientRect();
    const [box, overflow] = frame(parentElement);
    if (["auto", "scroll"].includes(overflow) || box.width < 2) continue; // the latter is there for the ear alone
    if (left < box.left - 2 || right > box.right + 2 || bottom > box.bottom + 2) lost.push(`cut off: ${data.trim().slice(0, 80)}`);
  }
  document.adoptedStyleSheets = before;
  return lost;
}
