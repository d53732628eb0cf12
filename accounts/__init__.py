"""The ground floor: users and roles, API keys, credits, the audit trail."""
