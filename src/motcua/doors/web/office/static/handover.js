/* handover.js: whoever scans keeps both hands on the bags. Everything works without it. */
(() => {
  const field = () => document.querySelector('[data-scan]');
  const idle = () => document.activeElement === document.body || document.activeElement === null;
  const ready = () => { const f = field(); if (f && idle()) { f.focus({ preventScroll: true }); f.select(); } };
  ready();
  addEventListener('focus', ready);
  /* a click beside every control gives the scanner its field back */
  document.addEventListener('click', e => { if (!e.target.closest('a,button,input,select,textarea,label,summary,dialog,details')) setTimeout(ready); });
})();
