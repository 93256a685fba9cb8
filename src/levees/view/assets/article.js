// One article: its text with what was read marked by role, and a card for each event; each lights up the other.

// Spans of an article: slots, triggers, cues and evidence of the events shown, and names.
function spansOf(article, shown) {
  const spans = [];
  const add = (at, key, role) => {
    if (at && Number.isInteger(at.start) && Number.isInteger(at.end) && at.end > at.start) spans.push({ start: at.start, end: at.end, key, role });
  };
  for (const n of shown) {
    const event = article.events[n];
    add(event.evidence, `${n}/`, 'evidence');
    add(event.trigger, `${n}/trigger`, 'trigger');
    for (const slot of slotsOf(event)) {
      for (const value of [event[slot]].flat()) add(value, `${n}/${slot}`, roleOf(slot, value));
    }
    for (const [slot, ground] of Object.entries(event.grounds ?? {})) {
      add(ground, `${n}/${slot}`, event[slot] === undefined || ['status', 'certainty', 'source'].includes(slot) ? 'trigger' : roleOf(slot, event[slot]));
    }
  }
  for (const entity of article.entities ?? []) for (const mention of entity.mentions ?? []) add(mention, null, 'name');
  return spans;
}

const ROLES = ['money', 'who', 'party', 'date', 'number', 'detail', 'trigger', 'name'];

// The text cut where any span begins or ends; each piece knows all spans over it.
function pieces(length, spans) {
  const cuts = [...new Set([0, length, ...spans.flatMap((s) => [s.start, s.end])])].filter((c) => c <= length).sort((a, b) => a - b);
  const open = new Map();
  for (const span of spans) (open.get(span.start) ?? open.set(span.start, []).get(span.start)).push(span);
  const out = [];
  let live = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    live = live.filter((s) => s.end > cuts[i]).concat(open.get(cuts[i]) ?? []);
    out.push({ start: cuts[i], end: cuts[i + 1], over: live });
  }
  return out;
}

function showArticle(article, shown, roots, startAt) {
  const lit = new Map();
  const register = (key, node) => { (lit.get(key) ?? lit.set(key, []).get(key)).push(node); };
  const light = (keys, name) => {
    for (const node of roots.text.ownerDocument.querySelectorAll(`.${name}`)) node.classList.remove(name);
    for (const key of keys) for (const node of lit.get(key) ?? []) node.classList.add(name);
  };
  let pinned = null;
  const view = {
    pin(n, { slot = null, card = true, words = true, focus = false } = {}) {
      pinned = n;
      for (const node of roots.cards.querySelectorAll('.card')) node.setAttribute('aria-current', String(Number(node.dataset.event) === n));
      light([`${n}/`], 'evidence');
      light(slot === null ? [] : [`${n}/${slot}`], 'lit');
      const target = (lit.get(`${n}/${slot}`) ?? lit.get(`${n}/trigger`) ?? lit.get(`${n}/`) ?? []).find((node) => roots.text.contains(node));
      const cardNode = roots.cards.querySelector(`.card[data-event="${n}"]`);
      if (words && target) reveal(target);
      if (card && cardNode) reveal(cardNode);
      if (focus) cardNode?.focus({ preventScroll: true });
    },
    step(by) {
      if (!shown.length) return;
      const at = shown.indexOf(pinned);
      view.pin(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length], { focus: true });
    },
  };
  const hover = (keys) => ({
    onmouseenter: () => light(keys, 'lit'), onmouseleave: () => light([], 'lit'),
    onfocus: () => light(keys, 'lit'), onblur: () => light([], 'lit'),
  });

  const { length, slice } = slicer(article.text);
  const begun = new Set();
  const nodes = pieces(length, spansOf(article, shown)).map(({ start, end, over }) => {
    const words = slice(start, end);
    const keys = over.map((s) => s.key).filter((key) => key !== null);
    const role = ROLES.find((name) => over.some((s) => s.role === name));
    if (!role && !keys.length) return document.createTextNode(words);
    const slots = [...new Set(over.filter((s) => s.role !== 'evidence' && s.key !== null).map((s) => s.key))];
    const node = el('span', {}, words);
    if (role) node.className = `m ${role}`;
    if (slots.length) {
      const label = slots.map((key) => { const [n, slot] = key.split('/'); return `${t('slots', slot)}, ${t('types', article.events[n].type)}`; }).join(' ; ');
      node.title = label;
      const act = () => {
        const turn = slots.map((key) => Number(key.split('/')[0]));
        const next = turn[(turn.indexOf(pinned) + 1) % turn.length];
        view.pin(next, { slot: slots.find((key) => Number(key.split('/')[0]) === next).split('/')[1], words: false });
      };
      const first = slots.some((key) => !begun.has(key + start));
      for (const s of over) begun.add(s.key + s.end);
      for (const [name, handler] of Object.entries(hover(slots))) node.addEventListener(name.slice(2), handler);
      node.addEventListener('click', act);
      if (first) {
        node.tabIndex = 0;
        node.setAttribute('role', 'button');
        node.setAttribute('aria-label', `${words} (${label})`);
        node.addEventListener('keydown', (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); act(); } });
      }
    }
    for (const key of keys) register(key, node);
    return node;
  });
  roots.text.replaceChildren(...nodes);
  roots.text.setAttribute('lang', 'fr');
  roots.cards.replaceChildren(...shown.map((n) => card(article, n, { view, register, hover })));
  const hidden = article.events.length - shown.length;
  if (!article.events.length) roots.cards.append(el('p', { class: 'quiet' }, ui('noEvent')));
  if (hidden) roots.cards.append(el('p', { class: 'quiet' }, `${number(hidden)} ${hidden > 1 ? ui('hiddenMany') : ui('hiddenOne')}`));
  if (startAt !== undefined && shown.includes(startAt)) view.pin(startAt);
  return view;
}

