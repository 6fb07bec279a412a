/* What a keyboard needs: whatever scrolls sideways (wide formulas, tables, code) can be reached
 * with the tab key, and has a name. */
(() => {
  "use strict";
  const wide =
    "mjx-container[display], div.math, .cell_output .text_html, .hb-scroll, .pst-scrollable-table-container, pre";
  const name = (box) => {
    if (box.matches("mjx-container, .math")) return "formula";
    return box.querySelector("table") ? "table" : "output";
  };
  const reach = () => {
    for (const box of document.querySelectorAll(wide)) {
      if (box.scrollWidth <= box.clientWidth || box.hasAttribute("tabindex")) continue;
      box.tabIndex = 0;
      if (box.matches("pre")) continue;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `wide ${name(box)}`);
    }
  };
  const later = () => requestAnimationFrame(reach);
  window.addEventListener("load", () => {
    reach();
    window.MathJax?.startup?.promise?.then(reach);
    document.addEventListener("toggle", later, true);
    window.addEventListener("resize", later);
  });
})();
