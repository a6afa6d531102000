"""What people say of replies: their reviews, the disputes about them, and the files that these come in."""
