// Helpers: elements, labels, formats, events as rows. Text enters the page as text nodes only, never as markup.
const BASE = new Set(['id', 'type', 'status', 'certainty', 'source', 'trigger', 'evidence', 'rule', 'confidence', 'links', 'grounds']);
const WHO = ['target', 'manager', 'person', 'product', 'company', 'scope'];
const STATUSES = ['completed', 'ongoing', 'planned', 'cancelled'];
const CERTAINTIES = ['asserted', 'reported', 'hypothetical', 'denied'];
const ICONS = {
  completed: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-1 10L3.6 7.6 5 6.2l2 2 4-4 1.4 1.4z',
  ongoing: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 0 1 0 10z',
  planned: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
  cancelled: 'M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8 14 12.5 12.5 14 8 9.5 3.5 14 2 12.5 6.5 8 2 3.500z',
  asserted: 'M2 3h12v2H2zm0 4h12v2H2zm0 4h8v2H2z',
  reported: 'M1 3h6v5c0 3-2 5-5 5v-2c2 0 3-1 3-3H1zm8 0h6v5c0 3-2 5-5 5v-2c2 0 3-1 3-3H9z',
  hypothetical: 'M6.8 14h2.400v-2.300H6.800zM8 1C5.2 1 3.6 2.7 3.5 5h2.300c.1-1.2.9-2 2.2-2 1.2 0 2.1.7 2.1 1.8 0 1-.5 1.5-1.5 2.200C7.3 7.9 6.8 8.6 6.8 10v.5h2.300V10c0-.8.4-1.2 1.4-1.9 1.2-.8 2-1.7 2-3.300C12.5 2.5 10.7 1 8 1z',
  denied: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2c1 0 2 .3 2.8.8L3.8 10.800A5 5 0 0 1 8 3zm0 10c-1 0-2-.3-2.8-.8l7-7A5 5 0 0 1 8 13z',
};
let lang = 'fr';

function t(group, key) {
  const found = LABELS[lang][group]?.[key];
  return found ?? String(key).replaceAll('_', ' ');
}
const ui = (key) => t('ui', key);

function el(name, props, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') node.className = value;
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function svg(name, props, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const icon = (name) => svg('svg', { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] ?? ICONS.asserted }));
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

// Offsets count code points; JavaScript counts UTF-16 units, so texts with astral characters are cut as arrays.
function slicer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, slice: (a, b) => text.slice(a, b) };
  const points = Array.from(text);
  return { length: points.length, slice: (a, b) => points.slice(a, b).join('') };
}

// Making a formatter takes a thousand times as long as using it.
const formats = new Map();
function number(value, options) {
  const n = Number(value);
  if (!Number.isFinite(n)) return String(value);
  const key = lang + JSON.stringify(options ?? '');
  return (formats.get(key) ?? formats.set(key, new Intl.NumberFormat(lang, options)).get(key)).format(n);
}

function figure(value, currency) {
  const compact = { notation: 'compact', maximumFractionDigits: 2 };
  return number(value, currency ? { style: 'currency', currency, ...compact } : compact);
}

function money(m) {
  const parts = m.amount !== undefined ? figure(m.amount, m.currency) : [m.low, m.high].map((n) => (n === undefined ? '?' : figure(n, m.currency))).join(' – ');
  return (m.mod ? `${t('mods', m.mod)} ` : '') + parts + (m.per_share ? ` ${ui('perShare')}` : '');
}

const isParty = (v) => v !== null && typeof v === 'object' && 'name' in v;
const isMoney = (v) => v !== null && typeof v === 'object' && !('name' in v) && ('amount' in v || 'low' in v || 'high' in v);
const isTime = (v) => v !== null && typeof v === 'object' && 'value' in v;

function say(value) {
  if (Array.isArray(value)) return value.map(say).join(', ');
  if (isParty(value)) return value.name;
  if (isMoney(value)) return money(value);
  if (isTime(value)) return (value.mod ? `${t('mods', value.mod)} ` : '') + value.value;
  if (value !== null && typeof value === 'object') return value.text ?? JSON.stringify(value);
  return t('values', value);
}

const slotsOf = (event) => Object.keys(event).filter((key) => !BASE.has(key));

function roleOf(slot, value) {
  if (isParty(value)) return WHO.includes(slot) ? 'who' : 'party';
  if (isMoney(value)) return 'money';
  if (isTime(value)) return 'date';
  return /percent|count/.test(slot) ? 'number' : 'detail';
}

function whoOf(event) {
  const slot = WHO.find((name) => event[name] !== undefined);
  if (event.type === 'Stake' && event.holder) return `${event.holder.name}${event.company ? ` → ${event.company.name}` : ''}`;
  return slot ? say(event[slot]) : '';
}

function headline(event) {
  if (isMoney(event.amount)) return money(event.amount);
  const percent = event.percent ?? event.change_percent;
  return percent === undefined ? '' : `${number(percent)} %`;
}

// The day an event is put at, and its period of `length` characters where its date lies within one (7: a month, 4: a year).
const dayOf = (event, article) => event.date?.first_day ?? (event.date ? '' : article.published ?? '');
function periodOf(event, article, length) {
  const first = dayOf(event, article).slice(0, length);
  return first.length === length && first === (event.date?.last_day ?? first).slice(0, length) ? first : '';
}
const button = (label, onclick, props) => el('button', { type: 'button', onclick, ...props }, label);

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// Rows are made as they come into sight, `step` at a time.
function lazily(root, items, make, step = 100) {
  let done = 0;
  const end = el(root.localName === 'tbody' ? 'tr' : 'li', { class: 'sentinel', 'aria-hidden': 'true' });
  const more = (upTo = done + step) => {
    const rows = [];
    for (; done < Math.min(upTo, items.length); done += 1) rows.push(make(items[done], done));
    end.before(...rows);
    if (done >= items.length) { watcher.disconnect(); end.remove(); }
  };
  const watcher = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && more(), { rootMargin: '600px' });
  root.replaceChildren(end);
  more();
  if (done < items.length) watcher.observe(end);
  return { upTo: (n) => n >= done && more(n + 1) };
}
