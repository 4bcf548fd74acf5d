"""Every code that a message to an author can carry. Codes are stable and never reused."""

from attrs import frozen


@frozen
class DiagnosticKind:
    """One kind of problem: its code, its title, and why it matters.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.kind.title
        'unexpected word'
    """

    code: str
    title: str
    why: str

    @property
    def is_error(self) -> bool:
        """Whether the problem keeps a file from loading; a warning does not."""
        return self.code.startswith("E")


_ALL = (
    DiagnosticKind(
        "E101",
        "unexpected word",
        "What stands here cannot follow what stands before it.",
    ),
    DiagnosticKind(
        "E102",
        "text never closed",
        "A text begins and ends with a double quote. Without the second one, "
        "the rest of the file would be read as text.",
    ),
    DiagnosticKind(
        "E103",
        "reserved word as a name",
        "Words that begin a block or a clause cannot also be names: "
        "a reader could not tell which is meant.",
    ),
    DiagnosticKind(
        "E104",
        "not UTF-8",
        "Guideline files are UTF-8 text. In another encoding, letters and signs may be misread.",
    ),
    DiagnosticKind(
        "E105",
        "hidden character",
        "Control characters and characters that change the direction of writing "
        "can make a file look different from what it says.",
    ),
    DiagnosticKind(
        "E106",
        "unknown language version",
        "The file is written in a version of the language that this library does not know. "
        "Guessing could change its meaning.",
    ),
    DiagnosticKind(
        "E107",
        "file too long",
        "A file is read whole. Limits on its characters, its words and signs, and its facts keep "
        "time and memory bounded.",
    ),
    DiagnosticKind(
        "E108",
        "nested too deeply",
        "A condition with so many levels of brackets cannot be followed by a reader. "
        "Name its parts with `define`.",
    ),
    DiagnosticKind(
        "E109",
        "number too long",
        "No clinical quantity needs so many digits.",
    ),
    DiagnosticKind(
        "E110",
        "header missing, repeated or not first",
        "A file holds one guideline, and begins with its header.",
    ),
    DiagnosticKind(
        "E111",
        "clause given twice",
        "Of two such clauses in one block, only one could count.",
    ),
    DiagnosticKind(
        "E112",
        "clause missing",
        "Without this clause the block has no meaning.",
    ),
    DiagnosticKind(
        "E113",
        "too many problems",
        "After this many syntax problems, more messages would not help. Mend these first.",
    ),
    DiagnosticKind(
        "E114",
        "not a plain text file",
        "A guideline is plain text, as any text editor writes it. Files of word processors and "
        "the like hold much else beside the text.",
    ),
    DiagnosticKind(
        "E115",
        "quote within a text",
        "A text begins and ends with a straight double quote, so none can stand within it. "
        "Curly quotes can, and a reader finds them where they belong.",
    ),
    DiagnosticKind(
        "E201",
        "unknown name",
        "A name must be declared in the file before it means anything.",
    ),
    DiagnosticKind(
        "E202",
        "repeated name",
        "Two things of one kind with the same name could not be told apart.",
    ),
    DiagnosticKind(
        "E203",
        "unknown statement",
        "The source's file of statements has no statement with this number.",
    ),
    DiagnosticKind(
        "E204",
        "unreadable file of statements",
        "The statements of a source are read from the file that it names. "
        "Without that file, citations cannot be checked.",
    ),
    DiagnosticKind(
        "E301",
        "number without a unit",
        "A number means something else in days than in weeks, so its unit is always written.",
    ),
    DiagnosticKind(
        "E302",
        "units that do not compare",
        "Only quantities of one dimension can be compared. Weeks and months are not: "
        "a month has no fixed number of days.",
    ),
    DiagnosticKind(
        "E303",
        "value outside the declared range",
        "A comparison with a value that the fact can never have is a slip of the pen.",
    ),
    DiagnosticKind(
        "E304",
        "value that the fact does not have",
        "The fact has only the values that its declaration lists.",
    ),
    DiagnosticKind(
        "E305",
        "decimal for a whole number",
        "The fact is declared as a whole number.",
    ),
    DiagnosticKind(
        "E306",
        "unknown unit",
        "Only units that the language knows can be converted, and each has one spelling. "
        "Any other stands in quotation marks, and compares with itself alone.",
    ),
    DiagnosticKind(
        "E307",
        "fact used as another type",
        "A yes/no fact stands alone, a number is compared, a choice is tested with `is`.",
    ),
    DiagnosticKind(
        "E308",
        "fact compared with a fact",
        "Outside `contradiction`, a fact is compared with a fixed quantity only. "
        "A cut-off that is computed is a yes/no fact of its own.",
    ),
    DiagnosticKind(
        "E309",
        "date that does not exist",
        "Dates are written year, month, day: `2024-01-26`.",
    ),
    DiagnosticKind(
        "E310",
        "too many values to tell apart",
        "Each value that rules tell apart is a case of its own. "
        "With very many of them the answer would no longer come in bounded time.",
    ),
    DiagnosticKind(
        "E401",
        "no source and no mark",
        "A rule says where it comes from: it cites a source, "
        "or says that it is an assumption or editorial.",
    ),
    DiagnosticKind(
        "E402",
        "no clinical question",
        "Imaging answers a question. A rule that recommends it says which.",
    ),
    DiagnosticKind(
        "E403",
        "reversed bounds",
        "The lower bound comes first and the upper one is not below it.",
    ),
    DiagnosticKind(
        "E404",
        "assumed fact under a red flag, the scope, a contraindication or a precaution",
        "What is assumed is not asked. A red flag that was never asked about must stay open. So "
        "must it whom the guideline is for, whether a study is ruled out, and what must be known "
        "before it.",
    ),
    DiagnosticKind(
        "E405",
        "colliding special cases",
        "Two special cases that can hold together disagree on the study. One must override the "
        "other, or a third one, for those for whom both hold, must override both. What must not be "
        "done is no special case but a contraindication: two of them never collide.",
    ),
    DiagnosticKind(
        "E406",
        "study replaced twice or by itself",
        "A special case replaces a study by one other study.",
    ),
    DiagnosticKind(
        "E407",
        "circle",
        "What is defined by itself, directly or by a detour, has no meaning.",
    ),
    DiagnosticKind(
        "E408",
        "example that fails",
        "The guideline does not decide as its example expects. One of the two is wrong.",
    ),
    DiagnosticKind(
        "E409",
        "example with facts that cannot be used",
        "The facts of an example follow the same rules as those of a patient.",
    ),
    DiagnosticKind(
        "E410",
        "guideline too entangled",
        "The number of cases that must be told apart outgrows the limit. "
        "The answer would no longer come in bounded time.",
    ),
    DiagnosticKind(
        "E411",
        "contradiction too entangled",
        "A contradiction is worked out on the values themselves. "
        "With so many comparisons, that would not end in bounded time.",
    ),
    DiagnosticKind(
        "E412",
        "rule that says nothing",
        "A rule must recommend, advise against, replace, or tell something to do or to mind.",
    ),
    DiagnosticKind(
        "E413",
        "count that cannot be met",
        "`at least N of` needs a number from 1 to the number of its conditions.",
    ),
    DiagnosticKind(
        "E414",
        "screens that disagree",
        "The answer none to a screen sets the facts that it covers. "
        "Two answers must not set one fact to different values.",
    ),
    DiagnosticKind(
        "E415",
        "fact not asked for where it matters",
        "What may not be asked for must not matter: else a decision could stay open with nothing "
        "left to ask. Where `ask only when` does not hold, every value of the fact must lead to "
        "the same decision.",
    ),
    DiagnosticKind(
        "E416",
        "vocabulary that cannot be used",
        "What a guideline uses from a vocabulary is part of it. The vocabulary must be found, and "
        "be free of errors itself.",
    ),
    DiagnosticKind(
        "E417",
        "placeholder in a guideline that is not a draft",
        "`imaging-rules new` marks what only holds a place. Once the guideline is no longer a "
        "draft, readers would take it for what a source says.",
    ),
    DiagnosticKind(
        "E418",
        "study listed twice or in its own place",
        "Where a study is ruled out, the first study of its list that is not ruled out itself is "
        "used. So each study stands there once, and a study never stands in its own list.",
    ),
    DiagnosticKind(
        "E419",
        "timing that cannot be",
        "A timing is a time from now, longer than 0. What is urgent is not put off.",
    ),
    DiagnosticKind(
        "W501",
        "statement nowhere accounted for",
        "Every statement of a source is cited, or left out with a reason, "
        "so that nothing is lost by oversight.",
    ),
    DiagnosticKind(
        "W502",
        "`and` and `or` mixed without brackets",
        "`and` binds tighter than `or`. Brackets show a reader which is meant.",
    ),
    DiagnosticKind(
        "W503",
        "fact never used",
        "No rule depends on the fact, so no one needs to be asked.",
    ),
    DiagnosticKind(
        "W504",
        "source never cited",
        "A source that nothing rests on may be left over.",
    ),
    DiagnosticKind(
        "W505",
        "text missing for the reader",
        "A fact is asked with a question, and a rule is shown with a title.",
    ),
    DiagnosticKind(
        "W506",
        "address that is not https or a doi",
        "Only such addresses are shown as links.",
    ),
    DiagnosticKind(
        "W507",
        "quote too long",
        "A quote is short. Say the rest in your own words.",
    ),
    DiagnosticKind(
        "W508",
        "review date passed",
        "The guideline says that it should have been reviewed by now.",
    ),
    DiagnosticKind(
        "W509",
        "rule that never decides",
        "There is no patient for whom what the rule says counts. "
        "It is dead, or the rule that outranks it is too wide.",
    ),
    DiagnosticKind(
        "W510",
        "condition that always holds",
        "What holds for everyone of whom it is asked tells no two patients apart.",
    ),
    DiagnosticKind(
        "W511",
        "condition that never holds",
        "What holds for no one of whom it is asked changes nothing.",
    ),
    DiagnosticKind(
        "W512",
        "fact that no decision depends on",
        "Rules use the fact, but what is decided is the same whatever it is.",
    ),
    DiagnosticKind(
        "W513",
        "red flag with opposite signs",
        "Where the same answer raises a red flag and lowers another rule, "
        "an alarm can make a decision lower.",
    ),
    DiagnosticKind(
        "W514",
        "red flag out of scope",
        "A red flag holds whoever the patient is. "
        "One that holds only outside the scope may have been meant for other patients.",
    ),
    DiagnosticKind(
        "W515",
        "studies in another order",
        "The blocks of the studies say which is named first among equals. "
        "A clause that lists them otherwise misleads a reader.",
    ),
    DiagnosticKind(
        "W516",
        "not all of it looked into",
        "Looking for rules that never decide takes long where very much is entangled. "
        "It ends at a limit.",
    ),
    DiagnosticKind(
        "W517",
        "layout differs from `fmt`",
        "Where all files are laid out alike, a reader finds everything in its place, "
        "and a comparison of two versions shows what was changed and nothing else. "
        "`imaging-rules fmt` lays a file out and changes nothing of what it says.",
    ),
    DiagnosticKind(
        "W518",
        "all studies advised against, and imaging left open",
        "Of each study it is said not to image with it, and of imaging as a whole nothing: the "
        "answer is headed `no guidance`. A reader may take that for leave to image.",
    ),
    DiagnosticKind(
        "W519",
        "red flag left out of its screen",
        "One question covers the red flags. Whoever answers none to it believes that all of them "
        "are denied, and one that it leaves out stays open.",
    ),
    DiagnosticKind(
        "W520",
        "number in a text that the rule does not have",
        "After a threshold was changed, a text may still speak of the old one. The reader of a "
        "decision would be told a number by which it was not made. What stands in “ ” or follows "
        "“such as” or “for example” is let be.",
    ),
    DiagnosticKind(
        "W530",
        "advice against a study without effect",
        "What one rule says against a study does not take away what another recommends: the "
        "highest that is said of a study counts. Where a study must not be done, a "
        "contraindication rules it out; where another is better, a special case names that one.",
    ),
    DiagnosticKind(
        "W531",
        "study that is never recommended where it is ruled out or prepared for",
        "A contraindication takes away what is recommended of a study, and a precaution comes "
        "before it. Where nothing recommends the study, neither says anything to anybody.",
    ),
    DiagnosticKind(
        "W532",
        "study to use instead of one that is never ruled out",
        "What `if ruled out use` lists is used where a contraindication rules the study out. "
        "Without one, somebody may believe that it is ruled out.",
    ),
)

CATALOGUE = {kind.code: kind for kind in _ALL}
