"""Sets of patients, told as few groups in words, each with a patient to try."""
