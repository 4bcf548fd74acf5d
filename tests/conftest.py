"""How many examples the property tests try: HYPOTHESIS_PROFILE is `fast`, `ci` or `long`.

And what else the tests need of the process that they run in.
"""

import os
import signal

from hypothesis import HealthCheck, settings

# What is generated is a whole guideline with its patients: large, and not always quick.
SLOW_TO_DRAW = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "fast",
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile(
    "ci",
    max_examples=150,
    deadline=None,
    # A run that passed passes again; what is random is left to the long profile.
    derandomize=True,
    print_blob=True,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile(
    "long",
    max_examples=5000,
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

# Started in the background, a shell has its programs ignore Ctrl-C, and theirs too. Tests that
# send it to a program of their own mean one that was started as usual.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
