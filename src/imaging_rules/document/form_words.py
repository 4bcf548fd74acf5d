"""The words of the form: what it says on its own, apart from any guideline."""

from imaging_rules.decide.answer.guideline_info import OVERDUE
from imaging_rules.decide.explain.recommendation import (
    ACTION,
    NO_STUDY_LEFT,
    OPEN_ACTION,
    OPEN_TIMING,
    OTHERS_OPEN,
    OTHERS_SILENT,
    SINGLE_OPEN,
    STUDY_LEFT_OPEN,
)
from imaging_rules.decide.explain.scores import BETWEEN, MAY_COUNT, NO_LINE
from imaging_rules.decide.explain.scores import HEADING as POINTS
from imaging_rules.values.recommendation import Recommendation

CHANGE = "Change"
NOT_KNOWN = "Not known"
NONE = "None of these"
SOME = "Some, or not sure"

LEAD = (
    "One question at a time, and only those that still matter. What you answer stays on this page: "
    "nothing is sent or kept."
)
WITHOUT_SCRIPT = (
    "Where scripts can run, a form stands here that asks only what still matters. Without it "
    "nothing is missing: all that it asks and answers is on this page."
)

RESULTS = {
    "studies": "Studies",
    "precautions": "Before the scan",
    "unprepared": "Still open, before the scan",
    "why": "Why",
    "scores": POINTS,
    "also": "Also holds, without deciding",
    "safety": "Safety",
    "changes": "What would change this",
    "missing": "Not known, and would help to decide",
    "answers": "Your answers",
    "taken": "Not asked, and taken as follows",
    "advice": "Good to know",
}
"""The lists of the answer, by their parts, in order, with their headings."""

_SO_FAR = "The questions that are left must not delay it; the answer so far stands below."

WORDS = {
    "change": CHANGE,
    "check": "These answers contradict each other. Please check them.",
    "leave": "Leave them as they are",
    "assumed": "These were not asked. The guideline takes them as follows. Is that right?",
    "right": "All of this is right",
    "together": "Together, other answers to these could lead to",
    "study": "another study",
    "outside": "The guideline does not apply because of this answer:",
    "against": f": {Recommendation.DO_NOT_IMAGE.words}.",
    "others": OTHERS_SILENT,
    "others_open": OTHERS_OPEN,
    "single_open": SINGLE_OPEN,
    "none_left": NO_STUDY_LEFT,
    "left_open": STUDY_LEFT_OPEN,
    "before": "Before",
    "open_timing": OPEN_TIMING,
    "to_do": {"true": ACTION, "false": OPEN_ACTION},
    "unsettled": "Not settled yet.",
    "possible": "Still possible:",
    "beware": "Do not read this as ‘no imaging’.",
    "level": Recommendation.UNDETERMINED.words,
    "undetermined": "undetermined; still possible: ",
    "rise": "What is open decides whether it rises to:",
    "contradicted": "Answers contradict each other; until they are checked, they count as open.",
    "flagged": (
        "Answers contradict each other. The recommendation stands, because a red flag holds all "
        "the same."
    ),
    "stands": (
        "Answers contradict each other. The recommendation stands, whichever of them is wrong."
    ),
    "yet": "No rule that gives a recommendation is certain to hold yet.",
    "each": "Which rule holds, if any, is still open; the answer is the same in each case.",
    "overdue": OVERDUE,
    "late": "Take care: the date by which this guideline was to be reviewed has passed.",
    "meanwhile": {
        Recommendation.IMAGE.end: f"So far: image. {_SO_FAR}",
        Recommendation.IMAGE_URGENTLY.end: f"So far: image urgently. {_SO_FAR}",
        Recommendation.IMAGE_IMMEDIATELY.end: (
            "So far: image immediately. This is an emergency: get help now. The questions that "
            "are left can wait; the answer so far stands below."
        ),
    },
    "refused": {
        "empty": "Nothing is written here. Write a number, or choose ‘Not known’.",
        "not_a_number": "This is no number. Write digits, such as 3, 1.5 or <3; a unit may follow.",
        "unclear_number": "A sign in it may part thousands or decimals. Write what is meant:",
        "which_unit": "In which unit? Choose it, or write it after the number.",
        "unknown_unit": "What follows the number is no unit that is known here.",
        "other_unit": "This cannot be converted from the unit that was written.",
        "too_low": "This is too low.",
        "too_high": "This is too high.",
        "not_whole": "This is no whole number.",
        "no_number": "No number lies beyond this one.",
    },
    "none": "none of:",
    "between": BETWEEN,
    "no_line": NO_LINE,
    "may_count": MAY_COUNT,
    "copied": "Copied.",
    "select": "It is selected below, to be copied from there.",
    "other": (
        "The link was made with another version of this guideline: please check the answers."
    ),
    "malformed": "The answers in the link cannot be read here, and none of them was used.",
    "failed": (
        "The form has failed and gives no answer. All that it asks and answers is on this page."
    ),
    "example": "From the form",
}
