"""Files in, facts out: the task graph that reads a résumé and the pure stages it runs."""
