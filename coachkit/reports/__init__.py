"""What scores look like to people: HTML that stands on its own. Functions return it, they never show it."""
