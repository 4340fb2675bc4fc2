"""What `bourse slot simulate` does: a book under every rule, told to people and to programs."""
