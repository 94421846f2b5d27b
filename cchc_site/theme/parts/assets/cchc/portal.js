// What the pages do beyond HTML: drawer and scheme for keyboards, printing, copying the address.
// Every part works alone, so that the same module serves pages in Material's own look.

const one = (name) => document.querySelector(`[data-cchc=${name}]`);

/** A label for touch becomes a button: focusable, announced, worked by keys. */
function toButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.append(...label.childNodes);
  label.replaceWith(button);
  return button;
}

function drawer(box, label, close) {
  const panel = close.closest("nav");
  const opener = toButton(label);
  const closer = toButton(close);
  opener.setAttribute("aria-controls", panel.id);
  const tell = () => opener.setAttribute("aria-expanded", box.checked);
  const shut = () => {
    if (box.checked) box.click();
    opener.focus();
  };
  box.addEventListener("change", tell);
  tell();
  opener.addEventListener("click", () => {
    box.click();
    if (box.checked) panel.querySelector("a").focus();
  });
  closer.addEventListener("click", shut);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked) shut();
  });
  // Tabbing out of the drawer closes it: what has the focus must be seen.
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (box.checked && relatedTarget && !panel.contains(relatedTarget)) box.click();
  });
}

/** Space does what the label says, as Enter does already; Material's radio would choose itself. */
function palette(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    const next = document.getElementById(form.querySelector("label:not([hidden])").htmlFor);
    next.click();
    next.focus();
  });
}

function actions(bar) {
  const status = bar.querySelector("[role=status]");
  let timer;
  const say = (words, milliseconds) => {
    clearTimeout(timer);
    status.textContent = words;
    if (milliseconds) timer = setTimeout(() => say(""), milliseconds);
  };
  bar.hidden = false;
  one("print").addEventListener("click", () => print());
  one("copy").addEventListener("click", async ({ currentTarget: { dataset } }) => {
    try {
      await navigator.clipboard.writeText(dataset.address);
      say("Đã sao chép", 3000);
    } catch {
      say(`Chưa sao chép được. Địa chỉ bài: ${dataset.address}`);
    }
  });
}

const box = document.getElementById("__drawer");
if (box && one("drawer")) drawer(box, one("drawer"), one("close"));
if (one("palette")) palette(one("palette"));
if (one("actions")) actions(one("actions"));
