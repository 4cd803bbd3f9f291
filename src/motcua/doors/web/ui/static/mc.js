/* mc.js: small habits of every page. Nothing here is needed to get work done; it only makes it quicker. */
(() => {
  if (window.htmx) document.documentElement.classList.add('has-htmx'); /* lists answer at once: their buttons rest */
  const root = document, live = () => root.querySelector('#live');
  const say = text => { const place = live(); if (place) { place.textContent = ''; setTimeout(() => { place.textContent = text; }, 50); } };
  const focusMarked = within => { const mark = (within || root).querySelector('[data-focus]'); if (mark) mark.focus(); };

  /* after an answer: errors first; a fragment may carry one sentence for #live */
  focusMarked();
  root.addEventListener('htmx:afterSettle', e => { focusMarked(e.target); const said = e.target.querySelector('[data-say]'); if (said) say(said.dataset.say); });

  /* a deed is sent once: the button rests while its form is on the way */
  root.addEventListener('submit', e => {
    if (e.defaultPrevented || e.target.method !== 'post') return;
    const form = e.target;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1'; setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  addEventListener('pageshow', () => root.querySelectorAll('form[data-sent]').forEach(f => { delete f.dataset.sent; }));

  /* buttons that only make sense with a script */
  root.querySelectorAll('[data-print]').forEach(b => { b.hidden = false; b.addEventListener('click', () => print()); });

  /* ticks a citizen makes on a checklist stay on his machine */
  root.querySelectorAll('[data-remember]').forEach(list => {
    const key = 'mc:' + list.dataset.remember; let kept = [];
    try { kept = JSON.parse(localStorage.getItem(key)) || []; } catch { /* storage is off */ }
    const boxes = [...list.querySelectorAll('input[type=checkbox]')];
    boxes.forEach(b => { b.checked = kept.includes(b.value); });
    list.addEventListener('change', () => { try { localStorage.setItem(key, JSON.stringify(boxes.filter(b => b.checked).map(b => b.value))); } catch { /* storage is off */ } });
  });

  /* a form that asks to be sent as soon as it changes */
  root.addEventListener('change', e => { const form = e.target.closest('form[data-autosubmit]'); if (form) form.requestSubmit(); });

  /* the undo bar leaves after its seconds; the log keeps the line */
  const arm = bar => setTimeout(() => bar.remove(), Number(bar.dataset.undo) * 1000);
  root.querySelectorAll('[data-undo]').forEach(arm);
  root.addEventListener('htmx:afterSettle', e => e.target.querySelectorAll('[data-undo]').forEach(arm));

  /* menus close when the reader goes elsewhere */
  root.addEventListener('click', e => root.querySelectorAll('details.mc-menu[open]').forEach(m => { if (!m.contains(e.target)) m.open = false; }));
  root.addEventListener('keydown', e => { if (e.key === 'Escape') root.querySelectorAll('details.mc-menu[open]').forEach(m => { m.open = false; m.querySelector('summary').focus(); }); });
})();
