// What rules on trial change: the events of two readings of one article, paired, and what differs in each pair.

// Pairs by what says most first: the same deal told alike, then the same party, then the same words.
const LIKENESS = [
  (e) => `${e.type}|${whoOf(e)}|${headline(e)}`,
  (e) => (whoOf(e) ? `${e.type}|${whoOf(e)}` : null),
  (e) => (e.trigger ? `${e.type}|${e.trigger.start}` : null),
];

function changes(before, after) {
  const left = new Set(before.keys());
  const right = new Set(after.keys());
  const pairs = [];
  for (const like of LIKENESS) {
    for (const b of [...right]) {
      const key = like(after[b]);
      const a = key === null ? undefined : [...left].find((n) => like(before[n]) === key);
      if (a === undefined) continue;
      pairs.push([a, b]);
      left.delete(a);
      right.delete(b);
    }
  }
  const altered = pairs.map(([a, b]) => ({ kind: 'altered', event: after[b], n: b, slots: differences(before[a], after[b]) })).filter((c) => c.slots.length);
  return [
    ...[...right].map((n) => ({ kind: 'added', event: after[n], n })),
    ...altered.sort((a, b) => a.n - b.n),
    ...[...left].map((n) => ({ kind: 'gone', event: before[n] })),
  ];
}

function differences(one, other) {
  const names = new Set(['status', 'certainty', 'source', ...slotsOf(one), ...slotsOf(other), 'rule', 'confidence']);
  return [...names].map((name) => [name, told(name, one[name]), told(name, other[name])]).filter(([, a, b]) => a !== b);
}

function told(name, value) {
  if (value === undefined) return '–';
  if (name === 'confidence') return number(value, { style: 'percent' });
  if (name === 'rule') return value;
  return name === 'status' || name === 'certainty' ? t(name, value) : say(value);
}

const nameOf = (slot) => ({ status: ui('statusTitle'), certainty: ui('certaintyTitle'), source: ui('source'), rule: ui('rule'), confidence: ui('confidence') })[slot] ?? t('slots', slot);

function changeItem(change, onclick) {
  const { kind, event, slots } = change;
  const title = [el('span', { class: `tag ${kind}` }, ui(kind)), el('span', { class: 'what' }, t('types', event.type)), el('strong', {}, [whoOf(event), headline(event)].filter(Boolean).join(' · '))];
  return el('li', {}, kind === 'gone' ? el('p', {}, title) : button(title, () => onclick(change)),
    slots && el('dl', {}, slots.map(([slot, from, to]) => [el('dt', {}, nameOf(slot)), el('dd', {}, el('del', {}, from), ' → ', el('ins', {}, to))])));
}
