"use strict";
// An interview as far as its steps have come: what is answered, what that decides, what comes next.
//
// A step is ["answer", NAME, VALUE] of a fact, or of a screen with "none"; ["some", SCREEN], whose
// facts are then asked one by one; ["pick", NAME], to be asked again; ["leave", CONTRADICTION,
// FACTS] and ["accept", FACTS], what was shown to be checked and stays. Others are refused with an
// exception.
imagingRules.interview = (guideline, steps) => {
  const { facts, screens } = guideline.data;
  const answers = Object.create(null);
  const opened = new Set(), accepted = new Set(), left = new Map();
  const covered = (screen) => screen.covers.map((it) => facts[it.fact].name);
  let ask;

  for (const [kind, name, value] of steps) {
    const named = (it) => it.name === name, screen = screens.find(named);
    if (kind === "leave") left.set(name, [...value]);
    else if (kind === "accept") name.forEach((it) => accepted.add(it));
    else if (kind === "pick") {
      ask = screen || facts.find(named);
      delete answers[ask.name];
      opened.delete(name);
      for (const it of screens)
        if (covered(it).includes(name) && answers[it.name]) {
          delete answers[it.name];
          opened.add(it.name);
        }
      // With another answer, it is to be told again.
      for (const [it, about] of left) if (about.includes(name)) left.delete(it);
    } else {
      if (kind === "some" && screen) opened.add(name);
      else if (kind === "answer" && (screen ? value === "none" : guideline.statement(name, value)))
        answers[name] = value;
      else throw Error();
      ask = null;
    }
  }

  const decision = guideline.decide(answers);
  const unmet = decision.missing.filter((it) => !(it.name in answers || it.how));
  const spares = (screen) => {
    const names = covered(screen);
    return names.includes(unmet[0].name) && !opened.has(screen.name) && !names.some((name) => name in answers) &&
      unmet.filter((it) => names.includes(it.name))[1];
  };
  const check = decision.found.find((it) => !left.has(it.name));
  return {
    answers,
    decision,
    // What led here, in as few steps; what was to be checked is left to be checked again.
    short: [
      ...Object.entries(answers).map((it) => ["answer", ...it]),
      ...[...opened].map((name) => ["some", name]),
    ],
    ...(ask ? { ask }
      : check ? { check }
      : unmet[0] ? { ask: screens.find(spares) || unmet[0], before: unmet[0].before }
      : {
        assumed: !decision.assumed.every((name) => accepted.has(name)) && decision.assumed,
        together: decision.together.filter((it) => it.facts.every((name) => decision.assumed.includes(name))),
      }),
  };
};
