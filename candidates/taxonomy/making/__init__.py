"""How the taxonomy and the vectors of skills are made; nothing that serves requests imports it."""
