// The editor of rules: a text with numbered lines, a shipped rule to begin from, errors with their line, what changes.
const NEW_RULE = `family: essai
rules:
  - name: mien
    event: FundingRound
    trigger: {verbs: [boucler, finaliser]}
    needs: [amount]
    slots:
      company: {kinds: [company], find: [agent, before], required: true}
      amount: {kinds: [amount], find: [patient, after], required: true}
`;
let shipped = null; // the rules that one may begin from, once they are asked for

function ruleEditor(trial, { changed, closed, chosen }) {
  const nodes = {
    area: el('textarea', { rows: 14, spellcheck: 'false', wrap: 'off', autocapitalize: 'off', 'aria-label': ui('ruleText'), 'aria-describedby': 'fault', oninput: (e) => { trial.text = e.target.value; nodes.number(); changed(); }, onscroll: () => nodes.scroll() }),
    gutter: el('div', { class: 'gutter', 'aria-hidden': 'true' }),
    fault: el('p', { class: 'fault', id: 'fault', role: 'alert' }),
    list: el('ol', { class: 'changes' }),
    summary: el('p', { class: 'quiet', role: 'status' }),
    pick: el('select', { 'aria-label': ui('beginFrom'), onchange: (e) => nodes.write(shipped.find((rule) => rule.name === e.target.value)?.text ?? NEW_RULE) }),
    scroll() { nodes.gutter.style.setProperty('--shift', `${-nodes.area.scrollTop}px`); },
    number(wrong) {
      const lines = nodes.area.value.split('\n').length;
      nodes.gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => el('span', { class: i + 1 === wrong && 'wrong' }, i + 1)));
      nodes.scroll();
    },
    write(text) { trial.text = nodes.area.value = text; nodes.number(); nodes.area.scrollTop = 0; changed(); },
    show({ error, line, found }) {
      nodes.area.setAttribute('aria-invalid', String(Boolean(error)));
      nodes.fault.replaceChildren(...(error ? [line ? button(error, () => goTo(nodes.area, line), { class: 'link' }) : error] : []));
      nodes.number(error ? line : undefined);
      nodes.summary.textContent = error ? '' : found ? sums(found) : ui('trying');
      nodes.list.replaceChildren(...(error ? [] : found ?? []).map((change) => changeItem(change, chosen)));
    },
  };
  nodes.area.value = trial.text;
  nodes.number();
  offer(nodes.pick);
  nodes.root = el('section', { class: 'panel ruling', 'aria-label': ui('rulePanel') },
    el('div', { class: 'line' }, el('h2', {}, ui('rulePanel')), el('label', { class: 'range' }, ui('beginFrom'), nodes.pick), button(ui('close'), closed, { class: 'small shut' })),
    el('div', { class: 'editor' }, nodes.gutter, nodes.area), nodes.fault,
    el('h3', {}, ui('whatChanges')), nodes.summary, nodes.list);
  return nodes;
}

function sums(found) {
  if (!found.length) return ui('unchanged');
  const count = (kind) => found.filter((change) => change.kind === kind).length;
  return ['added', 'altered', 'gone'].filter(count).map((kind) => `${number(count(kind))} ${ui(kind)}`).join(', ');
}

function goTo(area, line) {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  area.scrollTop = Math.max(0, (line - 4) * area.scrollHeight / lines.length);
}

async function offer(pick) {
  pick.replaceChildren(el('option', { value: '' }, ui('newRule')));
  try {
    shipped ??= await (await fetch('/rules')).json();
  } catch {
    return; // one can still write a rule; that the server is gone is said where the article is read
  }
  for (const event of new Set(shipped.map((rule) => rule.event))) {
    const rules = shipped.filter((rule) => rule.event === event);
    pick.append(el('optgroup', { label: t('types', event) }, rules.map((rule) => el('option', { value: rule.name }, rule.name))));
  }
}
