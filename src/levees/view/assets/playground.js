// The playground: an article is read as it is written, and shown as a report shows it.
const main = document.getElementById('app');
const EXAMPLE = "La start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech et d'Elaia, a-t-elle annoncé mardi. L'opération la valorise 60 millions d'euros, selon Les Échos.";
const written = { text: EXAMPLE, published: '2024-05-16' };
const parts = {};
let read = null;
let asked = 0;
let waiting;

async function ask() {
  clearTimeout(waiting);
  const turn = asked += 1;
  parts.status.textContent = ui('reading');
  let answer;
  try {
    const reply = await fetch('/extract', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: written.text, published: written.published || null }) });
    answer = await reply.json();
  } catch {
    answer = { error: ui('noAnswer') };
  }
  if (turn !== asked) return; // an older article than the one that stands there now
  parts.status.textContent = answer.error ?? `${number(answer.events.length)} ${answer.events.length === 1 ? ui('event') : ui('events')}`;
  if (!answer.error) { read = answer; render(); }
}

function render() {
  if (read) showArticle(read, read.events.map((_, n) => n), { text: parts.text, cards: parts.cards });
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 400);
}

async function upload(event) {
  const file = event.target.files[0];
  if (!file) return;
  written.text = parts.area.value = await file.text();
  ask();
}

function draw() {
  document.documentElement.lang = lang;
  const choose = (name, values, value, onchange, label) => el('select', { 'aria-label': ui(name), onchange: (e) => onchange(e.target.value) }, values.map((v) => el('option', { value: v, selected: v === value }, label(v))));
  parts.area = el('textarea', { rows: 7, lang: 'fr', 'aria-label': ui('article'), oninput: (e) => { written.text = e.target.value; later(); } });
  parts.area.value = written.text;
  const day = el('input', { type: 'date', 'aria-label': ui('publishedOn'), oninput: (e) => { written.published = e.target.value; later(); } });
  day.value = written.published;
  parts.status = el('p', { class: 'count', role: 'status' });
  parts.text = el('div', { class: 'text', id: 'text' });
  parts.cards = el('div', { class: 'cards', 'aria-label': ui('events'), role: 'region' });
  const copy = button(ui('json'), async () => {
    if (!read) return;
    await copyText(JSON.stringify(read, null, 1));
    copy.textContent = ui('copied');
    setTimeout(() => { copy.textContent = ui('json'); }, 1500);
  }, { class: 'small' });
  main.replaceChildren(
    el('header', { class: 'top' }, el('div', {}, el('h1', {}, 'levees'), el('p', { class: 'quiet' }, ui('playground'))), el('div', { class: 'choices' },
      choose('language', ['fr', 'en'], lang, (v) => { lang = v; draw(); }, (v) => ({ fr: 'Français', en: 'English' })[v]),
      choose('theme', ['auto', 'light', 'dark'], document.documentElement.dataset.theme ?? 'auto', (v) => { document.documentElement.dataset.theme = v; }, (v) => `${ui('themeIs')} ${ui(v)}`),
      el('a', { href: '/docs', class: 'small' }, ui('interface')))),
    el('section', { class: 'panel writing' }, parts.area, el('div', { class: 'line' }, el('label', { class: 'range' }, ui('publishedOn'), day),
      el('label', { class: 'small file' }, ui('upload'), el('input', { type: 'file', class: 'hush', accept: '.txt,text/plain', onchange: upload })), copy, parts.status)),
    el('section', { class: 'reading alone' }, el('h2', { class: 'hush' }, ui('events')), el('div', { class: 'paper' }, parts.text, legend()), parts.cards));
  if (read) { render(); parts.status.textContent = `${number(read.events.length)} ${read.events.length === 1 ? ui('event') : ui('events')}`; }
}

draw();
ask();
