"""Decision diagrams: made from the model, walked for a patient, exact when facts are open."""
