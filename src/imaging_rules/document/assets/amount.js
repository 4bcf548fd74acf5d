"use strict";
// Reads what a person types for a number: as the library reads what is typed, and from these words
// alone. Returns what is given, in the form in which a record of a decision has it; or the name of
// the mistake, with what may have been meant.
imagingRules.amount = (guideline, name, typed, chosen, offered) => {
  const { facts, units } = guideline.data;
  const fact = facts.find((it) => it.name === name), whole = fact.whole;
  // As spellings are told apart. One letter that is written large may be short for something else.
  const folded = (words) => (words[1] ? words.toLowerCase() : words).replace(/["“”]/g, "").trim()
    .replace(/\s+/g, " ").replace(/ ?\/ ?/g, "/").replace(/[µμ](?=g|mol)|\bmc(?=g)/g, "u")
    .replace(/m(²|\^2| 2)$/, "m2").replace(/1[.,]73 ?m2$/, "1.73m2");
  const named = (words) => units.find((it) => [it.one, it.many].includes(words)) ||
    units.find((it) => [it.one, it.many, ...it.short].map(folded).includes(folded(words)));
  const text = (above, places) => {
    const digits = String(above).padStart(places + 1, "0"), at = digits.length - places;
    const decimal = digits.slice(at).replace(/0+$/, "");
    return digits.slice(0, at) + (decimal && "." + (decimal[2] && !decimal[3] ? decimal + "0" : decimal));
  };

  // --- months in days, and days in months ---

  // The days of so many months in a row: the fewest, or the most. The calendar repeats after 4800.
  const inARow = (months, pick) =>
    BigInt(pick(...[...Array(4800).keys()].map((m) => (Date.UTC(2000, m + months) - Date.UTC(2000, m)) / 864e5)));
  const most = (a, b) => (a > b ? a : b), least = (a, b) => (a < b ? a : b);
  // Both take a number as `above` over `below`. In days, it stays over the same.
  const inDays = (above, below) => {
    const months = Number(above / below), part = above % below, left = below - part;
    const [few, many, nextFew, nextMany] = [0, 1].flatMap((more) =>
      [Math.min, Math.max].map((pick) => inARow(months + more, pick) * below));
    return [most(few + part * 28n, nextFew - left * 31n), least(many + part * 31n, nextMany - left * 28n)];
  };
  // In months, it comes in hundredths, rounded outwards.
  const inMonths = (above, below) => [Math.max, Math.min].map((pick) => {
    const days = (months) => inARow(months, pick) * below, low = pick === Math.max;
    let n = Math.max(0, Math.floor(Number(above / below) / 30.436875) - 2);
    while (low ? days(n + 1) < above : days(n + 1) <= above) n++;
    const beyond = (above - days(n)) * 100n, short = (days(n + 1) - above) * 100n;
    const up = (by) => (beyond + (low ? 0n : by - 1n)) / by;
    const down = (by) => 100n - (short + (low ? by - 1n : 0n)) / by;
    return BigInt(n) * 100n + (low ? most(most(up(31n * below), down(28n * below)), 0n)
      : least(up(28n * below), down(31n * below)));
  });

  // --- digits ---

  const decimal = /^\d+([.,]\d+)?$/;
  const readings = (digits) => {
    if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return [digits.replace(/\D/, ""), digits.replace(",", ".") + "0"];
    if (decimal.test(digits)) return [digits.replace(",", ".")];
    const [, thousands, , decimals] =
      /^([1-9]\d{0,2}([.,'’\s])\d{3}(?:\2\d{3})*)(?:[.,](\d+))?$/.exec(digits) || [];
    return thousands ? [thousands.replace(/\D/g, "") + (decimals ? "." + decimals : "")] : [];
  };
  // `under 500` and the like give one end of a range.
  const [, word, rest] =
    /^(?:([<>]=?|[≤≥]|(?:over|above|more than|at least|under|below|less than|at most|up to)(?=\s))\s*)?(.*)$/i
      .exec(typed.trim().replace(/\s+/g, " ").replace(/(\d)[·•∙⋅](?=\d)/g, "$1."));
  const isLow = /[>≥]|over|above|more|least/i.test(word), isOpen = /^[<>]$|over|above|more|under|below|less/i.test(word);
  const found = /^(-?)(\d+(?:[.,'’\s]\d+)*)\s*([^\d\s].*)?$/.exec(rest);
  if (!typed.trim()) return { mistake: "empty" };
  if (!found || (/\d/.test(found[3]) && !named(found[3]))) return { mistake: "not_a_number" };
  const [, sign, digits, written] = found, meant = readings(digits), own = named(fact.unit || "");
  const worded = (number, unit) => (unit ? `${number} ${number === "1" ? unit.one : unit.many}` : number);
  if (meant[1] || !decimal.test(digits)) {
    const unit = written || chosen || offered.includes("") ? named(written || chosen) : own;
    return { mistake: meant[0] ? "unclear_number" : "not_a_number", meant: meant.map((it) => worded(sign + it, unit)) };
  }
  const amount = sign + meant[0];

  // --- with a unit ---

  const isTime = (it) => /time/.test(it.dimension);
  // The name of an age in whole years, months, weeks or days has the word: it counts what is completed.
  const completed = !sign && own && isTime(own) && /(^|_)age(_|$)/.test(name);
  const inUnit = (unit) => {
    let ends = Array(2).fill(own ? worded(amount, unit) : amount);
    try {
      const alike = !own || unit.dimension === own.dimension;
      if (alike ? whole && unit !== own : isTime(unit) && isTime(own)) {
        const [, before, places = ""] = /^(\d+)(?:\.(\d+))?$/.exec(meant[0]);
        if (!alike && before.length > 6) return { mistake: sign ? "too_low" : "too_high" };
        const above = BigInt(before + places) * BigInt(unit.size), below = 10n ** BigInt(places.length);
        const ofTime = own.dimension === "time";
        const [low, high] = alike ? [above, above] : ofTime ? inDays(above, below) : inMonths(above, below * 86400n);
        const [step, parts] = alike ? [1n, below] : ofTime ? [86400n, below] : [1n, 100n];
        const size = BigInt(own.size) * parts;
        const inOwn = (it) => (whole ? worded(sign + it / size, own) : sign +
          (ofTime ? text(it, places.length) + " days" : text(it, 2) + " months"));
        // Whether any other whole number was counted or rounded, it is one of these.
        ends = (whole ? [low * step, high * step + (completed ? 0n : size - 1n)] : [low, high]).map(inOwn);
        if (sign) ends.reverse();
        // Who has not lived for 18 years has completed 17.
        if (word && isOpen && !isLow && completed && alike && !(high % size)) ends[1] = inOwn(high - size);
      } else if (word && isOpen && whole && !/\./.test(amount)) {
        const next = String(BigInt(amount) + (isLow ? 1n : -1n));
        ends = Array(2).fill(own ? worded(next, own) : next);
      }
      const [beyond, closed] = isLow ? ["over", "at least"] : ["under", "at most"];
      const given = word ? { [isOpen && !whole ? beyond : closed]: ends[+!isLow] } : ends[0] === ends[1] ? ends[0] : { between: ends };
      const { at } = guideline.statement(name, given);
      return { given, at: String(at) };
    } catch (problem) {
      return { mistake: problem.message };
    }
  };
  if (written) {
    const unit = named(written);
    return !own || !unit ? { mistake: "unknown_unit" } : inUnit(unit);
  }
  if (chosen || !offered.includes("")) return inUnit(named(chosen) || own);
  // Without a unit, a number is in its own, unless in another one it would mean something else.
  const [first, ...others] = offered.filter(Boolean).map((it) => inUnit(named(it)));
  return first.given && others.some((it) => it.given && it.at !== first.at) ? { mistake: "which_unit" } : first;
};
