"""What a policy officer works with: a draft's text, the rules as readable rows, what differs and for whom."""
