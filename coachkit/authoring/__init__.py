"""The trainer's workshop: making, checking, comparing and publishing scenarios, courses, criteria and rubrics."""
