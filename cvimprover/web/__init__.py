"""The candidate's own way to a better CV: pages that need no script."""
