"use strict";
// Shows an interview in each form of a page. All words are set as text, never as markup.
for (const root of document.querySelectorAll("[data-imaging-rules-try-it]:not([data-started])")) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const { words, shown, ...data } = JSON.parse(root.querySelector("script").textContent);
  const { guideline: header, facts, levels, screens } = data;
  const guideline = imagingRules.read(data);
  part("without").replaceWith(part("form").content);
  const { otherwise, review_by, ...named } = header;
  const MARK = "#try-it=";
  // Whether the address holds a link to this form, which is then kept up to date.
  let linked = false;
  let steps, now, day, title;
  levels[-1] = words.level;

  const make = (kind, ...inside) => {
    const made = document.createElement(kind);
    made.append(...inside);
    return made;
  };
  // Fills a part, each thing in an element of its own if the part says so. What is around the part
  // is there while something is in it.
  const show = (name, inside) => {
    const at = part(name), { each } = at.dataset;
    const filled = [inside].flat().filter(Boolean);
    at.replaceChildren(...filled.map((one) => (each ? make(each, ...[one].flat()) : one)));
    at.parentNode.hidden = !filled.length;
  };
  const button = ([text, step]) => {
    const made = make("button", text);
    made.type = "button";
    made.onclick = () => update([...steps, step]);
    return made;
  };
  const either = (several) => several.map((it) => levels[it]).join(" or ");
  // What facts that are assumed could lead to only together.
  const several = ({ facts: names, could_become: ends }) =>
    `${words.together} ${either(ends) || words.study}: ${names.map((name) => `‘${shown[name].question}’`).join(" + ")}.`;
  // What is recommended; where that is nothing, which studies are advised against.
  const headline = ({ level, studies, due: [due] }) => {
    const titles = studies.filter((it) => it.level === 4).map((it) => it.title);
    const unsure = studies.some((it) => it.possible[1]);
    if (level !== 3 || !(unsure || titles[0]))
      return words.said[level + 1].replace(/([^.:]+)(?:: [^.]+)?/, (all, head) =>
        (due && due.mask === 2 ? `${head}, ${due.timing.words}` : all));
    if (!titles[0]) return words.single_open;
    const last = titles.pop(), names = titles[0] ? `${titles.join(", ")} and ${last}` : last;
    return `${names}${words.against} ${unsure ? words.others_open : words.others}`;
  };
  const spaced = (text) => make("b", text.replace(/_/g, " "));
  const noted = (name) => part(name)?.content.cloneNode(true) || "";
  const value = (name) =>
    now.answers[name] ?? now.decision.known.find((it) => it.name === name).words;
  const denied = (screen) => now.decision.known.filter((it) => it.screen === screen);
  const ranged = (given) => given.between ? `between ${given.between.join(" and ")}`
    : Object(given) === given && Object.entries(given).map((it) => it.join(" ")).join(" and ");
  const row = (name) => {
    const given = value(name), { question } = shown[name], change = button([words.change, ["pick", name]]);
    change.setAttribute("aria-label", `${words.change}: ${question}`);
    const none = denied(name).map((it) =>
      make("li", shown[it.name].question, ...(it.words === "no" ? [] : [" ", spaced(it.words)])));
    const said = given === true ? "yes" : given === false ? "no" : none[0] ? words.none : ranged(given) || given;
    return [question, " ", spaced(said), " ", change, ...(none[0] ? [make("ul", ...none)] : [])];
  };

  // What must be known, or is to be done, before studies.
  const first = (names) => names[0] ? `${words.before} ${names.map((name) => data.studies.find((it) => it.name === name).title).join(" or ")}` : "";

  const ask = ({ ask: asked, before = [], check, assumed, together }) => {
    const { question, explain, listed, rows = [], choices, range, units } = asked ? shown[asked.name]
      : check ? {
        question: [words.check, " ", check.screen ? "" : check.title],
        rows: check.facts,
        choices: [[words.leave, ["leave", check.name, check.facts]]],
      } : assumed ? {
        question: words.assumed,
        rows: assumed,
        explain: together.map((it) => several(it) + " "),
        choices: [[words.right, ["accept", assumed]]],
      } : {};
    show("before", first(before));
    show("question", question);
    show("explain", explain);
    show("listed", listed || rows.map(row));
    show("choices", choices && choices.map(([text, step]) =>
      button([text, step.map ? step : ["answer", asked.name, step]])));
    show("range", range);
    show("unit", units);
    show("refused");
    part("amount").value = "";
    part("amount").removeAttribute("aria-invalid");
    return question;
  };

  // Says which guideline the answer is from, and of which day; returns whether that is past its review.
  const identify = () => {
    day = new Date().toLocaleDateString("sv");
    const late = review_by < day, marks = [...words.marks, ...(late ? [words.overdue] : [])].join(", ");
    const name = header.title || header.name;
    title = marks ? `${marks}: ${name}` : name;
    show("title", [marks && make("strong", marks + ":"), marks && " ", name]);
    show("edition", `${words.edition}; answered on ${day}.`);
    return late;
  };

  const answer = (asks) => {
    const { level, possible, rules, studies, found, changes, missing, flagged, scores, choices, due, left, precautions } = now.decision;
    const unknown = (early) => missing.filter((it) => !it.before[0] === early).map((it) => shown[it.name].question);
    const told = !asks || level >= 0, shows = told || steps[0];
    const holds = rules.filter((rule) => rule.holds);
    const why = holds.filter((rule) => rule.decisive);
    const by = possible[1] ? "" : possible[0] === 2 ? "scope"
      : possible[0] === header.otherwise && rules.every((rule) => rule.out || !rule.says) && "otherwise";
    const advice = (safety) =>
      data.advice.filter((it) => (it.topic === "safety") === safety && it.levels.includes(level))
        .map((it) => noted("advice " + it.name));
    // The definitions that rules, and what else has such a list, rest on, directly or not.
    const restedOn = (several) => {
      const met = new Set(several.flatMap((it) => it.rests_on || []));
      for (const name of met) data.rests_on[name].forEach((it) => met.add(it));
      return met;
    };
    const may = rules.filter((it) => (it.holds ? it.decisive : !it.out));
    const scope = { rests_on: [""] }, can = restedOn([scope, ...(may[0] ? may : rules)]);
    // A score, with the lines that count and those (null) that may still.
    const points = ({ title, scale, lines, counts, low, high }) => {
      const [counted, still] = [true, null].map((how) => lines.filter((_, k) => counts[k] === how)
        .map((it) => `${it.when} (${it.points})`).join(", "));
      return `${title}: ${low < high ? `${words.between} ${low} and ` : ""}${high} ${scale}: ` +
        [counted || !still && words.no_line, still && words.may_count + still].filter(Boolean).join("; ");
    };
    const lists = {
      studies: studies.filter((study) => study.possible.some(Boolean)).map((study) =>
        [`${study.title}: ${study.level < 0 ? words.undetermined : ""}${either(study.possible)}`,
          study.level > 5 ? noted("study " + study.name) : ""]),
      why: [...why.map((rule) => noted("why " + rule.name)),
        ...(by === "scope" ? now.decision.outside.map((name) => [words.outside, " ", ...row(name)]) : []), by ? noted(by)
        : !why.some((rule) => rule.says || rule.hold_at) && (level < 0 ? words.yet : words.each),
        ...[...restedOn(by === "scope" ? [...why, scope] : why)].map((name) => noted("define " + name))],
      scores: [...scores.filter((it) => can.has(it.name)).map(points),
        ...choices.filter((it) => can.has(it.name)).map((it) => `${it.title}: ${it.possible.join(" or ")}`)],
      also: holds.filter((rule) => !rule.decisive).map((rule) => rule.also),
      changes: changes.map(({ fact: { name, regions, values }, from, to, becomes }) => {
        const other = regions ? regions.slice(from, to + 1).map((it) => it.words).join(" or ") : values[from];
        return [shown[name].question, " ", spaced(other), ` → ${levels[becomes]}`];
      }),
      taken: !asks && [...now.decision.assumed.map(row), ...now.decision.together.map(several)],
      missing: !asks && unknown(true),
      unprepared: level > 5 && unknown(false),
      precautions: precautions.map(({ name, before }) => [first(before), noted("precaution " + name)]),
      safety: advice(true),
      advice: advice(false),
    };
    for (const name in lists) show(name, told && lists[name]);
    const late = identify();
    show("alert", asks && words.meanwhile[level]);
    show("said", told ? headline(now.decision) : steps[0] && words.unsettled);
    show("told", [
      told && (left === 2 ? words.none_left : left > 2 && words.left_open),
      shows && level < 0 && `${words.possible} ${either(possible)}. ${words.beware}`,
      level >= 0 && possible[1] && `${words.rise} ${either(possible.slice(-1))}.`,
      level >= 0 && due.some((it) => it.mask > 2) && `${words.open_timing} ${due.map((it) => it.timing.words).join("; ")}.`,
      ...[true, false].flatMap((sure) => rules.filter((it) => it.decisive && it.sure === sure && (sure || level >= 0))
        .flatMap((it) => (told && it.actions || []).map((text) => `${words.to_do[sure]} ${text}`))),
      found[0] && (level < 0 ? words.contradicted : flagged ? words.flagged : words.stands),
      ...(shows ? words.notices : []),
      shows && late && words.late,
    ]);
    show("answers", Object.keys(now.answers).map(row));
    part("result").dataset.level = levels[level];
    part("back").disabled = part("restart").disabled = !steps[0];
    part("lead").hidden = steps[0];
  };

  const update = (next, focus = true) => {
    try {
      now = imagingRules.interview(guideline, next);
      steps = next;
      const asks = ask(now);
      answer(asks);
      show("message");
      show("copied");
      show("done");
      if (focus) part(asks ? "question" : "said").focus();
    } catch (problem) {
      // Nothing is left of an answer that may be wrong.
      root.textContent = words.failed;
      throw problem;
    }
    if (linked && location.hash.startsWith(MARK)) history.replaceState(null, "", steps[0] ? link() : address());
  };

  const example = () => {
    const { answers, decision: { possible, studies, rules, found, precautions } } = now;
    const given = [...screens, ...facts].filter(({ name }) => name in answers).map(({ name }) =>
      ({ true: name, false: "not " + name })[answers[name]] ||
      name + " " + (ranged(answers[name]) || "is " + answers[name]));
    const names = (lead, several, joint) => several[0] ? lead + several.map((it) => it.name).join(joint) : "";
    return `# ${title.replace(/\s+/g, " ")}. ${part("edition").textContent}\n` +
      `example "${words.example}: ${either(possible)}"\n  given ` +
      (given.join(", ") || facts.find((fact) => !fact.assumed).name + " is unknown") +
      `\n  expect ${either(possible)}` +
      names("\n    with ", studies.filter((study) => study.level > 5), " or ") +
      names("\n    because ", [...rules.filter((rule) => rule.holds && rule.decisive), ...precautions,
        ...found.filter((it) => !it.screen)], ", ");
  };
  const address = () => location.href.split("#")[0];
  const link = () =>
    address() + MARK + encodeURIComponent(JSON.stringify([header.name, header.sha256, now.short]));
  const json = () => {
    const screened = now.decision.known.filter((it) => it.screen)
      .map(({ name, words, screen }) => ({ fact: name, value: words, screen }));
    return JSON.stringify({ day, guideline: named, facts: { stated: now.answers, screened } }, null, 2);
  };
  const copied = { link, json, example };
  for (const name in copied)
    part(name).onclick = () => {
      show("copied", copied[name]());
      part("copied").select();
      show("done", document.execCommand("copy") ? words.copied : words.select);
      part("done").scrollIntoView({ block: "nearest" });
    };

  // A link is for the form that it names; if there is none, the first form of the page tells of it.
  const load = () => {
    if (!location.hash.startsWith(MARK)) return;
    const forms = [...document.querySelectorAll("[data-imaging-rules-try-it]")];
    let given = [], message = words.malformed, meant;
    try {
      const [name, sha256, shared] = JSON.parse(decodeURIComponent(location.hash.slice(MARK.length)));
      meant = forms.find((it) => it.dataset.imagingRulesTryIt === name);
      if (meant === root) {
        const { answers } = imagingRules.interview(guideline, shared);
        // The form gives numbers with their unit, so that they can be shown as they are.
        const told = Object.values(answers).flatMap((it) => Object(it) === it ? Object.values(it).flat() : it);
        if (told.some((it) => !["string", "boolean"].includes(typeof it))) throw Error();
        given = shared;
        message = sha256 !== header.sha256 && words.other;
      }
    } catch {}
    if ((meant || forms[0]) !== root) return;
    linked = false;
    update(given);
    linked = true;
    show("message", message);
    root.scrollIntoView();
  };

  root.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    const { name } = now.ask, { units, range } = shown[name];
    const { given, mistake, meant = [] } =
      imagingRules.amount(guideline, name, part("amount").value, part("unit").value, units);
    if (given) return update([...steps, ["answer", name, given]]);
    part("amount").setAttribute("aria-invalid", true);
    show("refused", [words.refused[mistake], meant.join(" or "), /^(too|not)_/.test(mistake) && range]
      .filter(Boolean).join(" "));
    part("amount").focus();
  };
  part("back").onclick = () => update(steps.slice(0, -1));
  part("restart").onclick = () => update([]);
  part("print").onclick = () => {
    root.dataset.printed = true;
    print();
    delete root.dataset.printed;
  };
  // The same form may stand on a page twice.
  const number = document.querySelectorAll("[data-started]").length;
  const described = ["range", "refused"].map((name) => (part(name).id = `try-it-${number}-${name}`));
  part("amount").setAttribute("aria-describedby", described.join(" "));
  root.dataset.started = true;
  update([], false);
  // Only then all forms of the page are there.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", load);
  else load();
  addEventListener("hashchange", load);
}
