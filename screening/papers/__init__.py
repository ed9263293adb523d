"""Makes what people upload harmless: images are drawn anew, PDFs are looked at and never opened by us."""
