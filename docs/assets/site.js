"use strict";
// Tells those who do not see the page what the theme leaves untold.
addEventListener("load", () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const tell = () => {
    all(".md-search[role=dialog]").forEach((each) => each.setAttribute("aria-label", "Search"));
    all(".md-code__nav").forEach((each, place) =>
      each.setAttribute("aria-label", `Code block ${place + 1}`));
    all(".md-nav--secondary nav[aria-label]:not([data-told])").forEach((each) => {
      each.dataset.told = "";
      each.setAttribute("aria-label", `On this page: ${each.getAttribute("aria-label")}`);
    });
    // What can be scrolled is reached by keyboard.
    all("pre > code, .md-typeset__scrollwrap").forEach((each) => {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
      else each.removeAttribute("tabindex");
    });
  };
  tell();
  // The theme adds its buttons later.
  new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", tell);
});
