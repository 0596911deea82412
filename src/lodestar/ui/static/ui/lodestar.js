/* Saves forms while they are filled in, keeps the focus where a change is, and gives tables their keys.
   Every page works without it. */
(() => {
  "use strict";
  const SAVE_AFTER = 3000;
  const TRY_AGAIN_AFTER = 15000;

  function typedFields(form) {
    const fields = new FormData(form);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    return fields;
  }

  // A redirect means that the session has ended: that is not "saved".
  async function send(form, keepalive) {
    const body = typedFields(form);
    const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, keepalive, redirect: "error" });
    if (answer.ok) return;
    const plain = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
    throw new Error(plain ? await answer.text() : "");
  }

  function clock(zone) {
    const shown = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone };
    return new Intl.DateTimeFormat("en-CA", shown).format(new Date());
  }

  function saveWhileTyping(form) {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0;
    let typed = 0;
    let saved = 0;
    const later = (pause) => { timer = timer || setTimeout(save, pause); };
    const say = (text) => { if (status) status.textContent = text; };

    async function save(keepalive = false) {
      const upTo = typed;
      clearTimeout(timer);
      timer = 0;
      try {
        await send(form, keepalive === true);
        saved = Math.max(saved, upTo);
        say(`${status?.dataset.saved} ${clock(status?.dataset.zone)}`);
      } catch (trouble) {
        const told = trouble instanceof TypeError ? "" : trouble.message;
        say(told || status?.dataset.failed);
        later(TRY_AGAIN_AFTER);
      }
    }

    form.addEventListener("input", () => { typed += 1; later(SAVE_AFTER); });
    form.addEventListener("submit", () => { clearTimeout(timer); saved = typed; });
    document.addEventListener("visibilitychange", () => { if (document.hidden && typed > saved) save(true); });
  }

  function keepFocusAtChange() {
    let lost = false;
    document.addEventListener("htmx:beforeSwap", (event) => {
      lost = event.detail.target.contains(document.activeElement) && document.activeElement !== document.body;
    });
    document.addEventListener("htmx:afterSettle", (event) => {
      if (!lost || document.activeElement !== document.body) return;
      if (!event.target.hasAttribute("tabindex")) event.target.setAttribute("tabindex", "-1");
      event.target.focus();
    });
  }

  function tellTrouble() {
    const messages = document.getElementById("messages");
    const tell = () => { if (messages) messages.textContent = messages.dataset.trouble; };
    document.addEventListener("htmx:sendError", tell);
    document.addEventListener("htmx:responseError", tell);
  }

  const firstControl = (part) => part?.querySelector("a, button");

  // Single keys count only while the focus is in the table, so that they are in nobody's way (WCAG 2.1.4).
  function followKeys(table) {
    const steps = { j: 1, k: -1 };
    table.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
      const row = event.target.closest("tbody tr");
      if (event.key in steps) {
        const rows = [...table.querySelectorAll("tbody tr")];
        firstControl(rows[rows.indexOf(row) + steps[event.key]])?.focus();
        return;
      }
      const key = `[data-key="${CSS.escape(event.key)}"]`;
      firstControl(row?.querySelector(key) || document.querySelector(`:not(tr *)${key}`))?.click();
    });
    // After a decision the page comes back to its row: so does the focus, once the browser has gone there.
    addEventListener("load", () => {
      const here = location.hash && document.getElementById(location.hash.slice(1));
      if (here && table.contains(here)) firstControl(here)?.focus({ preventScroll: true });
    });
  }

  document.querySelectorAll("[data-keys]").forEach(followKeys);
  document.querySelectorAll("form[data-autosave-url]").forEach(saveWhileTyping);
  keepFocusAtChange();
  tellTrouble();
})();
