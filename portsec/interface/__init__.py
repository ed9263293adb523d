"""The look of every page: styles, icons, layouts, component tags, charts and list pages. No models."""
