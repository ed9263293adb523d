"""The four kinds of people, beyond what they share: words, tables and arithmetic. Pure."""
