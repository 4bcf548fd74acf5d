"use strict";
// Decides for a patient, known in full or in part, from the export of a guideline: exactly as the
// library does. Facts come as plain data, in the form in which a record of a decision has them.
// Inside, a fact is `i`, its place among the facts. Of diagrams, sets of ends are masks: bit n is end n.
globalThis.imagingRules = {};
imagingRules.read = (data) => {
  const { facts, order, nodes, screens } = data;
  // How many ends there are; the masks of a condition that is sure, and of all levels of imaging.
  const ENDS = 10, NO = 1, YES = 2, IMAGING = 896;

  // --- exact numbers ---

  // A number is [above, below, beside]: a fraction in the smallest unit, and by how many steps, too
  // small for any fraction, it is passed. So an end that is not part of its span is a number too.
  const number = (text, size, beside) => {
    const [, whole, places = "", below = 1] = /^(-?\d+)(?:\.(\d+))?(?:\/([1-9]\d*))?$/.exec(text);
    return [BigInt(whole + places) * size, 10n ** BigInt(places.length) * BigInt(below), beside | 0];
  };
  const compare = ([a, b, beside], [c, d, other]) => (a * d > c * b) - (a * d < c * b) || beside - other;
  const common = ([a, b], [c, d]) => {
    const both = [compare(a, c) < 0 ? c : a, compare(b, d) < 0 ? b : d];
    return compare(...both) > 0 ? null : both;
  };
  const unit = (name) =>
    data.units.find((it) => it.one === name || it.many === name) || { size: 1 };
  const sizes = facts.map((fact) => BigInt(unit(fact.unit).size));
  const span = ({ from, to, above, below }, size) =>
    from && [number(from, size, above), number(to, size, below && -1)];
  const ranges = facts.map((fact, i) => span(fact, sizes[i]));
  const cuts = facts.map((fact, i) => (fact.values || fact.regions).map((it) => span(it, sizes[i])));
  const all = cuts.map((it) => [...it.keys()]);

  // Returns what a fact can be: values or regions, and the span of a number. What cannot be stated
  // of it is refused with an exception.
  const statement = (name, given) => {
    const i = facts.findIndex((it) => it.name === name), fact = facts[i], range = ranges[i];
    if (given === "unknown") return { at: all[i], span: range };
    if (!range) {
      const words = (given.one_of || [given]).map((it) =>
        fact.type === "one of" ? it : it === true ? "yes" : it === false && "no");
      if (!words.every((it) => fact.values.includes(it))) throw Error();
      return { at: all[i].filter((it) => words.includes(fact.values[it])) };
    }
    // The end of a range that is not told is that of the fact.
    const beyond = Object(given) === given && !given.between;
    const [low, high] = [given.over ?? given["at least"], given.under ?? given["at most"]];
    const told = [low, high].filter((end) => end !== undefined).length;
    if (beyond && (!told || Object.keys(given).length > told)) throw Error();
    const ends = (beyond ? [low, high] : given.between || [given, given]).map((end, k) => {
      if (end === undefined) return range[k];
      // A point before three digits may part thousands.
      const [, amount, name = fact.unit] = /^(?!-?[1-9]\d{0,2}\.\d{3}(?!\d))(\S+)(?: (.+))?$/.exec(end);
      const { dimension, size } = unit(name);
      const value = number(amount, BigInt(size));
      if (dimension !== unit(fact.unit).dimension) throw Error("other_unit");
      if (compare(value, range[0]) < 0) throw Error("too_low");
      if (compare(value, range[1]) > 0) throw Error("too_high");
      if (fact.whole && value[0] % (value[1] * sizes[i])) throw Error("not_whole");
      value[2] = beyond && (k ? -("under" in given) : +("over" in given)) | 0;
      return value;
    });
    if (compare(...ends) > 0) throw Error("no_number");
    return { at: all[i].filter((it) => common(cuts[i][it], ends)), span: ends };
  };

  const levels = (mask) => [...Array(ENDS).keys()].filter((end) => (mask >> end) & 1);
  const most = (a, b) => Math.clz32(a) - Math.clz32(b);
  // What is said: the one that is possible, or the lowest where imaging is certain, or nothing.
  const told = (mask) => (mask & (mask - 1) && mask & ~IMAGING ? -1 : levels(mask)[0]);
  const inOrder = (places) => [...new Set(places)].sort((a, b) => a - b);

  // Of sets as masks, those that have no other one within them, small ones first; and of these so
  // many that have several members that they hold all members.
  const size = (set) => set.toString(2).replace(/0/g, "").length;
  const minimal = (sets) => [...new Set(sets)]
    .filter((it) => !sets.some((other) => other !== it && (it & other) === other))
    .sort((a, b) => size(a) - size(b) || (a < b ? -1 : 1));
  const covering = (sets) => {
    let covered = 0n;
    const several = sets.filter((it) => it & (it - 1n));
    return [true, false].flatMap((apart) => several.filter((it) => {
      const takes = apart ? !(it & covered) : it & ~covered;
      if (takes) covered |= it;
      return takes;
    }));
  };

  // Where numbers can be in an order, each is made as small as those before it let it be. If none
  // is in a circle of numbers each above the next, that comes to rest.
  const canBe = (spans, orders) => {
    const least = {};
    const raise = (i, [above, below, beside]) => {
      if (facts[i].whole) {
        const step = below * sizes[i], rest = ((above % step) + step) % step;
        above += (rest || beside > 0 ? step : 0n) - rest;
        beside = 0;
      }
      const now = [above, below, beside];
      return (!least[i] || compare(now, least[i]) > 0) && (least[i] = now);
    };
    const compared = orders.flatMap(([low, high]) => [low, high]);
    for (const i of compared) raise(i, spans[i][0]);
    const pass = () => orders.filter(([low, high, strict]) => {
      const [above, below, beside] = least[low];
      return raise(high, [above, below, beside + strict]);
    });
    for (let rounds = 2 * compared.length; pass().length; ) if (!rounds--) return false;
    return compared.every((i) => compare(least[i], spans[i][1]) <= 0);
  };

  // What is stated comes in an object without a prototype, whatever facts are called.
  const decide = (stated) => {
    const none = screens.filter((screen) => stated[screen.name] === "none");
    const point = (i, value) => ranges[i] && Array(2).fill(number(value, sizes[i]));
    const known = facts.map(({ name, assumed }, i) => {
      const given = stated[name];
      const covered = none.flatMap((screen) => screen.covers.map((it) => ({ ...it, screen: screen.name })))
        .filter((it) => it.fact === i).pop();
      const instead = given == null && (covered || assumed);
      if (!instead)
        return { name, how: (given ?? "unknown") !== "unknown" && "stated", ...statement(name, given ?? "unknown") };
      const { region, value, words, screen } = instead;
      return { name, how: covered ? "screened" : "assumed", at: [region], span: point(i, value), words, screen };
    });
    // Of contradictions found, the facts are open: then `states` is no longer what is stated.
    let states = known.map((it) => it.at);
    const isAssumed = (i) => known[i].how === "assumed";
    const with_ = (i, values) => Object.assign([...states], { [i]: values });

    // --- diagrams ---

    // Restricted to what is known, and reduced again, a diagram asks only what matters.
    const restrict = (root, under = states) => {
      const same = {}, twins = {}, left = {};
      const reach = (node) => (node < ENDS ? 1 << node : left[node].mask);
      const walk = (node) => {
        if (node < ENDS) return node;
        if (same[node] === undefined) {
          const [asks, ...children] = nodes[node - ENDS];
          const below = under[order[asks]].map((value) => walk(children[value]));
          const key = [asks, below];
          same[node] = below.every((it) => it === below[0]) ? below[0] : (twins[key] = twins[key] || node);
          if (same[node] === node)
            left[node] = { asks, below, mask: below.reduce((mask, it) => mask | reach(it), 0) };
        }
        return same[node];
      };
      const mask = reach(walk(root));
      const parts = Object.values(left);
      // For each fact that matters, the ends between which it turns.
      const turns = () => {
        const masks = {}, seen = {};
        for (const { asks, below } of parts) {
          const i = order[asks];
          const differ = (a, b) => {
            const ends = reach(a) | reach(b), key = [asks, a, b];
            if (a === b || !(ends & ~masks[i]) || seen[key]) return;
            seen[key] = true;
            const first = Math.min(...[a, b].map((node) => (left[node] || { asks: 1 / 0 }).asks));
            const child = (node, k) => ((left[node] || {}).asks === first ? left[node].below[k] : node);
            if (a < ENDS && b < ENDS) masks[i] |= ends;
            else under[order[first]].forEach((_, k) => differ(child(a, k), child(b, k)));
          };
          masks[i] |= 0;
          below.forEach((a) => below.forEach((b) => differ(a, b)));
        }
        return masks;
      };
      return { mask, turns, matter: inOrder(parts.map((node) => order[node.asks])) };
    };
    const ends = (root, under) => restrict(root, under).mask;
    const asks = (node) => (node < ENDS ? 1 / 0 : nodes[node - ENDS][0]);
    const below = (node, first, value) => (asks(node) === first ? nodes[node - ENDS][1 + value] : node);
    // For each end, the smallest sets of what is assumed whose change together leads to it.
    const changes = (root) => {
      const found = {};
      let budget = 2e5;
      const lead = (a, b) => {
        if (a < ENDS && b < ENDS) return a === b ? {} : { [b]: [0n] };
        if (found[[a, b]]) return found[[a, b]];
        const first = Math.min(asks(a), asks(b)), i = order[first], reached = {};
        const values = isAssumed(i) ? all[i] : states[i];
        values.forEach((value) => {
          const kept = isAssumed(i) ? known[i].at[0] : value;
          const change = value === kept ? 0n : 1n << BigInt(first);
          for (const [end, sets] of Object.entries(lead(below(a, first, kept), below(b, first, value))))
            reached[end] = [...(reached[end] || []), ...sets.map((it) => it | change)];
        });
        budget -= values.length;
        for (const end in reached) {
          const sets = [...new Set(reached[end])];
          budget -= sets.length ** 2;
          if (budget >= 0) reached[end] = minimal(sets);
        }
        if (budget < 0) throw Error();
        return (found[[a, b]] = reached);
      };
      return lead(root, root);
    };

    // The lowest and the highest that lines which share facts come to, walked fact by fact together.
    const addUp = (lines) => {
      const done = {};
      const walk = (at) => {
        const left = at.map((node) => (node === 1 ? 0 : node)), first = Math.min(...left.map(asks));
        const now = at.reduce((sum, node, k) => sum + (node === 1) * lines[k].points, 0);
        if (first < 1 / 0 && !done[left]) {
          const ways = states[order[first]].map((value) => walk(left.map((node) => below(node, first, value))));
          done[left] = [Math.min, Math.max].map((most, end) => most(...ways.map((it) => it[end])));
        }
        return (done[left] || [0, 0]).map((it) => now + it);
      };
      return walk(lines.map((it) => it.diagram));
    };

    // --- contradictions ---

    // Whether some way in which the facts may turn out does not contradict a rule.
    const escapes = (rule, node, spans, orders) => {
      if (node < ENDS) return !node && canBe(spans, orders);
      const [asks, ...below] = rule.nodes[node - ENDS];
      const i = rule.facts[asks];
      if (i !== undefined)
        return states[i].some((value) => {
          const now = ranges[i] && common(spans[i], cuts[i][value]);
          return now !== null && escapes(rule, below[value], { ...spans, [i]: now }, orders);
        });
      const { fact, operator, other } = rule.comparisons[asks - rule.facts.length];
      const up = /over|least/.test(operator), strict = /over|under/.test(operator);
      return [false, true].some((truth) => {
        const pair = up === truth ? [other, fact] : [fact, other];
        return escapes(rule, below[+truth], spans, [...orders, [...pair, +(strict === truth)]]);
      });
    };
    const spans = known.map((it) => it.span);
    const found = data.contradictions.filter((rule) => !escapes(rule, rule.diagram, spans, []));
    for (const screen of none) {
      const against = screen.covers.filter(({ fact, region, value }) => known[fact].how === "stated" &&
        !(ranges[fact] ? common(spans[fact], point(fact, value)) : states[fact].includes(region)));
      if (against.length) found.push({ name: screen.name, facts: against.map((it) => it.fact), screen });
    }
    const check = [...new Set(found.flatMap((it) => it.facts))];
    if (ends(data.any_red_flag) !== YES)
      states = states.map((at, i) => (check.includes(i) ? all[i] : at));

    // --- the answer ---

    const whole = restrict(data.level), turns = whole.turns(), level = told(whole.mask);
    const studies = data.studies.map((study) => {
      const { mask, matter } = restrict(study.diagram);
      return { ...study, mask, matter, level: told(mask), possible: levels(mask) };
    });
    // What must be known before a study: `1` stands for no need of a precaution, `2` for one.
    const cares = data.precautions.flatMap((rule) =>
      rule.before.map(({ study, diagram }) => ({ rule, study, ...restrict(diagram) })));
    const ranked = whole.matter.sort((a, b) => most(turns[a], turns[b]) || a - b);
    const decides = [...ranked, ...inOrder(studies.flatMap((study) => study.matter))];
    const needed = [...new Set([...decides, ...inOrder(cares.flatMap((it) => it.matter))])]
      .filter((i) => !check.includes(i));
    const named = (places) => places.map((at) => data.studies[at].name);
    const studyOf = (it) => it.study;
    const ifOpen = (root, i) => restrict(root, with_(i, all[i]));
    const asked = (mask, i) => ({
      ...facts[i],
      how: known[i].how,
      could_become: levels(mask),
      before: named(check.includes(i) || decides.includes(i) ? []
        : inOrder(cares.filter((it) => it.matter.includes(i)).map(studyOf))),
    });
    const waits = (i) => {
      const gate = facts[i].ask_only_when;
      return gate && ends(gate.diagram) !== YES;
    };
    const listed = (places) => places.map((i) => asked(turns[i], i));
    // Facts that by themselves put the patient outside the scope. What a person stated is the best
    // reason to show; of two facts, the earlier in the file.
    const outside = () => {
      const asked = new Set(), reached = new Set([data.applies]);
      for (const node of reached)
        if (node >= ENDS) {
          const [asks, ...children] = nodes[node - ENDS], i = order[asks];
          asked.add(i);
          states[i].forEach((value) => reached.add(children[value]));
        }
      const kept = states.map((at, i) => (known[i].how && asked.has(i) ? at : all[i]));
      for (const how of ["assumed", "screened", "stated"])
        for (const i of inOrder(asked).reverse())
          if (known[i].how === how && ends(data.applies, Object.assign([...kept], { [i]: all[i] })) === NO)
            kept[i] = all[i];
      return inOrder(asked).filter((i) => kept[i] !== all[i]).map((i) => facts[i].name);
    };
    // What else the facts that are assumed could lead to, each by itself and several together.
    const roots = [data.level, ...studies.map((study) => study.diagram)];
    const alone = [...all.keys()].filter((i) => isAssumed(i) && roots.some((root) => ifOpen(root, i).matter.includes(i)));
    let together;
    try {
      const [byLevel, ...byStudy] = roots.map((root) => Object.entries(changes(root)).reverse());
      const leads = new Map(), reached = [];
      const tell = (sets, ends) => covering(sets).forEach((it) => leads.set(it, [...ends, ...(leads.get(it) || [])]));
      for (const [end, own] of byLevel) {
        reached.push(...own);
        tell(minimal(reached).filter((it) => own.includes(it)), [+end]);
      }
      tell(minimal(byStudy.flat().flatMap(([, sets]) => sets)), []);
      together = [...leads].map(([set, ends]) => [inOrder(order.filter((_, asks) => (set >> BigInt(asks)) & 1n)), ends]);
    } catch {
      // There are too many sets to work out: all of these together.
      const opened = roots.map((root) => restrict(root, states.map((at, i) => (isAssumed(i) ? all[i] : at))));
      const masks = opened[0].turns();
      const left = inOrder(opened.flatMap((it) => it.matter)).filter((i) => isAssumed(i) && !alone.includes(i));
      const mask = left.reduce((mask, i) => mask | masks[i], 0);
      together = left.length ? [[left, levels(whole.mask & (whole.mask - 1) ? mask : mask & ~whole.mask)]] : [];
    }
    const weight = (rule) => 2 * !rule.decisive + (rule.kind !== "red flag");

    return {
      known,
      level,
      // Whether some red flag holds, whatever the answers that contradict each other are.
      flagged: ends(data.any_red_flag) === YES,
      possible: levels(whole.mask),
      outside: ends(data.applies) === NO ? outside() : [],
      // The masks of whether no study is left, and the precautions that are to be taken.
      left: ends(data.no_study_left),
      precautions: data.precautions.map((rule) => ({
        ...rule,
        before: named(cares.filter((it) => it.rule === rule && (it.mask & 6) === 4).map(studyOf)),
      })).filter((rule) => rule.before[0]),
      found: found.map((it) => ({ ...it, facts: it.facts.map((i) => facts[i].name) })),
      studies: studies.sort((a, b) => b.possible[0] - a.possible[0] || most(a.mask, b.mask)),
      rules: data.rules.map((rule) => {
        const mask = ends(rule.holds), decides = ends(rule.decides);
        return { ...rule, holds: mask === YES, out: mask === NO, decisive: decides !== NO, sure: decides === YES };
      }).sort((a, b) => weight(a) - weight(b)),
      scores: data.scores.map((score) => {
        const sums = score.groups.map((group) => addUp(group.map((place) => score.lines[place])));
        // The sums of decimals are decimals.
        const [low, high] = [0, 1].map((end) => +sums.reduce((sum, it) => sum + it[end], 0).toFixed(9));
        const counts = score.lines.map((it) => ({ [NO]: false, [YES]: true })[ends(it.diagram)] ?? null);
        return { ...score, low, high, counts };
      }),
      choices: data.choices.map((it) =>
        ({ ...it, possible: it.values.filter((one) => ends(one.diagram) & YES).map((one) => one.value) })),
      // How soon imaging is due: the one time that is sure, or those that are possible.
      due: data.timings.map((it) => ({ ...it, mask: ends(it.diagram) })).filter((it) => it.mask & YES),
      missing: [
        ...check.map((i) => asked(ifOpen(data.level, i).turns()[i], i)),
        ...listed(needed.filter((i) => !waits(i))),
      ],
      later: listed(needed.filter(waits)),
      // What is assumed and may be asked, where another answer could change something, by itself or
      // with others; and what could only together.
      assumed: facts.filter((_, i) => !waits(i) && (alone.includes(i) || together.some(([its]) => its.includes(i))))
        .map((fact) => fact.name),
      together: together.map(([its, ends]) => ({ facts: its.map((i) => facts[i].name), could_become: ends })),
      // Each single fact that would change the level: from which region to which.
      changes: facts.flatMap((fact, i) => {
        const groups = [];
        if (known[i].how && !check.length)
          for (const to of all[i]) {
            const becomes = states[i].includes(to) ? level : told(ends(data.level, with_(i, [to])));
            const last = groups[groups.length - 1];
            if (ranges[i] && last && last.becomes === becomes) last.to = to;
            else groups.push({ fact, from: to, to, becomes });
          }
        return groups.filter((it) => it.becomes !== level);
      }).sort((a, b) => (a.becomes < level) - (b.becomes < level) || b.becomes - a.becomes),
    };
  };

  return { data, decide, statement };
};
