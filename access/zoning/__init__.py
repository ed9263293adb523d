"""Areas as a plan of the port: how they nest, what they ask in words, when they are open."""
