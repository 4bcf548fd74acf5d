"""Two small guidelines for the same patients, which disagree in every way there is."""

ONE = """\
guideline one
  title        "One"
  version      "1.0"
  applies when age at least 18 years
  otherwise    do not image
  editorial    "Made up."

fact age
  whole number in years from 0 to 120
  ask "How old?"

fact fever
  yes or no
  ask "Is there fever?"

fact trauma
  yes or no
  ask "Was there an injury?"

fact pain
  number in weeks from 0 to 52
  ask "For how many weeks has there been pain?"

fact severity
  one of mild, severe
  ask "How bad is it?"

fact pregnant
  yes or no
  ask "Is the patient pregnant?"
  if not stated assume no

screen signs
  ask    "Any of these?"
  covers fever, trauma

study mri
  title "MRI"

study mri_low_dose
  title "MRI with little contrast"

red flag fever
  title     "Fever"
  when      fever
  image     urgently with mri
  question  "Is there an infection?"
  editorial "Made up."

indication injured
  title     "Injured"
  when      trauma or severity is severe
  image     with mri
  question  "Is something broken?"
  editorial "Made up."

not indicated early
  title     "Early"
  when      pain under 4 weeks
  wait
  editorial "Made up."

waiting period pain
  title     "Weeks of pain"
  lasts     6 weeks of pain
  then      image with mri
  question  "Why?"
  editorial "Made up."

special case pregnant
  title     "Pregnant"
  when      pregnant
  instead   of mri use mri_low_dose
  editorial "Made up."
"""

OTHER = """\
guideline other
  title        "Other"
  version      "2.0"
  applies when age at least 16 years
  otherwise    no guidance
  editorial    "Made up."

fact age
  whole number in years from 0 to 120
  ask "How old?"

fact fever
  yes or no
  ask "Is the temperature raised?"

fact trauma
  yes or no
  ask "Was there an injury?"

fact pain
  number in days from 0 to 364
  ask "For how many weeks has there been pain?"

fact severity
  whole number from 0 to 10
  ask "How bad is it?"

fact candidate
  yes or no
  ask "Could there be an operation?"

study mri
  title "MRI"

red flag fever
  title     "Fever"
  when      fever
  image     with mri
  question  "Is there an infection?"
  editorial "Made up."

indication bad
  title     "Bad"
  when      severity at least 7
  consider  mri
  question  "Why?"
  editorial "Made up."

not indicated early
  title     "Early"
  when      pain under 14 days or trauma
  wait
  editorial "Made up."

waiting period pain
  title     "Days of pain"
  when      candidate
  lasts     84 days of pain
  then      image with mri
  question  "Why?"
  editorial "Made up."
"""
