"""Reading crew lists (FAL form 5) without a framework: text in, rows and named errors out."""
