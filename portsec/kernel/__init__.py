"""The words that every part of portsec speaks: Verdict, Scope, the clock, errors. Standard library only."""
