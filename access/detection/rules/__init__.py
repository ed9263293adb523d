"""One module per noun; each holds its parameters, its detector and its row of the rule table."""
