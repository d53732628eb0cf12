"""Which labels fit a person: a small linear model over words of titles, skills and tasks. Pure."""
