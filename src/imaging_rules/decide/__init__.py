"""A patient's facts go in, and an explained decision comes out."""
