"""A drawing as BPMN 2.0 and back: what we mean is kept, what we do not know is refused by name (ADR 0024)."""
