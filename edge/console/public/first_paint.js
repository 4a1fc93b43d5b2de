// Runs before the first paint, as a file of its own because the page allows no inline script:
// without it a dark desk would see a white flash, and a Spanish reader an English page title.
(function () {
  var root = document.documentElement;
  var scheme = 'auto';
  var language = null;
  try {
    scheme = localStorage.getItem('wib.theme') || 'auto';
    language = localStorage.getItem('wib.language');
  } catch (e) {
    // Storage may be closed to us; the defaults stand.
  }
  var dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  root.lang = language || ((navigator.language || 'en').slice(0, 2) === 'es' ? 'es' : 'en');
})();
