"""People in the formats of others, in and out. Every format says what it could not carry."""
