"""How well an applicant fits a job: a sum of parts, each with its evidence. Pure: knows no framework."""
