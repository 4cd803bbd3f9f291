"""Small pages: help, data protection, accessibility, language."""