function reveal(node) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  node.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
}

function badge(group, value) {
  return el('span', { class: `badge ${value}` }, icon(value), t(group, value));
}

function card(article, n, { view, register, hover }) {
  const event = article.events[n];
  const row = (slot, content) => {
    const node = el('button', { type: 'button', class: 'slot', onclick: (e) => { e.stopPropagation(); view.pin(n, { slot, card: false }); }, ...hover([`${n}/${slot}`]) }, content);
    register(`${n}/${slot}`, node);
    return node;
  };
  const slots = slotsOf(event).filter((slot) => ![event[slot]].flat().includes(undefined));
  const node = el('article', {
    class: `card ${event.status} ${event.certainty}`, 'data-event': n, tabindex: -1, 'aria-label': `${t('types', event.type)} ${whoOf(event)} ${headline(event)}`,
    onclick: (e) => { if (!e.target.closest('button, summary, details')) view.pin(n); },
  },
  el('header', {},
    el('h3', {}, t('types', event.type)),
    event.confidence !== undefined && meter(event.confidence)),
  el('p', { class: 'headline' }, el('span', { class: 'head-who' }, whoOf(event) || '–'), headline(event) && el('span', { class: 'head-amount' }, headline(event))),
  el('p', { class: 'badges' }, badge('status', event.status), badge('certainty', event.certainty),
    event.source && el('span', { class: 'source' }, ui('sourceIs'), row('source', event.source))),
  el('dl', {}, slots.map((slot) => [el('dt', {}, t('slots', slot)), el('dd', {}, row(slot, slotContent(event[slot])))])),
  why(article, event, row));
  return node;
}

function slotContent(value) {
  const list = Array.isArray(value) ? value : [value];
  return list.map((v) => {
    const notes = [];
    if (v?.lead) notes.push(ui('lead'));
    if (v?.currency_inferred) notes.push(ui('inferred'));
    if (isMoney(v?.converted ?? null)) notes.push(`${ui('converted')} ${money(v.converted)}`);
    const said = say(v);
    const words = v?.text && v.text !== said ? v.text : null;
    return el('span', { class: `value ${roleOf('', v)}` }, el('span', { class: 'said' }, said), words && el('q', {}, words), notes.length ? el('small', {}, notes.join(', ')) : null);
  });
}

function meter(confidence) {
  const bar = el('span', { class: 'bar' });
  bar.style.setProperty('--share', confidence);
  return el('span', { class: 'meter', title: `${ui('confidence')} ${number(confidence, { maximumFractionDigits: 3 })}` }, bar, el('span', { class: 'hush' }, `${ui('confidence')} `), number(confidence, { style: 'percent' }));
}

function why(article, event, row) {
  const rows = [[ui('rule'), el('code', {}, event.rule ?? ui('reader'))]];
  if (event.trigger) rows.push([ui('trigger'), row('trigger', event.trigger.text)]);
  for (const [slot, ground] of Object.entries(event.grounds ?? {})) {
    const name = { status: ui('statusTitle'), certainty: ui('certaintyTitle'), source: ui('source') }[slot] ?? t('slots', slot);
    const how = [ground.text && row(slot, `« ${ground.text} »`), ground.strategy && el('code', {}, ground.strategy)].filter(Boolean);
    if (how.length) rows.push([name, ...how]);
  }
  if (event.evidence) rows.push([ui('sentence'), el('q', {}, slicer(article.text).slice(event.evidence.start, event.evidence.end).trim())]);
  const copy = button(ui('json'), async (e) => {
    await copyText(JSON.stringify(event, null, 1));
    e.target.textContent = ui('copied');
    setTimeout(() => { e.target.textContent = ui('json'); }, 1500);
  }, { class: 'small' });
  return el('details', {}, el('summary', {}, ui('why')), el('dl', { class: 'why' }, rows.map(([name, ...rest]) => [el('dt', {}, name), el('dd', {}, rest)])), copy);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // a file opened from disk or a sandboxed frame has no clipboard; the old way still works there
    const box = el('textarea', { class: 'hush' });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
}

function legend() {
  return el('ul', { class: 'legend', 'aria-label': ui('legend') }, ROLES.map((role) => el('li', {}, el('span', { class: `m ${role}` }, t('roles', role)))));
}
