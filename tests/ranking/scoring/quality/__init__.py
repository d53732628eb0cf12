"""How good the ranking is: jobs, factory résumés with graded truth, hard cases, two plain rivals."""
