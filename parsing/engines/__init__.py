"""One library translated into our types each; no business rules, no framework."""
