"""What is judged about visits: who may come, on how many days, with whom, and who is still inside."""
