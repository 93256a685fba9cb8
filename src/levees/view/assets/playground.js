// The playground: an article is read as it is written, and shown as a report shows it.
const main = document.getElementById('app');
const EXAMPLE = "La start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech et d'Elaia, a-t-elle annoncé mardi. L'opération la valorise 60 millions d'euros, selon Les Échos.";
const written = { text: EXAMPLE, published: '2024-05-16' };
const parts = {};
const trial = { open: false, text: NEW_RULE };
let read = null; // what the article gives
let tried = null; // what it gives by the rules on trial
let asked = 0;
let attempted = 0;
let waiting;
let editor = null;

async function post(more) {
  try {
    const reply = await fetch('/extract', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: written.text, published: written.published || null, ...more }) });
    return await reply.json();
  } catch {
    return { error: ui('noAnswer') };
  }
}

async function ask() {
  clearTimeout(waiting);
  const turn = asked += 1;
  parts.status.textContent = ui('reading');
  const answer = await post();
  if (turn !== asked) return; // an older article than the one that stands there now
  parts.status.textContent = answer.error ?? counted(answer);
  if (answer.error) return;
  read = answer;
  await attempt();
}

async function attempt() {
  const turn = attempted += 1;
  tried = null;
  if (trial.open && read) {
    editor.show({});
    const answer = await post({ rules: trial.text });
    if (turn !== attempted) return;
    if (!answer.error) tried = answer;
    editor.show({ ...answer, found: tried && changes(read.events, tried.events) });
  }
  render();
}

const counted = (answer) => `${number(answer.events.length)} ${answer.events.length === 1 ? ui('event') : ui('events')}`;

function render() {
  const shown = tried ?? read;
  if (!shown) return;
  parts.status.textContent = counted(shown);
  parts.view = showArticle(shown, shown.events.map((_, n) => n), { text: parts.text, cards: parts.cards });
  const cardOf = (n) => parts.cards.querySelector(`.card[data-event="${n}"]`);
  for (const { kind, n } of tried ? changes(read.events, tried.events) : []) if (n !== undefined) cardOf(n).querySelector('h3').append(' ', el('span', { class: `tag ${kind}` }, ui(kind)));
  shown.events.forEach((event, n) => {
    if (event.rule && !event.rule.startsWith('reader.')) cardOf(n).querySelector('.why').after(button(ui('editRule'), () => edit(event.rule), { class: 'small' }));
  });
}

async function edit(name) {
  if (!trial.open) toggle();
  shipped ??= await (await fetch('/rules')).json();
  const rule = shipped.find((one) => one.name === name);
  if (rule) { editor.pick.value = name; editor.write(rule.text); }
  editor.area.focus();
}

function toggle() {
  trial.open = !trial.open;
  draw();
  attempt();
  (trial.open ? editor.area : parts.toggle).focus();
}

function later(what) {
  clearTimeout(waiting);
  waiting = setTimeout(what, 400);
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
  parts.area = el('textarea', { rows: 7, lang: 'fr', 'aria-label': ui('article'), oninput: (e) => { written.text = e.target.value; later(ask); } });
  parts.area.value = written.text;
  const day = el('input', { type: 'date', 'aria-label': ui('publishedOn'), oninput: (e) => { written.published = e.target.value; later(ask); } });
  day.value = written.published;
  parts.status = el('p', { class: 'count', role: 'status' });
  parts.text = el('div', { class: 'text', id: 'text' });
  parts.cards = el('div', { class: 'cards', 'aria-label': ui('events'), role: 'region' });
  parts.toggle = button(ui('rulePanel'), toggle, { class: 'small', 'aria-expanded': String(trial.open) });
  editor = ruleEditor(trial, { changed: () => later(attempt), closed: toggle, chosen: ({ n }) => parts.view.pin(n) });
  const copy = button(ui('json'), async () => {
    if (!read) return;
    await copyText(JSON.stringify(tried ?? read, null, 1));
    copy.textContent = ui('copied');
    setTimeout(() => { copy.textContent = ui('json'); }, 1500);
  }, { class: 'small' });
  main.replaceChildren(
    el('header', { class: 'top' }, el('div', {}, el('h1', {}, 'levees'), el('p', { class: 'quiet' }, ui('playground'))), el('div', { class: 'choices' },
      choose('language', ['fr', 'en'], lang, (v) => { lang = v; draw(); attempt(); }, (v) => ({ fr: 'Français', en: 'English' })[v]),
      choose('theme', ['auto', 'light', 'dark'], document.documentElement.dataset.theme ?? 'auto', (v) => { document.documentElement.dataset.theme = v; }, (v) => `${ui('themeIs')} ${ui(v)}`),
      el('a', { href: '/docs', class: 'small' }, ui('interface')))),
    el('div', { class: trial.open ? 'bench open' : 'bench' }, el('section', { class: 'panel writing' }, parts.area, el('div', { class: 'line' }, el('label', { class: 'range' }, ui('publishedOn'), day),
      el('label', { class: 'small file' }, ui('upload'), el('input', { type: 'file', class: 'hush', accept: '.txt,text/plain', onchange: upload })), copy, parts.toggle, parts.status)), trial.open && editor.root),
    el('section', { class: 'reading alone' }, el('h2', { class: 'hush' }, ui('events')), el('div', { class: 'paper' }, parts.text, legend()), parts.cards));
  render();
}

draw();
ask();
