"""How good the ranking is: jobs, factory résumés with graded truth, hand-made hard cases, two plain rivals."""
