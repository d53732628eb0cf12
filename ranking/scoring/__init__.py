"""How well somebody meets what a job asks for, and why. Pure: no framework is imported."""
