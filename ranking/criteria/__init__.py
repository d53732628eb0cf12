"""What a job asks for, read from its advertisement and checked before anybody is ranked. Pure."""
