"""Practice sessions: what the trainee does, what the customer answers, and what there is to learn from it. Pure values."""
