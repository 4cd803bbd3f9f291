"""The design system: base templates, components, middleware."""
