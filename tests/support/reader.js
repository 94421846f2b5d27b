// What the tests ask of a page as a reader finds it; each answer lists what is wrong.
globalThis.reader = (() => {
  const name = (one) => one.outerHTML.slice(0, 120);
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)];
  const worked = "button, input:not([type=checkbox]), select, summary, .cchc-button";

  /** Text that its box cuts off; a box that scrolls shows it all. */
  const cut = () =>
    all("body *")
      .filter((one) => seen(one) && one.textContent.trim() && !one.closest(".cchc-hidden, svg"))
      .filter((one) => {
        const { overflowX, overflowY } = getComputedStyle(one);
        const hides = (flow) => flow === "hidden" || flow === "clip";
        return (
          (hides(overflowX) && one.scrollWidth > one.clientWidth + 1) ||
          (hides(overflowY) && one.scrollHeight > one.clientHeight + 1)
        );
      })
      .map(name);

  /** Buttons and fields too small for a finger. */
  const small = () =>
    all(worked)
      .filter((one) => seen(one) && getComputedStyle(one).pointerEvents !== "none")
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < 44 || height < 44;
      })
      .map((one) => `${Math.round(one.getBoundingClientRect().height)} px: ${name(one)}`);

  /** Fields and red buttons without an edge, and icons without a colour of their own. */
  const lost = () => [
    ...all("input:not([type=checkbox]), select, .cchc-button")
      .filter(seen)
      .filter((one) => {
        const style = getComputedStyle(one);
        return !["Top", "Bottom"].some(
          (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`])
        );
      })
      .map(name),
    ...all("svg")
      .filter(seen)
      .filter((one) => {
        const { stroke, fill, backgroundColor } = getComputedStyle(one);
        return [stroke, fill].every((paint) => paint === "none" || paint === backgroundColor);
      })
      .map(name),
  ];

  /** What moves although the reader wants no motion. */
  const moving = () => [
    ...document.getAnimations().map((one) => `${one.animationName ?? one.transitionProperty}`),
    ...all("*")
      .filter((one) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
        return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
      })
      .map(name),
  ];

  /** What Tab must lead to. */
  const reachable = () =>
    all("a[href], button, input, select, textarea, summary, [tabindex='0']").filter(
      (one) => one.tabIndex >= 0 && !one.disabled && seen(one)
    );

  const reached = new Set();
  let bare = [];
  let covered = [];

  /** Whether an element scrolled to is covered by others. */
  const under = (one) => {
    one.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const points = [...one.getClientRects()].flatMap(({ left, top, width, height }) =>
      [0.1, 0.5, 0.9].map((part) => [left + width * part, top + height / 2])
    );
    return !points.some(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return there && (one.contains(there) || there.contains(one));
    });
  };
  addEventListener("focusin", ({ target }) => {
    reached.add(target);
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) bare.push(target);
    if (under(target)) covered.push(target);
  });

  /** Go back to before the first element. */
  const forget = () => {
    document.activeElement.blur();
    getSelection().collapse(document.body, 0);
    scrollTo(0, 0);
    reached.clear();
    [bare, covered] = [[], []];
  };

  /** What Tab has led to unseen, or not at all; Material's sidebar makes way a little later. */
  const lacking = async () => {
    const still = [];
    for (const one of covered) {
      one.focus();
      under(one);
      await new Promise((go) => setTimeout(go, 100));
      if (under(one)) still.push(one);
    }
    const missed = reachable().filter((one) => !reached.has(one));
    const found = { "no outline": bare, covered: still, missed };
    return Object.entries(found).flatMap(([fault, ones]) => ones.map((one) => `${fault}: ${name(one)}`));
  };

  return { cut, small, lost, moving, reachable: () => reachable().length, forget, lacking };
})();
